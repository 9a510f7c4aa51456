import { type Clock, SYSTEM_CLOCK } from '../bridge/clock.ts';
import type { StartWorker } from '../bridge/wire.ts';
import type { Prompt } from '../core/prompt.ts';
import type { OracleSpec } from '../core/run.ts';
import type { TokenCalls } from './token-calls.ts';
import type { TokenCounter } from './token-counter.ts';
import { type CallActivities, WatchedWorker } from './watched-worker.ts';

const COUNTING: CallActivities<undefined> = { first: 'measure', after: () => 'measure' };

const ignore = () => undefined;

/** A token counter on the page whose tokenizer lives in a worker. */
export class WorkerTokenCounter implements TokenCounter {
  readonly #worker: WatchedWorker<TokenCalls>;

  /** `scriptUrl` is the script of a worker that calls `serveTokenCounter`. */
  constructor(startWorker: StartWorker, scriptUrl: string, clock: Clock = SYSTEM_CLOCK) {
    this.#worker = new WatchedWorker(startWorker, scriptUrl, clock);
  }

  /** Also rejects with `closed` after `close`, or when another load takes its place. When it rejects, no tokenizer is loaded. */
  load(spec: OracleSpec, signal: AbortSignal): Promise<void> {
    return this.#worker.load(spec, ignore, signal);
  }

  /** Before a tokenizer is loaded it rejects with `closed`, as `countTexts` does. */
  countPrompts(prompts: readonly Prompt[], signal: AbortSignal): Promise<number[]> {
    return this.#worker.call('countPrompts', prompts, COUNTING, ignore, signal);
  }

  countTexts(texts: readonly string[], signal: AbortSignal): Promise<number[]> {
    return this.#worker.call('countTexts', texts, COUNTING, ignore, signal);
  }

  close(): Promise<void> {
    this.#worker.close();
    return Promise.resolve();
  }
}
