/** A stretch of records without a gap. */
export interface OrdinalRange {
  readonly from: number;
  readonly limit: number;
}

/** Joins ascending ordinals into as few stretches as possible, so that a page is read in a few calls. */
export function ordinalRanges(ordinals: Iterable<number>): OrdinalRange[] {
  const ranges: { from: number; limit: number }[] = [];
  for (const ordinal of ordinals) {
    const last = ranges.at(-1);
    if (last && ordinal === last.from + last.limit) last.limit += 1;
    else ranges.push({ from: ordinal, limit: 1 });
  }
  return ranges;
}
