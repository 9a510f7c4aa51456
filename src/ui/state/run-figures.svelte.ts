import type { Decision, Outcome } from '../../core/outcome.ts';
import type { Run } from '../../core/run.ts';
import { rowStatus, withStatus, withStatuses } from '../../core/status.ts';
import { readIntactDecisions } from '../../pipeline/intact-rows.ts';
import { type StatusCounts, StatusHistogram } from '../../quality/status-counts.ts';
import type { Store } from '../../store/store.ts';
import { NO_PACE, Pace } from '../pace.ts';

/** How far a run is and how fast it goes. What is settled changes plain data; `show` hands it to the page. */
export class RunFigures {
  /** Undefined until the run's standing has been read. */
  counts = $state.raw<StatusCounts | undefined>();
  pace = $state.raw(NO_PACE);
  readonly #run: Run;
  /** As far as they are known here. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- looked up by ordinal, never shown
  readonly #decisions = new Map<number, Decision | undefined>();
  #histogram: StatusHistogram | undefined;
  #meter: Pace | undefined;

  constructor(run: Run) {
    this.#run = run;
  }

  /** The first record that waits for the person's decision, as of the counts that are shown. */
  get firstUndecided(): number | undefined {
    const bytes = this.counts?.rows.undecided ? this.#histogram?.bytes : undefined;
    const ordinal = bytes?.findIndex((byte) => rowStatus(byte, this.#run.recipe.phases) === 'undecided') ?? -1;
    return ordinal < 0 ? undefined : ordinal;
  }

  /** Takes over the standing that the store holds, and shows it. */
  adopt(statuses: Uint8Array): void {
    this.#histogram = new StatusHistogram(statuses);
    this.counts = this.#histogram.counts(this.#run.recipe.phases);
  }

  /** The same, with the decisions under which records stand whose phases are not all settled. Rejects with StoreError. */
  async read(store: Pick<Store, 'statuses' | 'decisions'>): Promise<void> {
    const { id, rowCount } = this.#run;
    const [statuses, decisions] = await Promise.all([store.statuses(id), readIntactDecisions(store, id, 0, rowCount)]);
    for (const [ordinal, decision] of decisions.items) this.#decisions.set(ordinal, decision);
    this.adopt(statuses);
  }

  /** Measures the pace from now on. */
  begin(): void {
    this.#meter = new Pace(performance.now(), this.#run.recipe.phases.length);
    this.pace = NO_PACE;
  }

  /** Follows what a person said to a record with these outcomes, and shows it. Outcomes that it gets later stand under it as well. */
  decide(ordinal: number, decision: Decision | undefined, outcomes: readonly Outcome[]): void {
    this.#decisions.set(ordinal, decision);
    this.#histogram?.update(ordinal, (byte) => withStatuses(byte, outcomes, decision));
    this.counts = this.#histogram?.counts(this.#run.recipe.phases);
  }

  settle(outcome: Outcome): void {
    this.#histogram?.update(outcome.ordinal, (byte) => withStatus(byte, outcome, this.#decisions.get(outcome.ordinal)));
    this.#meter?.settle(performance.now(), outcome.attempts.reduce((sum, { newTokens }) => sum + newTokens, 0));
  }

  show(): void {
    const { phases } = this.#run.recipe;
    this.counts = this.#histogram?.counts(phases);
    if (!this.counts || !this.#meter) return;
    this.pace = this.#meter.read(performance.now(), this.counts.total * phases.length - this.counts.settledSteps);
  }
}
