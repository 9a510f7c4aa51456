import type { Clock } from './clock.ts';

/** A time in which the machine slept, or the browser had stopped the page. */
export interface Sleep {
  readonly fromMs: number;
  readonly toMs: number;
}

const TICK_MS = 15_000;
/** A hidden page's timers come up to a minute late without any sleep: browsers let them run once a minute. */
const SLEEP_MS = 90_000;

/**
 * Calls back every fifteen seconds of waking time, with the sleep that has just ended, if there was one:
 * nothing else tells a page that its machine slept. Returns what stops it.
 */
export function startTicks(clock: Clock, onTick: (sleep: Sleep | undefined) => void): () => void {
  let cancel: () => void;
  const plan = () => {
    const plannedAtMs = clock.nowMs();
    cancel = clock.after(TICK_MS, () => {
      const toMs = clock.nowMs();
      const slept = toMs - plannedAtMs - TICK_MS > SLEEP_MS;
      plan();
      onTick(slept ? { fromMs: plannedAtMs, toMs } : undefined);
    });
  };
  plan();
  return () => cancel();
}
