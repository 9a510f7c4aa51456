import type { Run } from '../../core/run.ts';
import type { SpecLimits } from '../../pipeline/step-down.ts';
import type { Services } from '../services.ts';
import { forgetLimits } from './run-limits.ts';
import { RunSession } from './run-session.svelte.ts';
import { WakeLock } from './wake-lock.svelte.ts';

/** The runs that this tab has opened. At most one of them works at a time: each oracle takes most of a GPU's memory. */
export class Sessions {
  /** The run at work in this tab. */
  active = $state.raw<RunSession | undefined>();
  /** Held while a run is at work. */
  readonly wakeLock = new WakeLock();
  readonly #services: Pick<Services, 'store' | 'oracles'>;
  readonly #onEnd: () => void;
  readonly #gpuBytes: (() => Promise<number | undefined>) | undefined;
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- sessions are looked up by id, the map itself is never shown
  readonly #byRun = new Map<string, RunSession>();
  #ended: Promise<void> = Promise.resolve();

  /** `onEnd` is told each time that a run is done, paused or stopped; `gpuBytes` tells how much memory of the GPU a model may take; it never rejects. */
  constructor(services: Pick<Services, 'store' | 'oracles'>, onEnd: () => void, gpuBytes?: () => Promise<number | undefined>) {
    this.#services = services;
    this.#onEnd = onEnd;
    this.#gpuBytes = gpuBytes;
  }

  /** The session of a run, always the same one. */
  of(run: Run): RunSession {
    const session = this.#byRun.get(run.id) ?? new RunSession(run, this.#services, this.#gpuBytes);
    this.#byRun.set(run.id, session);
    return session;
  }

  /** Starts or resumes a run, with new limits for its oracle if they are given. Resolves when it is done, paused or stopped, or at once, having done nothing, while another one is at work; never rejects. */
  start(run: Run, limits?: SpecLimits): Promise<void> {
    if (this.active) return Promise.resolve();
    const session = this.of(run);
    this.active = session;
    this.wakeLock.want();
    if (limits) session.hold(limits);
    this.#ended = session.start().then(() => {
      this.active = undefined;
      this.wakeLock.letGo();
      this.#onEnd();
    });
    return this.#ended;
  }

  /** Pauses the run at work, waits until it has let go, and starts another. */
  async switchTo(run: Run): Promise<void> {
    this.active?.pause();
    await this.#ended;
    await this.start(run);
  }

  /** Forgets a run that is being deleted. */
  forget(runId: string): void {
    this.#byRun.delete(runId);
    forgetLimits(runId);
  }
}
