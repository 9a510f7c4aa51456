import type { Source } from '../../core/source.ts';
import type { FileDesk, FileProgress } from '../../pipeline/desk.ts';
import { describeFailure, type Failure } from '../messages/failures.ts';

/** The file that is being read, or the one that could not be. */
export class Importing {
  file = $state.raw<File | undefined>();
  progress = $state.raw<FileProgress | undefined>();
  failure = $state.raw<Failure | undefined>();
  readonly busy = $derived(this.file !== undefined && this.failure === undefined);
  readonly #files: FileDesk;
  #stop: AbortController | undefined;

  constructor(files: FileDesk) {
    this.#files = files;
  }

  /** Reads a file into the store. Resolves with the dataset, or with undefined when it was cancelled or failed; `failure` says which. Never rejects. */
  async read(file: File): Promise<Source | undefined> {
    const { signal } = (this.#stop = new AbortController());
    this.file = file;
    this.progress = undefined;
    this.failure = undefined;
    try {
      const source = await this.#files.importFile(file, (progress) => (this.progress = progress), signal);
      this.file = undefined;
      return source;
    } catch (error) {
      if (signal.aborted) this.file = undefined;
      else this.failure = describeFailure(error);
      return undefined;
    }
  }

  cancel(): void {
    this.#stop?.abort();
  }

  /** Puts a failure away. */
  dismiss(): void {
    if (!this.busy) this.file = undefined;
    this.failure = undefined;
  }
}
