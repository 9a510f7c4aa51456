/** Gathers any number of requests into one call on the next animation frame. While the tab is hidden there are no frames, and no work. */
export class FrameBatch {
  readonly #flush: () => void;
  #handle: number | undefined;

  constructor(flush: () => void) {
    this.#flush = flush;
  }

  request(): void {
    this.#handle ??= requestAnimationFrame(() => this.now());
  }

  /** Flushes at once. */
  now(): void {
    if (this.#handle !== undefined) cancelAnimationFrame(this.#handle);
    this.#handle = undefined;
    this.#flush();
  }
}
