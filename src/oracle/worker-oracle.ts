import { type Clock, SYSTEM_CLOCK } from '../bridge/clock.ts';
import type { StartWorker } from '../bridge/wire.ts';
import { connectWorker, type WorkerCaller } from '../bridge/worker-caller.ts';
import type { Answer } from '../core/answer.ts';
import type { AskOptions, Prompt } from '../core/prompt.ts';
import { type OracleCalls, reviveOracleError } from './oracle-calls.ts';
import { type Calibration, type LoadProgress, type LoadSpec, type Oracle, OracleError, type OracleErrorCode, type OracleUsage } from './oracle.ts';
import { SILENCE_LIMITS_MS, Watchdog } from './watchdog.ts';

/** After these a worker can answer nothing more. */
const LOST: readonly OracleErrorCode[] = ['worker-died', 'stalled', 'gpu-gone'];

interface WatchedWorker extends WorkerCaller<OracleCalls> {
  readonly watchdog: Watchdog;
}

/**
 * An oracle on the page whose model lives in a worker, whatever its engine.
 *
 * Each `load` starts a worker of its own and ends the one before: only the end of a worker surely
 * gives back all GPU memory, and an engine that failed to load stays broken for the rest of its worker.
 * A worker that is silent for too long is ended, and its calls reject with `stalled`.
 */
export class WorkerOracle implements Oracle {
  readonly #startWorker: StartWorker;
  readonly #scriptUrl: string;
  readonly #clock: Clock;
  #lanes: number;
  #worker: WatchedWorker | undefined;
  #closed = false;

  /** `scriptUrl` is the script of a worker that calls `serveOracle`; `lanes` how many are certain before it is loaded. */
  constructor(startWorker: StartWorker, scriptUrl: string, lanes: number, clock: Clock = SYSTEM_CLOCK) {
    this.#startWorker = startWorker;
    this.#scriptUrl = scriptUrl;
    this.#clock = clock;
    this.#lanes = lanes;
  }

  get lanes(): number {
    return this.#lanes;
  }

  /** Also rejects with `closed` after `close`, or when another load takes its place. When it rejects, no model is loaded. */
  async load(spec: LoadSpec, onProgress: (progress: LoadProgress) => void, signal: AbortSignal): Promise<Calibration> {
    if (this.#closed) throw new OracleError('closed');
    signal.throwIfAborted();
    this.#worker?.end(new OracleError('closed', 'another load took its place'));
    const worker = this.#connect();
    this.#worker = worker;
    const watched = worker.watchdog.watch('load');
    const onEvent = (progress: LoadProgress) => {
      watched.sign(progress.stage);
      onProgress(progress);
    };
    try {
      const { lanes, calibration } = await worker.calls.call('load', spec, { onEvent, signal });
      this.#lanes = lanes;
      return calibration;
    } catch (error) {
      worker.end(new OracleError('closed', 'its model did not load'));
      if (this.#worker === worker) this.#worker = undefined;
      throw error;
    } finally {
      watched.end();
    }
  }

  /** Before a model is loaded it rejects with `closed`. */
  async ask(prompt: Prompt, options: AskOptions, onText: (piece: string) => void, signal: AbortSignal): Promise<Answer> {
    const worker = this.#worker;
    if (!worker) throw new OracleError('closed', 'no model is loaded');
    const watched = worker.watchdog.watch('waiting');
    const onEvent = (piece: string) => {
      watched.sign(piece === '' ? 'first-text' : 'next-text');
      onText(piece);
    };
    try {
      return await worker.calls.call('ask', { prompt, options }, { onEvent, signal });
    } catch (error) {
      // The engine itself may find that it cannot go on: then its worker holds memory for nothing.
      if (error instanceof OracleError && LOST.includes(error.code)) worker.end(error);
      throw error;
    } finally {
      watched.end();
    }
  }

  async usage(): Promise<OracleUsage | undefined> {
    // Only a lost worker does not answer.
    return this.#worker?.calls.call('usage', undefined).catch(() => undefined);
  }

  close(): Promise<void> {
    this.#closed = true;
    this.#worker?.end(new OracleError('closed'));
    this.#worker = undefined;
    return Promise.resolve();
  }

  #connect(): WatchedWorker {
    const died = (detail: string) => new OracleError('worker-died', detail);
    const caller = connectWorker<OracleCalls>(this.#startWorker(this.#scriptUrl), reviveOracleError, died);
    const watchdog = new Watchdog(this.#clock, (activity) => {
      caller.end(new OracleError('stalled', `${activity}: silent for ${SILENCE_LIMITS_MS[activity] / 1000} s`));
    });
    return { ...caller, watchdog };
  }
}
