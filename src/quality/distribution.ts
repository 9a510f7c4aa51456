/** The bins of a histogram: `edges[i]` is the least value of bin i; the last bin has no end. The same for all editions, so that they can be laid over each other. */
export const SCALES = {
  /** Half octaves: each second bin begins at twice the value. For lengths, which spread over orders of magnitude. */
  octaves: { step: 1, edges: [0, 1, 2, 3, 4, 6, 8, 11, 16, 23, 32, 45, 64, 91, 128, 181, 256, 362, 512, 724, 1024, 1448, 2048, 2896, 4096, 5793, 8192] },
  /** For cosines. What lies below 0 is rare and stands in one bin. */
  cosines: { step: 0.001, edges: [-1, ...Array.from({ length: 20 }, (_, bin) => bin / 20)] },
  /** Seconds, by half octaves from a sixteenth on. */
  seconds: { step: 0.01, edges: [0, 0.06, 0.09, 0.13, 0.18, 0.25, 0.35, 0.5, 0.71, 1, 1.41, 2, 2.83, 4, 5.66, 8, 11.3, 16, 22.6, 32, 45.3, 64, 90.5, 128, 181, 256, 362, 512, 724, 1024] },
} as const;

/** One of {@link SCALES}. */
export type ScaleName = keyof typeof SCALES;

/** How values spread. All figures but the count are 0 when there are none. */
export interface Distribution {
  readonly scale: ScaleName;
  readonly count: number;
  readonly sum: number;
  readonly mean: number;
  /** Of the sample: over n − 1. */
  readonly standardDeviation: number;
  readonly min: number;
  readonly median: number;
  readonly max: number;
  /** The values under which 10, 20 … 90 % lie, by nearest rank. Nine. */
  readonly deciles: readonly number[];
  /** How many values each bin of the scale holds. */
  readonly bins: readonly number[];
}

/** Gathers values one by one. Its memory grows with how many different values there are on the scale's step, not with how many values. */
export class DistributionCounter {
  readonly #scale: ScaleName;
  readonly #counts = new Map<number, number>();
  #count = 0;
  #sum = 0;
  #squares = 0;

  constructor(scale: ScaleName = 'octaves') {
    this.#scale = scale;
  }

  add(value: number): void {
    const place = Math.round(value / SCALES[this.#scale].step);
    this.#counts.set(place, (this.#counts.get(place) ?? 0) + 1);
    this.#count += 1;
    this.#sum += value;
    this.#squares += value * value;
  }

  /** The distribution as it stands. Mean and deviation are of the values themselves, all else of the values rounded to the scale's step. */
  read(): Distribution {
    const { step } = SCALES[this.#scale];
    const sorted = [...this.#counts].sort(([a], [b]) => a - b).map(([place, count]) => ({ value: place * step, count }));
    const count = this.#count;
    const mean = count === 0 ? 0 : this.#sum / count;
    const variance = count < 2 ? 0 : Math.max(0, this.#squares - count * mean * mean) / (count - 1);
    return {
      scale: this.#scale,
      count,
      sum: this.#sum,
      mean,
      standardDeviation: Math.sqrt(variance),
      min: sorted[0]?.value ?? 0,
      median: ranked(sorted, count, 0.5),
      max: sorted.at(-1)?.value ?? 0,
      deciles: Array.from({ length: 9 }, (_, place) => ranked(sorted, count, (place + 1) / 10)),
      bins: binned(sorted, SCALES[this.#scale].edges),
    };
  }
}

interface Counted {
  readonly value: number;
  readonly count: number;
}

/** The value at which the given fraction of all values is reached. */
function ranked(sorted: readonly Counted[], total: number, fraction: number): number {
  // Guards against 0.7 × 10 being a little more than 7.
  let left = Math.ceil(fraction * total - 1e-9);
  for (const { value, count } of sorted) {
    left -= count;
    if (left <= 0) return value;
  }
  return 0;
}

function binned(sorted: readonly Counted[], edges: readonly number[]): number[] {
  const bins = edges.map(() => 0);
  let bin = 0;
  for (const { value, count } of sorted) {
    while (value >= (edges[bin + 1] ?? Infinity)) bin += 1;
    bins[bin] = (bins[bin] ?? 0) + count;
  }
  return bins;
}
