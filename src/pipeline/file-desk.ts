import type { CallWatch } from '../bridge/calls.ts';
import type { StartWorker } from '../bridge/wire.ts';
import { connectWorker, type WorkerCaller } from '../bridge/worker-caller.ts';
import type { ContainerName, Source } from '../core/source.ts';
import { DeskError, type ExportedDataset, type ExportedFile, type FileDesk, type FileProgress, type RoundProgress } from './desk.ts';
import { type FileCalls, reviveFileError } from './file-calls.ts';
import type { RoundDrift } from './rounds.ts';

/** The file desk on the page. Its worker starts with the first call; when it dies, the calls in flight reject and the next one starts another. */
export class WorkerFileDesk implements FileDesk {
  readonly #startWorker: StartWorker;
  readonly #scriptUrl: string;
  #worker: WorkerCaller<FileCalls> | undefined;

  /** `scriptUrl` is the script of file.worker.ts. */
  constructor(startWorker: StartWorker, scriptUrl: string) {
    this.#startWorker = startWorker;
    this.#scriptUrl = scriptUrl;
  }

  importFile(file: File, onProgress: (progress: FileProgress) => void, signal: AbortSignal): Promise<Source> {
    return this.#call('importFile', file, { onEvent: onProgress, signal });
  }

  exportRun(runId: string, container: ContainerName, onProgress: (progress: FileProgress) => void, signal: AbortSignal, rows?: Uint32Array): Promise<ExportedDataset> {
    return this.#call('exportRun', { runId, container, ...(rows && { rows }) }, { onEvent: onProgress, signal });
  }

  exportManifest(runId: string): Promise<ExportedFile> {
    return this.#call('exportManifest', runId, {});
  }

  takeAsSource(runId: string, onProgress: (progress: RoundProgress) => void, signal: AbortSignal): Promise<Source> {
    return this.#call('takeAsSource', runId, { onEvent: onProgress, signal });
  }

  measureDrift(runId: string, onProgress: (rowCount: number) => void, signal: AbortSignal): Promise<RoundDrift> {
    return this.#call('measureDrift', runId, { onEvent: onProgress, signal });
  }

  /** Ends the worker. Calls in flight reject with DeskError `worker-died`; a later call starts a fresh one. */
  close(): void {
    this.#worker?.end(new DeskError('worker-died', 'the desk was closed'));
    this.#worker = undefined;
  }

  // Asynchronous, so that a worker that cannot even be started is a rejection like any other.
  async #call<Name extends keyof FileCalls>(
    name: Name,
    argument: FileCalls[Name]['argument'],
    watch: CallWatch<FileCalls[Name]['event']>,
  ): Promise<FileCalls[Name]['result']> {
    this.#worker ??= this.#connect();
    return this.#worker.calls.call(name, argument, watch);
  }

  #connect(): WorkerCaller<FileCalls> {
    return connectWorker<FileCalls>(this.#startWorker(this.#scriptUrl), reviveFileError, (detail) => {
      this.#worker = undefined;
      return new DeskError('worker-died', detail);
    });
  }
}
