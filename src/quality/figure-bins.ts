/** How the known ones of some figures spread over even bins from 0 on. */
export interface FigureBins {
  /** What each bin is wide; the first begins at 0, the last has no end. */
  readonly step: number;
  readonly counts: readonly number[];
  /** Figures that are known. */
  readonly known: number;
  /** Undefined when none is known. */
  readonly median: number | undefined;
}

/** Sorts figures into `binCount` bins that end with `max`; what lies above stands in the last. NaN counts for nothing. */
export function figureBins(figures: Float64Array, max: number, binCount: number): FigureBins {
  const step = max / binCount;
  const counts = new Array<number>(binCount).fill(0);
  const known = figures.filter((figure) => !Number.isNaN(figure)).sort();
  for (const figure of known) {
    // Guards against 0.3 / 0.1 being a little less than 3.
    const bin = Math.min(binCount - 1, Math.max(0, Math.floor(figure / step + 1e-9)));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { step, counts, known: known.length, median: known[known.length >> 1] };
}
