/** A mean with how far it may lie from that of all records of the kind. */
export interface MeanEstimate {
  readonly count: number;
  /** Undefined of nothing. */
  readonly mean: number | undefined;
  /** The standard error of the mean: √(Σ(x − mean)² / (n − 1) / n). Undefined of fewer than two values. */
  readonly standardError: number | undefined;
}

/** The mean of values with its standard error. */
export function estimateMean(values: readonly number[]): MeanEstimate {
  const count = values.length;
  if (count === 0) return { count, mean: undefined, standardError: undefined };
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { count, mean, standardError: count < 2 ? undefined : Math.sqrt(squares / (count - 1) / count) };
}

/** The same of values that come many times each, in time that does not grow with how many. */
export function estimateCounted(entries: readonly { readonly value: number; readonly count: number }[]): MeanEstimate {
  const total = entries.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return { count: 0, mean: undefined, standardError: undefined };
  const mean = entries.reduce((sum, { value, count }) => sum + value * count, 0) / total;
  const squares = entries.reduce((sum, { value, count }) => sum + count * (value - mean) ** 2, 0);
  return { count: total, mean, standardError: total < 2 ? undefined : Math.sqrt(squares / (total - 1) / total) };
}
