import type { ContainerName } from '../../core/source.ts';
import type { ExportDamage, ExportedFile, FileDesk, FileProgress } from '../../pipeline/desk.ts';
import { describeFailure, type Failure } from '../messages/failures.ts';
import { saveFile } from '../save-file.ts';

/** The export of one run: at most one file is being prepared at a time. */
export class Exporting {
  working = $state(false);
  progress = $state.raw<FileProgress | undefined>();
  failure = $state.raw<Failure | undefined>();
  /** Name of the file that was saved last. */
  savedName = $state('');
  /** What could not be read for the file that was saved last. */
  damage = $state.raw<ExportDamage | undefined>();
  readonly #files: FileDesk;
  readonly #runId: string;
  #stop: AbortController | undefined;

  constructor(files: FileDesk, runId: string) {
    this.#files = files;
    this.#runId = runId;
  }

  /** Prepares the recycled dataset, or only its records with the ordinals `rows`, and hands it to the browser's downloads. Never rejects. */
  saveDataset(container: ContainerName, rows?: Uint32Array): Promise<void> {
    return this.#save(async (signal) => {
      const file = await this.#files.exportRun(this.#runId, container, (progress) => (this.progress = progress), signal, rows);
      this.damage = file.damage;
      return file;
    });
  }

  /** The same for `manifest.json`. Never rejects. */
  saveManifest(): Promise<void> {
    return this.#save(() => this.#files.exportManifest(this.#runId));
  }

  cancel(): void {
    this.#stop?.abort();
  }

  async #save(prepare: (signal: AbortSignal) => Promise<ExportedFile>): Promise<void> {
    if (this.working) return;
    const { signal } = (this.#stop = new AbortController());
    this.working = true;
    this.progress = undefined;
    this.failure = undefined;
    this.savedName = '';
    this.damage = undefined;
    try {
      const file = await prepare(signal);
      saveFile(file);
      this.savedName = file.name;
    } catch (error) {
      if (!signal.aborted) this.failure = describeFailure(error);
    } finally {
      this.working = false;
    }
  }
}
