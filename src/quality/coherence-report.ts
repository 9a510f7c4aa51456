import type { MeasureValue } from '../core/measuring.ts';
import { type Distribution, DistributionCounter } from './distribution.ts';

/** How many of the least coherent records are named. */
const MAX_WORST = 10;

/** A record with how near its response lies to its instruction. */
export interface RecordCoherence {
  readonly ordinal: number;
  readonly cosine: number;
}

/** How coherent the records of an edition are, as one embedder sees them. Values of different embedders do not compare. Source: METHOD, section 5. */
export interface CoherenceReport {
  readonly cosines: Distribution;
  /** Records that have no value, or one of other texts than their present ones. */
  readonly missing: number;
  /** Records whose texts have no embedding. */
  readonly unscored: number;
  /** Records of which the embedder could not read everything. */
  readonly cut: number;
  /** The least coherent records, worst first. */
  readonly worst: readonly RecordCoherence[];
}

/** Gathers the values of one measuring. */
export class CoherenceCounter {
  readonly #cosines = new DistributionCounter('cosines');
  #missing = 0;
  #unscored = 0;
  #cut = 0;
  #worst: RecordCoherence[] = [];

  /** The value of a record's present texts; undefined where there is none. */
  add(ordinal: number, value: MeasureValue | undefined): void {
    if (value === undefined || (value.kind !== 'coherence' && value.kind !== 'unscored')) this.#missing += 1;
    else if (value.kind === 'unscored') this.#unscored += 1;
    else {
      this.#cosines.add(value.cosine);
      if (value.cutTokens > 0) this.#cut += 1;
      this.#keepWorst({ ordinal, cosine: value.cosine });
    }
  }

  read(): CoherenceReport {
    return { cosines: this.#cosines.read(), missing: this.#missing, unscored: this.#unscored, cut: this.#cut, worst: this.#worst };
  }

  #keepWorst(one: RecordCoherence): void {
    const last = this.#worst.at(-1);
    if (this.#worst.length >= MAX_WORST && last && last.cosine <= one.cosine) return;
    this.#worst = [...this.#worst, one].sort((a, b) => a.cosine - b.cosine || a.ordinal - b.ordinal).slice(0, MAX_WORST);
  }
}
