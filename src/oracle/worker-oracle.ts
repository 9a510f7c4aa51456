import type { StartWorker } from '../bridge/wire.ts';
import { connectWorker, type WorkerCaller } from '../bridge/worker-caller.ts';
import type { Answer } from '../core/answer.ts';
import type { AskOptions, Prompt } from '../core/prompt.ts';
import type { OracleSpec } from '../core/run.ts';
import { type OracleCalls, reviveOracleError } from './oracle-calls.ts';
import { type LoadProgress, type Oracle, OracleError } from './oracle.ts';

/**
 * An oracle on the page whose model lives in a worker, whatever its engine.
 *
 * Each `load` starts a worker of its own and ends the one before: only the end of a worker surely
 * gives back all GPU memory, and an engine that failed to load stays broken for the rest of its worker.
 */
export class WorkerOracle implements Oracle {
  readonly #startWorker: StartWorker;
  readonly #scriptUrl: string;
  #lanes: number;
  #worker: WorkerCaller<OracleCalls> | undefined;
  #closed = false;

  /** `scriptUrl` is the script of a worker that calls `serveOracle`; `lanes` what the specification promises. */
  constructor(startWorker: StartWorker, scriptUrl: string, lanes: number) {
    this.#startWorker = startWorker;
    this.#scriptUrl = scriptUrl;
    this.#lanes = lanes;
  }

  get lanes(): number {
    return this.#lanes;
  }

  /** Also rejects with `closed` after `close`, or when another load takes its place. When it rejects, no model is loaded. */
  async load(spec: OracleSpec, onProgress: (progress: LoadProgress) => void, signal: AbortSignal): Promise<void> {
    if (this.#closed) throw new OracleError('closed');
    signal.throwIfAborted();
    this.#worker?.end(new OracleError('closed', 'another load took its place'));
    const worker = this.#connect();
    this.#worker = worker;
    try {
      const { lanes } = await worker.calls.call('load', spec, { onEvent: onProgress, signal });
      this.#lanes = lanes;
    } catch (error) {
      worker.end(new OracleError('closed', 'its model did not load'));
      if (this.#worker === worker) this.#worker = undefined;
      throw error;
    }
  }

  /** Before a model is loaded it rejects with `closed`. */
  async ask(prompt: Prompt, options: AskOptions, onText: (piece: string) => void, signal: AbortSignal): Promise<Answer> {
    const worker = this.#worker;
    if (!worker) throw new OracleError('closed', 'no model is loaded');
    try {
      return await worker.calls.call('ask', { prompt, options }, { onEvent: onText, signal });
    } catch (error) {
      // The engine itself may find that it cannot go on: then its worker holds memory for nothing.
      if (error instanceof OracleError && error.code === 'worker-died') worker.end(error);
      throw error;
    }
  }

  close(): Promise<void> {
    this.#closed = true;
    this.#worker?.end(new OracleError('closed'));
    this.#worker = undefined;
    return Promise.resolve();
  }

  #connect(): WorkerCaller<OracleCalls> {
    const died = (detail: string) => new OracleError('worker-died', detail);
    return connectWorker<OracleCalls>(this.#startWorker(this.#scriptUrl), reviveOracleError, died);
  }
}
