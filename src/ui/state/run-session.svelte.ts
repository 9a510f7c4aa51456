import type { Outcome } from '../../core/outcome.ts';
import type { Run } from '../../core/run.ts';
import { withStatus } from '../../core/status.ts';
import type { LoadProgress, Oracle } from '../../oracle/oracle.ts';
import { recycle } from '../../pipeline/recycle.ts';
import type { RunEvent } from '../../pipeline/run-event.ts';
import { type StatusCounts, StatusHistogram } from '../../quality/status-counts.ts';
import { describeFailure, type Failure } from '../messages/failures.ts';
import { NO_PACE, Pace } from '../pace.ts';
import type { Services } from '../services.ts';
import { FrameBatch } from './frame-batch.ts';
import { LiveView } from './live-view.svelte.ts';

/** What this tab does about a run. Whether the run is done is in its counts. */
export type SessionStage = 'opening' | 'idle' | 'following' | 'claiming' | 'loading' | 'running' | 'pausing' | 'failed';

const LOOK_EVERY_MS = 2000;

/** One run as this tab works on it or follows it. Lives on while other screens are shown. */
export class RunSession {
  readonly run: Run;
  readonly live: LiveView;
  stage = $state<SessionStage>('opening');
  failure = $state.raw<Failure | undefined>();
  load = $state.raw<LoadProgress | undefined>();
  pace = $state.raw(NO_PACE);
  counts = $state.raw<StatusCounts | undefined>();
  /** This tab is at work on the run, or about to be. */
  readonly busy = $derived(['claiming', 'loading', 'running', 'pausing'].includes(this.stage));

  readonly #services: Pick<Services, 'store' | 'oracles'>;
  readonly #frames = new FrameBatch(() => this.#show());
  #histogram: StatusHistogram | undefined;
  #meter: Pace | undefined;
  #stop: AbortController | undefined;
  #looking: Promise<void> | undefined;

  constructor(run: Run, services: Pick<Services, 'store' | 'oracles'>) {
    this.run = run;
    this.live = new LiveView(run.recipe.phases);
    this.#services = services;
  }

  /** Starts or resumes; the two are the same. Resolves when the run is done, paused or stopped; never rejects. */
  async start(): Promise<void> {
    if (this.busy) return;
    const stop = (this.#stop = new AbortController());
    this.stage = 'claiming';
    this.failure = undefined;
    try {
      // A look from this same tab may hold the claim for a moment.
      await this.#looking;
      const claim = await this.#services.store.claimRun(this.run.id);
      if (!claim) {
        this.stage = 'following';
        return;
      }
      try {
        await this.#work(stop.signal);
      } finally {
        claim.release();
      }
      this.stage = 'idle';
    } catch (error) {
      this.#fail(error, stop.signal);
    }
  }

  /** Stops as soon as the oracle lets go. What is settled stays; the phase in work is done again later. */
  pause(): void {
    if (!this.busy) return;
    this.stage = 'pausing';
    this.#stop?.abort();
  }

  /** Keeps the counts fresh while a screen shows them, and notices when another tab works on the run. Returns what ends it. */
  observe(): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let ended = false;
    const look = async () => {
      if (!this.busy) await (this.#looking = this.#look());
      if (!ended) timer = setTimeout(() => void look(), LOOK_EVERY_MS);
    };
    void look();
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }

  async #work(signal: AbortSignal): Promise<void> {
    const { store, oracles } = this.#services;
    this.#adopt(await store.statuses(this.run.id));
    signal.throwIfAborted();
    const oracle = oracles.open(this.run.oracle);
    try {
      await this.#loadOracle(oracle, signal);
      if (signal.aborted) return;
      this.stage = 'running';
      this.#meter = new Pace(performance.now(), this.run.recipe.phases.length);
      this.live.clear();
      for await (const event of recycle(this.run, { oracle, store }, signal)) this.#take(event);
    } finally {
      this.#frames.now();
      this.load = undefined;
      await oracle.close();
    }
  }

  async #loadOracle(oracle: Oracle, signal: AbortSignal): Promise<void> {
    this.stage = 'loading';
    await oracle.load(this.run.oracle, (progress) => (this.load = progress), signal);
  }

  #take(event: RunEvent): void {
    if (event.kind === 'settled') this.#settle(event.outcome);
    this.live.take(event);
    this.#frames.request();
  }

  #settle(outcome: Outcome): void {
    this.#histogram?.update(outcome.ordinal, (byte) => withStatus(byte, outcome));
    this.#meter?.settle(performance.now(), outcome.attempts.reduce((sum, { newTokens }) => sum + newTokens, 0));
  }

  #show(): void {
    const { phases } = this.run.recipe;
    this.counts = this.#histogram?.counts(phases);
    this.live.show();
    if (!this.counts || !this.#meter) return;
    this.pace = this.#meter.read(performance.now(), this.run.rowCount * phases.length - this.counts.settledSteps);
  }

  #fail(error: unknown, signal: AbortSignal): void {
    this.stage = signal.aborted ? 'idle' : 'failed';
    if (!signal.aborted) this.failure = describeFailure(error);
  }

  #adopt(statuses: Uint8Array): void {
    this.#histogram = new StatusHistogram(statuses);
    this.counts = this.#histogram.counts(this.run.recipe.phases);
  }

  /** Reads how far the run is and whether another tab writes to it: then its claim cannot be had. A claim that can be had is given back at once. */
  async #look(): Promise<void> {
    const { store } = this.#services;
    const done = this.counts?.rows.pending === 0;
    if (done && this.stage === 'idle') return;
    try {
      const statuses = await store.statuses(this.run.id);
      if (this.busy) return;
      this.#adopt(statuses);
      const claim = this.counts?.rows.pending === 0 ? 'not needed' : await store.claimRun(this.run.id);
      if (typeof claim === 'object') claim.release();
      if (!this.busy && this.stage !== 'failed') this.stage = claim ? 'idle' : 'following';
    } catch (error) {
      if (this.busy) return;
      this.stage = 'failed';
      this.failure = describeFailure(error);
    }
  }
}
