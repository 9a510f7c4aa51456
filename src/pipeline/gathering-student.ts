import type { Score, ScoreItem, Student } from '../oracle/student.ts';
import { isEngineFailure } from './isolate-failures.ts';

interface Waiting {
  readonly items: readonly ScoreItem[];
  readonly resolve: (scores: Score[]) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Asks a student what came together while it was busy in one call, as it reads many texts side by side faster than one by one. Records
 * that are vetted at the same time so share its time. Every caller gets the scores of its own items only. Where the engine fails, each call is
 * made again by itself, so that one text costs only its own record the score. The signal is that of all calls together.
 */
export class GatheringStudent implements Pick<Student, 'score'> {
  readonly #student: Pick<Student, 'score'>;
  readonly #signal: AbortSignal;
  #waiting: Waiting[] = [];
  #busy = false;

  constructor(student: Pick<Student, 'score'>, signal: AbortSignal) {
    this.#student = student;
    this.#signal = signal;
  }

  /** See `Student.score`; reports no progress. */
  score(items: readonly ScoreItem[]): Promise<Score[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ items, resolve, reject });
      if (!this.#busy) void this.#serve();
    });
  }

  async #serve(): Promise<void> {
    this.#busy = true;
    while (this.#waiting.length > 0) {
      const calls = this.#waiting;
      this.#waiting = [];
      await this.#serveTogether(calls);
    }
    this.#busy = false;
  }

  async #serveTogether(calls: readonly Waiting[]): Promise<void> {
    const items = calls.flatMap((call) => call.items);
    try {
      const scores = await this.#student.score(items, () => undefined, this.#signal);
      let from = 0;
      for (const { items: own, resolve } of calls) {
        resolve(scores.slice(from, from + own.length));
        from += own.length;
      }
    } catch (error) {
      if (!isEngineFailure(error)) for (const { reject } of calls) reject(error);
      else if (calls.length > 1) for (const call of calls) await this.#serveTogether([call]);
      else for (const { items: own, resolve } of calls) resolve(own.map(() => ({ kind: 'unscored', reason: 'engine-failed' })));
    }
  }
}
