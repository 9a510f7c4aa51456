import type { Clock } from '../../src/bridge/clock.ts';

interface Timer {
  readonly atMs: number;
  readonly callBack: () => void;
}

/** A clock that stands still until it is moved. */
export class ManualClock implements Clock {
  #nowMs = 1_000_000;
  #timers: Timer[] = [];

  nowMs(): number {
    return this.#nowMs;
  }

  after(delayMs: number, callBack: () => void): () => void {
    const timer = { atMs: this.#nowMs + delayMs, callBack };
    this.#timers.push(timer);
    return () => (this.#timers = this.#timers.filter((other) => other !== timer));
  }

  /** Timers that wait. */
  get waiting(): number {
    return this.#timers.length;
  }

  /** Waking time: each timer fires at its moment. */
  pass(durationMs: number): void {
    const endMs = this.#nowMs + durationMs;
    for (let next = this.#next(endMs); next; next = this.#next(endMs)) {
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      this.#fire(next);
    }
    this.#nowMs = endMs;
  }

  /** The machine sleeps: timers that were due meanwhile fire late, at its end. */
  sleep(durationMs: number): void {
    this.#nowMs += durationMs;
    for (const due of this.#timers.filter(({ atMs }) => atMs <= this.#nowMs)) this.#fire(due);
  }

  #next(endMs: number): Timer | undefined {
    return this.#timers.filter(({ atMs }) => atMs <= endMs).sort((a, b) => a.atMs - b.atMs)[0];
  }

  #fire(timer: Timer): void {
    this.#timers = this.#timers.filter((other) => other !== timer);
    timer.callBack();
  }
}
