/** Time as whoever waits for something needs it. Tests hand in one that they move themselves. */
export interface Clock {
  /** Milliseconds since the epoch. Goes on while the machine sleeps, unlike `performance.now` in some systems. */
  nowMs(): number;
  /** Calls back once, later. Returns what takes the call back. */
  after(delayMs: number, callBack: () => void): () => void;
}

/** The machine's own clock. */
export const SYSTEM_CLOCK: Clock = {
  nowMs: () => Date.now(),
  after: (delayMs, callBack) => {
    const timer = setTimeout(callBack, delayMs);
    return () => clearTimeout(timer);
  },
};
