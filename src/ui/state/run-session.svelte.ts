import { untrack } from 'svelte';
import type { Run } from '../../core/run.ts';
import { type LoadSpec, OracleError } from '../../oracle/oracle.ts';
import { attendRun } from '../../pipeline/attend-run.ts';
import { RunError } from '../../pipeline/recycle.ts';
import type { AttendedEvent } from '../../pipeline/run-event.ts';
import { type SpecLimits, withLimits } from '../../pipeline/step-down.ts';
import type { StatusCounts } from '../../quality/status-counts.ts';
import { describeFailure, type Failure } from '../messages/failures.ts';
import type { Services } from '../services.ts';
import { Examinations } from './examinations.svelte.ts';
import { FrameBatch } from './frame-batch.ts';
import { keepLaneReport } from './lane-reports.ts';
import { LiveView } from './live-view.svelte.ts';
import { OracleStanding } from './oracle-standing.svelte.ts';
import { RunFigures } from './run-figures.svelte.ts';
import { keepLimits, recallLimits } from './run-limits.ts';
import { watchUsage } from './usage-watch.ts';

/** What this tab does about a run. Whether the run is done is in its counts. */
export type SessionStage = 'opening' | 'idle' | 'following' | 'claiming' | 'loading' | 'running' | 'pausing' | 'failed';

const BUSY: readonly SessionStage[] = ['claiming', 'loading', 'running', 'pausing'];
const LOOK_EVERY_MS = 2000;

/** One run as this tab works on it or follows it. Lives on while other screens are shown. */
export class RunSession {
  readonly run: Run;
  readonly live = new LiveView();
  readonly figures: RunFigures;
  readonly examinations: Examinations;
  readonly oracle = new OracleStanding();
  stage = $state<SessionStage>('opening');
  failure = $state.raw<Failure | undefined>();
  /** It stopped because the oracle is, or may be, too much for this machine. */
  tooMuch = $state(false);
  /** What the oracle is held to here, below the run's own specification. */
  limits = $state.raw<SpecLimits>({});

  readonly #services: Pick<Services, 'store' | 'oracles'>;
  readonly #gpuBytes: () => Promise<number | undefined>;
  readonly #frames = new FrameBatch(() => this.#show());
  #stop: AbortController | undefined;
  #looking: Promise<void> | undefined;

  /** `gpuBytes` tells how much memory of the GPU a model may take, as far as the page knows; it never rejects. */
  constructor(run: Run, services: Pick<Services, 'store' | 'oracles'>, gpuBytes: () => Promise<number | undefined> = () => Promise.resolve(undefined)) {
    this.run = run;
    this.figures = new RunFigures(run);
    this.examinations = new Examinations(run, services.store);
    this.limits = recallLimits(run.id);
    this.#services = services;
    this.#gpuBytes = gpuBytes;
  }

  // Getters: a derived value would end with the screen on which the session happened to be made.

  /** This tab is at work on the run, or about to be. */
  get busy(): boolean {
    return BUSY.includes(this.stage);
  }

  /** Undefined until the run's standing has been read. */
  get counts(): StatusCounts | undefined {
    return this.figures.counts;
  }

  /** Holds the oracle to these limits from the next start on, and at later visits; `{}` lifts them. */
  hold(limits: SpecLimits): void {
    this.limits = limits;
    keepLimits(this.run.id, limits);
  }

  /** Starts or resumes; the two are the same. Resolves when the run is done, paused or stopped; never rejects. */
  async start(): Promise<void> {
    if (this.busy) return;
    const { signal } = (this.#stop = new AbortController());
    this.stage = 'claiming';
    this.failure = undefined;
    try {
      this.stage = await this.#claimAndWork(signal);
    } catch (error) {
      this.#fail(error, signal.aborted);
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
    // An effect that observes is not to begin anew with every count that it has just read.
    untrack(() => void look());
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }

  async #claimAndWork(signal: AbortSignal): Promise<SessionStage> {
    // A look from this same tab may hold the claim for a moment.
    await this.#looking;
    const claim = await this.#services.store.claimRun(this.run.id);
    if (!claim) return 'following';
    try {
      await this.#work(signal);
      await this.figures.read(this.#services.store); // The person may have decided in another tab meanwhile.
    } finally {
      claim.release();
    }
    return 'idle';
  }

  async #work(signal: AbortSignal): Promise<void> {
    const { store, oracles } = this.#services;
    await this.figures.read(store);
    const spec = await this.#loadSpec();
    const watched = watchUsage(oracles, (usage) => (this.oracle.usage = usage));
    try {
      for await (const event of attendRun(this.run, { oracles: watched.oracles, store, spec }, signal)) this.#take(event, spec);
    } finally {
      watched.stop();
      this.#frames.now();
      this.oracle.end();
    }
  }

  async #loadSpec(): Promise<LoadSpec> {
    const spec = withLimits(this.run.oracle, this.limits);
    const memoryBytes = spec.device === 'webgpu' && spec.lanes === 'auto' ? await this.#gpuBytes() : undefined;
    return memoryBytes === undefined ? spec : { ...spec, memoryBytes };
  }

  #take(event: AttendedEvent, spec: LoadSpec): void {
    this.oracle.take(event);
    switch (event.kind) {
      case 'recovering':
      case 'loading':
        return this.#enter('loading');
      case 'ready':
        this.oracle.laneReport = { lanes: event.lanes, contextTokens: spec.contextTokens, findings: event.calibration };
        keepLaneReport(spec, this.oracle.laneReport);
        this.live.begin(event.lanes);
        this.figures.begin();
        return this.#enter('running');
      case 'slept':
        return this.figures.begin();
      case 'settled':
        this.figures.settle(event.outcome);
        this.examinations.take(event.outcome);
    }
    this.live.take(event);
    this.#frames.request();
  }

  /** Somebody who pauses is to see that, whatever still comes in. */
  #enter(stage: SessionStage): void {
    if (this.stage !== 'pausing') this.stage = stage;
  }

  #show(): void {
    this.figures.show();
    this.examinations.show();
    this.live.show();
  }

  #fail(error: unknown, paused: boolean): void {
    this.stage = paused ? 'idle' : 'failed';
    if (paused) return;
    this.failure = describeFailure(error);
    this.tooMuch = (error instanceof OracleError && error.code === 'out-of-memory') || (error instanceof RunError && error.code === 'lost-again');
  }

  /** Reads how far the run is and whether another tab writes to it: then its claim cannot be had. A claim that can be had is given back at once. */
  async #look(): Promise<void> {
    const { store } = this.#services;
    const isDone = () => this.counts?.rows.pending === 0;
    if (isDone() && this.stage === 'idle') return;
    try {
      const statuses = await store.statuses(this.run.id);
      if (this.busy) return;
      this.figures.adopt(statuses);
      const claim = isDone() ? 'not needed' : await store.claimRun(this.run.id);
      if (typeof claim === 'object') claim.release();
      if (!this.busy && this.stage !== 'failed') this.stage = claim ? 'idle' : 'following';
    } catch (error) {
      if (!this.busy) this.#fail(error, false);
    }
  }
}
