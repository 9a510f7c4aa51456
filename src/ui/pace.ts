/** How fast a run goes. Undefined figures are not known yet. */
export interface PaceReading {
  readonly recordsPerMinute: number | undefined;
  readonly tokensPerSecond: number | undefined;
  readonly timeLeftMs: number | undefined;
}

/** Nothing is known yet. */
export const NO_PACE: PaceReading = { recordsPerMinute: undefined, tokensPerSecond: undefined, timeLeftMs: undefined };

interface Settlement {
  readonly atMs: number;
  readonly newTokens: number;
}

/** Long enough to smooth short and long records, short enough to notice that the machine has slowed down. */
const WINDOW_MS = 10 * 60_000;
const MIN_STEPS = 3;
const MIN_ELAPSED_MS = 1000;

/**
 * Measures a run's pace over its latest ten minutes. Counts settled steps (one phase of one record)
 * rather than records, so that a figure is there early and records of two phases weigh right.
 */
export class Pace {
  readonly #startedAtMs: number;
  readonly #phaseCount: number;
  #settlements: Settlement[] = [];

  constructor(startedAtMs: number, phaseCount: number) {
    this.#startedAtMs = startedAtMs;
    this.#phaseCount = phaseCount;
  }

  /** One step was settled; `newTokens` counts all of its attempts. */
  settle(atMs: number, newTokens: number): void {
    this.#settlements.push({ atMs, newTokens });
    const oldestMs = atMs - WINDOW_MS;
    const stale = this.#settlements.findIndex((settlement) => settlement.atMs >= oldestMs);
    if (stale > 0) this.#settlements = this.#settlements.slice(stale);
  }

  /** The pace at `nowMs` with `stepsLeft` steps to go. */
  read(nowMs: number, stepsLeft: number): PaceReading {
    const windowMs = Math.min(WINDOW_MS, nowMs - this.#startedAtMs);
    const recent = this.#settlements.filter(({ atMs }) => atMs > nowMs - windowMs);
    if (recent.length < MIN_STEPS || windowMs < MIN_ELAPSED_MS) return NO_PACE;
    const tokens = recent.reduce((sum, { newTokens }) => sum + newTokens, 0);
    const stepsPerMs = recent.length / windowMs;
    return {
      recordsPerMinute: (stepsPerMs * 60_000) / this.#phaseCount,
      tokensPerSecond: tokens / (windowMs / 1000),
      timeLeftMs: stepsLeft / stepsPerMs,
    };
  }
}
