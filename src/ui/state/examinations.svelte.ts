import type { Outcome } from '../../core/outcome.ts';
import type { Run } from '../../core/run.ts';
import { readIntact } from '../../pipeline/intact-rows.ts';
import { type ExaminationCounts, ExaminationTally, examinesRewrites } from '../../quality/examinations.ts';
import type { Store } from '../../store/store.ts';
import { describeFailure, type Failure } from '../messages/failures.ts';

const PAGE_ROWS = 32;

/**
 * What rules, gate and student made of a run's rewrites so far. Earlier outcomes are read from the store a page at a time, so that
 * the screen stays responsive; those that are settled meanwhile count at once. What cannot be read is left out.
 */
export class Examinations {
  /** Undefined while nothing has been counted, and for a recipe that examines nothing. */
  counts = $state.raw<ExaminationCounts | undefined>();
  /** Earlier outcomes are still being read. */
  reading = $state(false);
  failure = $state.raw<Failure | undefined>();
  readonly #run: Run;
  readonly #store: Pick<Store, 'outcomes'>;
  readonly #tally: ExaminationTally;
  #readUpTo = 0;
  /** Of the latest call: one that reads on behalf of an earlier one goes on for it. */
  #signal: AbortSignal | undefined;

  constructor(run: Run, store: Pick<Store, 'outcomes'>) {
    this.#run = run;
    this.#store = store;
    this.#tally = new ExaminationTally(run.rowCount);
  }

  /** Counts an outcome that has just been settled; `show` hands the counts to the page. */
  take(outcome: Outcome): void {
    this.#tally.add(outcome);
  }

  show(): void {
    if (!examinesRewrites(this.#run.recipe)) return;
    const counts = this.#tally.counts();
    if (counts.phases > 0) this.counts = counts;
  }

  /** Reads what the store holds, unless all of its `settledSteps` phases are counted; goes on where an earlier call was aborted. Never rejects: a failure shows in `failure`. */
  async readEarlier(settledSteps: number, signal: AbortSignal): Promise<void> {
    this.#signal = signal;
    if (this.reading || !examinesRewrites(this.#run.recipe) || this.#tally.counts().phases >= settledSteps) return;
    this.reading = true;
    this.failure = undefined;
    try {
      await this.#readPages();
    } catch (error) {
      this.failure = describeFailure(error);
    } finally {
      this.reading = false;
    }
  }

  async #readPages(): Promise<void> {
    const { rowCount } = this.#run;
    for (; this.#readUpTo < rowCount && !this.#signal?.aborted; this.#readUpTo += PAGE_ROWS) await this.#readPage(this.#readUpTo);
    // Another tab may settle more: the next call begins anew.
    if (this.#readUpTo >= rowCount) this.#readUpTo = 0;
  }

  async #readPage(from: number): Promise<void> {
    const limit = Math.min(PAGE_ROWS, this.#run.rowCount - from);
    const { items } = await readIntact((start, count) => this.#store.outcomes(this.#run.id, start, count), from, limit);
    for (const outcome of items) this.#tally.add(outcome);
    this.show();
  }
}
