import { estimateMean, estimateCounted, type MeanEstimate } from './mean-estimate.ts';
import type { ReviewTally } from './pairwise.ts';

/** How a comparison with a baseline ended, as AlpacaEval writes it: 2 for the model, 1 for the baseline, 0 for a draw. */
export type Preference = 0 | 1 | 2;

const SHARE: Record<Preference, number> = { 0: 0.5, 1: 0, 2: 1 };

/** The share of comparisons that the model wins, in [0, 1]; a draw counts half. With the standard error of that mean. */
export function winRate(preferences: readonly Preference[]): MeanEstimate {
  return estimateMean(preferences.map((preference) => SHARE[preference]));
}

/** The win rate of the latter texts over the readable comparisons. */
export function winRateOf({ wins, losses, ties }: ReviewTally): MeanEstimate {
  return estimateCounted([
    { value: 1, count: wins },
    { value: 0.5, count: ties },
    { value: 0, count: losses },
  ]);
}
