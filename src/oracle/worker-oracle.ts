import { type Clock, SYSTEM_CLOCK } from '../bridge/clock.ts';
import type { StartWorker } from '../bridge/wire.ts';
import type { Answer } from '../core/answer.ts';
import type { AskOptions, Prompt } from '../core/prompt.ts';
import type { OracleCalls } from './oracle-calls.ts';
import type { Calibration, LoadProgress, LoadSpec, Oracle, OracleUsage } from './oracle.ts';
import { type CallActivities, WatchedWorker } from './watched-worker.ts';

/** An empty piece says that the prompt is taken up. */
const ASKING: CallActivities<string> = { first: 'waiting', after: (piece) => (piece === '' ? 'first-text' : 'next-text') };

/** An oracle on the page whose model lives in a worker, whatever its engine. */
export class WorkerOracle implements Oracle {
  readonly #worker: WatchedWorker<OracleCalls>;
  #lanes: number;

  /** `scriptUrl` is the script of a worker that calls `serveOracle`; `lanes` how many are certain before it is loaded. */
  constructor(startWorker: StartWorker, scriptUrl: string, lanes: number, clock: Clock = SYSTEM_CLOCK) {
    this.#worker = new WatchedWorker(startWorker, scriptUrl, clock);
    this.#lanes = lanes;
  }

  get lanes(): number {
    return this.#lanes;
  }

  /** Also rejects with `closed` after `close`, or when another load takes its place. When it rejects, no model is loaded. */
  async load(spec: LoadSpec, onProgress: (progress: LoadProgress) => void, signal: AbortSignal): Promise<Calibration> {
    const { lanes, calibration } = await this.#worker.load(spec, onProgress, signal);
    this.#lanes = lanes;
    return calibration;
  }

  /** Before a model is loaded it rejects with `closed`. */
  ask(prompt: Prompt, options: AskOptions, onText: (piece: string) => void, signal: AbortSignal): Promise<Answer> {
    return this.#worker.call('ask', { prompt, options }, ASKING, onText, signal);
  }

  usage(): Promise<OracleUsage | undefined> {
    return this.#worker.inquire('usage', undefined);
  }

  close(): Promise<void> {
    this.#worker.close();
    return Promise.resolve();
  }
}
