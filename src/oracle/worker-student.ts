import { type Clock, SYSTEM_CLOCK } from '../bridge/clock.ts';
import type { StartWorker } from '../bridge/wire.ts';
import type { OracleSpec } from '../core/run.ts';
import type { StudentCalls } from './measure-calls.ts';
import type { LoadProgress } from './oracle.ts';
import type { Score, ScoreItem, ScoreProgress, Student } from './student.ts';
import { type CallActivities, WatchedWorker } from './watched-worker.ts';

const MEASURING: CallActivities<ScoreProgress> = { first: 'measure', after: () => 'measure' };

/** A student on the page whose model lives in a worker. */
export class WorkerStudent implements Student {
  readonly #worker: WatchedWorker<StudentCalls>;

  /** `scriptUrl` is the script of a worker that calls `serveStudent`. */
  constructor(startWorker: StartWorker, scriptUrl: string, clock: Clock = SYSTEM_CLOCK) {
    this.#worker = new WatchedWorker(startWorker, scriptUrl, clock);
  }

  /** Also rejects with `closed` after `close`, or when another load takes its place. When it rejects, no model is loaded. */
  load(spec: OracleSpec, onProgress: (progress: LoadProgress) => void, signal: AbortSignal): Promise<void> {
    return this.#worker.load(spec, onProgress, signal);
  }

  /** Before a model is loaded it rejects with `closed`. */
  async score(items: readonly ScoreItem[], onProgress: (progress: ScoreProgress) => void, signal: AbortSignal): Promise<Score[]> {
    const scores: Score[] = [];
    const onEvent = (progress: ScoreProgress) => {
      for (const { index, score } of progress.scored) scores[index] = score;
      onProgress(progress);
    };
    await this.#worker.call('score', items, MEASURING, onEvent, signal);
    return scores;
  }

  close(): Promise<void> {
    this.#worker.close();
    return Promise.resolve();
  }
}
