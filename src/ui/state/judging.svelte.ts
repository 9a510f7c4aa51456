/* eslint-disable svelte/prefer-svelte-reactivity -- maps are filled as plain data, and shown as a new one once a frame */
import type { Edition } from '../../core/edition.ts';
import type { JudgeScore } from '../../core/measuring.ts';
import type { LoadProgress } from '../../oracle/oracle.ts';
import { type AttendedJudgeEvent, attendJudging } from '../../pipeline/attend-judging.ts';
import type { JudgeInstrument, JudgeRequest } from '../../pipeline/judge-editions.ts';
import { measuringFor } from '../../pipeline/measurings.ts';
import type { RowSample } from '../../quality/row-sample.ts';
import { describeFailure, type Failure } from '../messages/failures.ts';
import type { Services } from '../services.ts';
import { FrameBatch } from './frame-batch.ts';
import type { ChosenModel } from './model-choice.svelte.ts';
import type { Sessions } from './sessions.svelte.ts';
import { makeWayForRuns } from './make-way.svelte.ts';

/** What a person wants judged. */
export interface JudgePlan {
  /** The latter, whose wins are counted. */
  readonly edition: Edition;
  /** The former. */
  readonly against: Edition;
  readonly model: ChosenModel;
  readonly sample: RowSample;
}

/** What this tab does about judging. */
export type JudgingStage = 'idle' | 'loading' | 'judging' | 'pausing' | 'failed';

/** What judging needs of the page. */
interface Surroundings {
  readonly services: Pick<Services, 'store' | 'oracles'>;
  readonly sessions: Pick<Sessions, 'active' | 'wakeLock'>;
  /** How much memory of the GPU a model may take; it never rejects. */
  readonly gpuBytes: () => Promise<number | undefined>;
}

// Only the order of the two questions follows from it.
const SEED = 1;

/** The judge at work in this tab: at most one at a time, and it lives on while other screens are shown. */
export class Judging {
  stage = $state<JudgingStage>('idle');
  /** What is judged, or was judged last. */
  request = $state.raw<JudgeRequest | undefined>();
  /** Of the oracle's loading, while it is loaded. */
  progress = $state.raw<LoadProgress | undefined>();
  /** Records of the sample; undefined until they are counted. */
  total = $state<number | undefined>();
  /** What has been found since the start, by ordinal, what was known included. */
  scores = $state.raw<ReadonlyMap<number, JudgeScore>>(new Map());
  failure = $state.raw<Failure | undefined>();
  readonly #around: Surroundings;
  readonly #frames = new FrameBatch(() => this.#show());
  /** Shown through `scores`, once a frame. */
  #found = new Map<number, JudgeScore>();
  #stop: AbortController | undefined;

  constructor(around: Surroundings) {
    this.#around = around;
    // Judging goes on when the person says so.
    makeWayForRuns(around.sessions, () => this.pause());
  }

  get busy(): boolean {
    return this.stage === 'loading' || this.stage === 'judging' || this.stage === 'pausing';
  }

  /** Judges, or goes on with it. Resolves when all is judged, paused or stopped, at once while another judge is at work; never rejects. */
  async start(plan: JudgePlan): Promise<void> {
    if (this.busy || this.#around.sessions.active) return;
    const { signal } = (this.#stop = new AbortController());
    this.#begin();
    try {
      await this.#judge(plan, signal);
      this.stage = 'idle';
    } catch (error) {
      this.stage = signal.aborted ? 'idle' : 'failed';
      if (!signal.aborted) this.failure = describeFailure(error);
    } finally {
      if (!this.#around.sessions.active) this.#around.sessions.wakeLock.letGo();
      this.#frames.now();
      this.progress = undefined;
    }
  }

  /** Stops as soon as the oracle lets go. What is judged stays. */
  pause(): void {
    if (!this.busy) return;
    this.stage = 'pausing';
    this.#stop?.abort();
  }

  #begin(): void {
    this.stage = 'loading';
    this.failure = undefined;
    this.total = undefined;
    this.request = undefined;
    this.#found = new Map();
    this.#show();
    this.#around.sessions.wakeLock.want();
  }

  async #judge({ edition, against, model, sample }: JudgePlan, signal: AbortSignal): Promise<void> {
    const { services, gpuBytes } = this.#around;
    const { spec, title } = model;
    const instrument: JudgeInstrument = { kind: 'judge', name: title, spec, against };
    const measuring = await measuringFor(edition, instrument, services.store);
    const request = { measuring: { ...measuring, instrument }, sample, seed: SEED };
    this.request = request;
    const memoryBytes = spec.device === 'webgpu' && spec.lanes === 'auto' ? await gpuBytes() : undefined;
    for await (const event of attendJudging(request, { ...services, memoryBytes }, signal)) this.#take(event);
  }

  #take(event: AttendedJudgeEvent): void {
    switch (event.kind) {
      case 'sampled':
        this.total = event.total;
        return;
      case 'loading':
        this.progress = event.progress;
        return this.#enter('loading');
      case 'recovering':
        return this.#enter('loading');
      case 'ready':
        return this.#enter('judging');
      case 'judged':
        this.#found.set(event.ordinal, event.score);
        this.#frames.request();
    }
  }

  /** Somebody who pauses is to see that, whatever still comes in. */
  #enter(stage: JudgingStage): void {
    if (this.stage !== 'pausing') this.stage = stage;
  }

  #show(): void {
    this.scores = new Map(this.#found);
  }
}
