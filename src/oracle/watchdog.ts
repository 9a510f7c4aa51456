import type { Clock } from '../bridge/clock.ts';
import { startTicks } from '../bridge/ticks.ts';
import type { LoadProgress } from './oracle.ts';

/**
 * How long each stage may be silent. All are far beyond what slow machines need: a hang that is noticed minutes
 * late costs minutes, a machine that is taken for dead costs its load and the answers in work.
 */
export const SILENCE_LIMITS_MS = {
  /** Between two reports of reading weights; the last is followed by their way onto the GPU. */
  load: 5 * 60_000,
  /** Compiling shaders says nothing. Source: mlc-ai/web-llm #621, up to ten minutes. */
  'warm-up': 15 * 60_000,
  /** May compile too, for another shape. */
  'try-out': 10 * 60_000,
  /** Until a prompt is taken up, should no other be in work: then the same may keep it waiting. */
  waiting: 10 * 60_000,
  /** From then to the first text of its answer: a processor reads a long prompt for minutes, and a chain of thought is not shown. */
  'first-text': 10 * 60_000,
  /** From one text to the next. */
  'next-text': 5 * 60_000,
  /** From one step of scoring or embedding texts to the next; may compile too, for another shape. */
  measure: 10 * 60_000,
} as const satisfies Record<LoadProgress['stage'] | 'waiting' | 'first-text' | 'next-text' | 'measure', number>;

/** What a silent worker was doing. */
export type Activity = keyof typeof SILENCE_LIMITS_MS;

/** A call that is being watched. */
export interface WatchedCall {
  /** The worker did this, or goes on doing it. */
  sign(activity: Activity): void;
  /** The call is settled. Further signs of it count no more. */
  end(): void;
}

/**
 * Watches a worker that has calls to answer. What counts is the silence of the worker as a whole, measured against
 * what it was last doing: a call that waits in line is not silent as long as others get on. It ends with `onStall`,
 * once. Only work counts as a sign, not a heartbeat: a thread whose engine hangs can have a lively event loop.
 * Silence counts in waking time; after a sleep it begins anew.
 */
export class Watchdog {
  readonly #clock: Clock;
  readonly #onStall: (activity: Activity) => void;
  readonly #calls = new Map<WatchedCall, Activity>();
  #signAtMs = 0;
  #stopTicks: (() => void) | undefined;

  constructor(clock: Clock, onStall: (activity: Activity) => void) {
    this.#clock = clock;
    this.#onStall = onStall;
  }

  /** Watches one more call. `activity` is what its first silence may be. */
  watch(activity: Activity): WatchedCall {
    const call: WatchedCall = {
      sign: (next) => {
        if (!this.#calls.has(call)) return;
        this.#calls.set(call, next);
        this.#signAtMs = this.#clock.nowMs();
      },
      end: () => {
        if (!this.#calls.delete(call)) return;
        this.#signAtMs = this.#clock.nowMs();
        if (this.#calls.size === 0) this.stop();
      },
    };
    // Nothing was expected of an idle worker; at a busy one another prompt is no sign of life.
    if (this.#calls.size === 0) this.#signAtMs = this.#clock.nowMs();
    this.#calls.set(call, activity);
    this.#stopTicks ??= startTicks(this.#clock, (sleep) => this.#look(sleep !== undefined));
    return call;
  }

  /** Watches no more. */
  stop(): void {
    this.#calls.clear();
    this.#stopTicks?.();
    this.#stopTicks = undefined;
  }

  #look(slept: boolean): void {
    if (slept) this.#signAtMs = this.#clock.nowMs();
    const activity = this.#activity();
    if (!activity || this.#clock.nowMs() - this.#signAtMs < SILENCE_LIMITS_MS[activity]) return;
    this.stop();
    this.#onStall(activity);
  }

  /** While a prompt is being read, the answers that are being written may have to wait for it; what waits in line tells least. */
  #activity(): Activity | undefined {
    const activities = [...this.#calls.values()];
    const working = activities.filter((activity) => activity !== 'waiting');
    return working.find((activity) => activity !== 'next-text') ?? working[0] ?? activities[0];
  }
}
