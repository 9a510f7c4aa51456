import { type Distribution, SCALES } from '../quality/distribution.ts';

/** One bin of two histograms laid over each other. */
export interface TwinBin {
  /** The least value that falls into it. */
  readonly from: number;
  /** The least that no longer does; undefined for the last, which has no end. */
  readonly to: number | undefined;
  /** Shares of all values, in [0, 1]. */
  readonly before: number;
  readonly after: number;
}

/** The bins of two distributions on the same scale, from the first that holds anything to the last. Empty when neither holds anything. */
export function twinBins(before: Distribution | undefined, after: Distribution | undefined): TwinBin[] {
  const scale = (after ?? before)?.scale;
  if (!scale) return [];
  const { edges } = SCALES[scale];
  const share = (distribution: Distribution | undefined, bin: number) => (distribution && distribution.count > 0 ? (distribution.bins[bin] ?? 0) / distribution.count : 0);
  const bins = edges.map((from, bin) => ({ from, to: edges[bin + 1], before: share(before, bin), after: share(after, bin) }));
  const filled = bins.map((bin) => bin.before + bin.after > 0);
  const first = filled.indexOf(true);
  return first < 0 ? [] : bins.slice(first, filled.lastIndexOf(true) + 1);
}
