import { estimateCounted, type MeanEstimate } from './mean-estimate.ts';
import type { ReviewTally } from './pairwise.ts';

/** The share of the readable comparisons that the latter texts win, in [0, 1]; a tie counts half. With the standard error of that mean, as AlpacaEval reckons it. */
export function winRateOf({ wins, losses, ties }: ReviewTally): MeanEstimate {
  return estimateCounted([
    { value: 1, count: wins },
    { value: 0.5, count: ties },
    { value: 0, count: losses },
  ]);
}
