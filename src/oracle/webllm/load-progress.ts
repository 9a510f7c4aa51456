import type { LoadProgress } from '../oracle.ts';
import type { LoadReport } from './chat-engine.ts';

const MEBIBYTE = 1024 ** 2;

const READING = /^Loading model from cache\[\d+\/\d+\]: (\d+)MB loaded/;
const COMPILING = /^(?:Loading GPU shader modules|Finish loading)/;

/**
 * Turns what the engine reports into progress. It names its work only by words (source: reports seen of @mlc-ai/web-llm 0.2.86):
 * it goes through the cache, loads the weights onto the GPU, compiles shaders, and its fraction begins anew each time.
 */
export class LoadStages {
  #stage: LoadProgress['stage'] = 'load';
  #fraction = 0;
  #loadedBytes = 0;

  /** What a report means, in order. Between the last weights and the first shader the engine is silent, so compiling is taken to begin where loading ends. */
  read({ progress, text }: LoadReport): LoadProgress[] {
    if (COMPILING.test(text)) return [this.#enter('warm-up', progress)];
    const [, megabytes] = READING.exec(text) ?? [];
    // Going through the cache has a count of its own, before the one that matters.
    if (megabytes === undefined) return [{ stage: this.#stage, fraction: undefined, loadedBytes: this.#loadedBytes, totalBytes: undefined }];
    this.#loadedBytes = Number(megabytes) * MEBIBYTE;
    const loaded = this.#enter('load', progress);
    return progress < 1 ? [loaded] : [loaded, this.#enter('warm-up', 0)];
  }

  #enter(stage: LoadProgress['stage'], progress: number): LoadProgress {
    if (stage !== this.#stage) this.#fraction = 0;
    this.#stage = stage;
    // A model without weights makes the engine divide by nothing.
    const fraction = Number.isNaN(progress) ? 0 : Math.min(1, progress);
    this.#fraction = Math.max(this.#fraction, fraction);
    return { stage, fraction: this.#fraction, loadedBytes: this.#loadedBytes, totalBytes: undefined };
  }
}
