const CAPACITY = 1 << 17;

/**
 * Counts different hashes in bounded memory, by adaptive sampling: exact up to 131,072 of them; beyond, of all hashes that end in more and more
 * zero bits, with a standard error of about 1.20/√131,072 = 0.3 %. Source: Flajolet, On adaptive sampling, Computing 43 (1990).
 */
export class DistinctCount {
  #kept = new Set<number>();
  #depth = 0;

  /** Takes one hash of 32 good bits. */
  add(hash: number): void {
    if ((hash & this.#mask) !== 0) return;
    this.#kept.add(hash);
    while (this.#kept.size > CAPACITY) {
      this.#depth += 1;
      this.#kept = new Set([...this.#kept].filter((one) => (one & this.#mask) === 0));
    }
  }

  /** How many different ones there were, as far as can be told. */
  get size(): number {
    return this.#kept.size * 2 ** this.#depth;
  }

  /** Whether `size` is exact, but for hashes that fell together. */
  get exact(): boolean {
    return this.#depth === 0;
  }

  get #mask(): number {
    return 2 ** this.#depth - 1;
  }
}
