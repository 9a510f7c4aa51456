import { type Clock, SYSTEM_CLOCK } from '../bridge/clock.ts';
import type { StartWorker } from '../bridge/wire.ts';
import type { OracleSpec } from '../core/run.ts';
import type { Embedder, EmbedderTraits, Embedding, EmbedProgress } from './embedder.ts';
import type { EmbedderCalls } from './measure-calls.ts';
import type { LoadProgress } from './oracle.ts';
import { type CallActivities, WatchedWorker } from './watched-worker.ts';

const MEASURING: CallActivities<EmbedProgress> = { first: 'measure', after: () => 'measure' };

/** An embedder on the page whose model lives in a worker. */
export class WorkerEmbedder implements Embedder {
  readonly #worker: WatchedWorker<EmbedderCalls>;

  /** `scriptUrl` is the script of a worker that calls `serveEmbedder`. */
  constructor(startWorker: StartWorker, scriptUrl: string, clock: Clock = SYSTEM_CLOCK) {
    this.#worker = new WatchedWorker(startWorker, scriptUrl, clock);
  }

  /** Also rejects with `closed` after `close`, or when another load takes its place. When it rejects, no model is loaded. */
  load(spec: OracleSpec, onProgress: (progress: LoadProgress) => void, signal: AbortSignal): Promise<EmbedderTraits> {
    return this.#worker.load(spec, onProgress, signal);
  }

  /** Before a model is loaded it rejects with `closed`. */
  async embed(texts: readonly string[], onProgress: (progress: EmbedProgress) => void, signal: AbortSignal): Promise<Embedding[]> {
    const embeddings: Embedding[] = [];
    const onEvent = (progress: EmbedProgress) => {
      for (const { index, embedding } of progress.embedded) embeddings[index] = embedding;
      onProgress(progress);
    };
    await this.#worker.call('embed', texts, MEASURING, onEvent, signal);
    return embeddings;
  }

  close(): Promise<void> {
    this.#worker.close();
    return Promise.resolve();
  }
}
