import type { LoadProgress } from '../../oracle/oracle.ts';
import { measureEdition, type MeasureEvent, type MeasureStanding } from '../../pipeline/measure-edition.ts';
import { measuringFor, type ModelInstrument } from '../../pipeline/measurings.ts';
import { InstrumentKeeper } from '../../pipeline/open-instrument.ts';
import type { EditionOption } from '../edition-options.ts';
import { describeFailure, type Failure } from '../messages/failures.ts';
import type { Services } from '../services.ts';
import { FrameBatch } from './frame-batch.ts';
import type { Judging } from './judging.svelte.ts';
import type { Sessions } from './sessions.svelte.ts';
import { makeWayForRuns } from './make-way.svelte.ts';

/** What a person wants measured. */
export interface MeasurePlan {
  /** One after the other; at least one. */
  readonly editions: readonly EditionOption[];
  readonly instrument: ModelInstrument;
  /** r-IFD beside IFD; counts for nothing with an embedder. */
  readonly reverse: boolean;
}

/** What this tab does about measuring. */
export type MeasuringStage = 'idle' | 'loading' | 'measuring' | 'pausing' | 'failed';

/** Counts of records over several editions. */
export type MeasureTotals = Pick<MeasureStanding, 'taken' | 'unscored' | 'damaged'>;

const NO_TOTALS: MeasureTotals = { taken: 0, unscored: 0, damaged: 0 };

/** What measuring needs of the page. */
interface Surroundings {
  readonly services: Pick<Services, 'store' | 'oracles'>;
  readonly sessions: Pick<Sessions, 'active' | 'wakeLock'>;
  readonly judging: Pick<Judging, 'busy'>;
}

/** The measuring at work in this tab: at most one at a time, and it lives on while other screens are shown. */
export class MeasuringDesk {
  stage = $state<MeasuringStage>('idle');
  /** What is measured, or was measured last. */
  plan = $state.raw<MeasurePlan | undefined>();
  /** The edition of the plan that is at work. */
  edition = $state.raw<EditionOption | undefined>();
  /** Of the model's loading, while it is loaded. */
  progress = $state.raw<LoadProgress | undefined>();
  /** How far the edition at work has come, shown once a frame. */
  standing = $state.raw<MeasureStanding | undefined>();
  failure = $state.raw<Failure | undefined>();
  /** What became of all editions of the plan that have come to their end. */
  totals = $state.raw<MeasureTotals>(NO_TOTALS);
  /** Grows when measurings or their values have changed: read it where they are listed. */
  version = $state(0);
  readonly #around: Surroundings;
  readonly #frames = new FrameBatch(() => (this.standing = this.#latest));
  #latest: MeasureStanding | undefined;
  #stop: AbortController | undefined;

  constructor(around: Surroundings) {
    this.#around = around;
    // Measuring goes on when the person says so.
    makeWayForRuns(around.sessions, () => this.pause());
  }

  get busy(): boolean {
    return this.stage === 'loading' || this.stage === 'measuring' || this.stage === 'pausing';
  }

  /** Another model is at work in this tab, and two would share the memory. */
  get blocked(): boolean {
    return this.#around.sessions.active !== undefined || this.#around.judging.busy;
  }

  /** Measures, or goes on with it. Resolves with whether all of it is done; at once with false while something else is at work. Never rejects. */
  async start(plan: MeasurePlan): Promise<boolean> {
    if (this.busy || this.blocked) return false;
    const { signal } = (this.#stop = new AbortController());
    this.#begin(plan);
    try {
      await this.#measureAll(plan, signal);
      this.stage = 'idle';
    } catch (error) {
      this.stage = 'failed';
      this.failure = describeFailure(error);
    } finally {
      if (!this.#around.sessions.active) this.#around.sessions.wakeLock.letGo();
      this.#frames.now();
      this.progress = undefined;
      this.version += 1;
    }
    return this.stage === 'idle' && !signal.aborted;
  }

  /** Stops as soon as the model lets go. What is measured stays. */
  pause(): void {
    if (!this.busy) return;
    this.stage = 'pausing';
    this.#stop?.abort();
  }

  /** Says that measurings were imported or removed. */
  changed(): void {
    this.version += 1;
  }

  #begin(plan: MeasurePlan): void {
    this.stage = 'loading';
    this.failure = undefined;
    this.totals = NO_TOTALS;
    this.plan = plan;
    this.#around.sessions.wakeLock.want();
  }

  /** Ends when the model has let go of its memory. */
  async #measureAll(plan: MeasurePlan, signal: AbortSignal): Promise<void> {
    const keeper = new InstrumentKeeper(plan.instrument, this.#around.services.oracles);
    try {
      for (const edition of plan.editions) await this.#measure(edition, plan, keeper, signal);
    } finally {
      await keeper.close();
    }
  }

  async #measure(edition: EditionOption, { instrument, reverse }: MeasurePlan, keeper: InstrumentKeeper, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const { services } = this.#around;
    this.edition = edition;
    this.#latest = undefined;
    this.standing = undefined;
    const measuring = await measuringFor(edition.edition, instrument, services.store);
    for await (const event of measureEdition({ ...measuring, instrument }, { reverse }, { ...services, keeper }, signal)) this.#take(event);
    if (signal.aborted) return;
    const { taken = 0, unscored = 0, damaged = 0 } = this.#latest ?? {};
    this.totals = { taken: this.totals.taken + taken, unscored: this.totals.unscored + unscored, damaged: this.totals.damaged + damaged };
  }

  #take(event: MeasureEvent): void {
    if (event.kind === 'standing') {
      this.#latest = event;
      this.#frames.request();
      // Before the first record is measured, what is known already is looked through.
      if (event.recordsPerSecond !== undefined) this.#enter('measuring');
      return;
    }
    this.progress = event.kind === 'loading' ? event.progress : undefined;
    this.#enter('loading');
  }

  /** Somebody who pauses is to see that, whatever still comes in. */
  #enter(stage: MeasuringStage): void {
    if (this.stage !== 'pausing') this.stage = stage;
  }
}
