import type { JudgeScore } from '../core/measuring.ts';
import type { ReviewPass, ReviewResult } from '../core/review.ts';
import { estimateCounted, type MeanEstimate } from './mean-estimate.ts';

/** What many comparisons came to, seen from the latter text: it wins where it is better than the former. */
export interface ReviewTally {
  readonly wins: number;
  readonly losses: number;
  readonly ties: number;
  /** Counted by themselves: no points are no tie. */
  readonly unreadable: number;
}

/**
 * What the passes of a comparison come to. Each counts by the sign of its difference, so that a judge that always prefers the same
 * place ends in a tie. Source: METHOD, section 5.
 */
export function resultOf(passes: readonly Pick<ReviewPass, 'points'>[]): ReviewResult {
  let sum = 0;
  for (const { points } of passes) {
    if (!points) return 'unreadable';
    sum += Math.sign(points.latter - points.former);
  }
  if (passes.length === 0) return 'unreadable';
  return sum === 0 ? 'tie' : sum > 0 ? 'latter' : 'former';
}

/** Whether a record is the same in both editions: a tie that nobody was asked about. */
export function isSameText({ result, points }: Pick<JudgeScore, 'result' | 'points'>): boolean {
  return result === 'tie' && points.length === 0;
}

/** Counts results. */
export function tallyOf(results: Iterable<ReviewResult>): ReviewTally {
  const counts: Record<ReviewResult, number> = { former: 0, latter: 0, tie: 0, unreadable: 0 };
  for (const result of results) counts[result] += 1;
  return { wins: counts.latter, losses: counts.former, ties: counts.tie, unreadable: counts.unreadable };
}

/**
 * The score of the latter texts, (wins − losses) / all + 1, in [0, 2]; 1 is a draw. `all` are the readable comparisons. Its standard
 * error is that of the mean of 1 for each win, 0 for each tie, −1 for each loss, as in {@link MeanEstimate}. Source: METHOD, section 5.
 */
export function pairwiseScore({ wins, losses, ties }: ReviewTally): MeanEstimate {
  return estimateCounted([
    { value: 2, count: wins },
    { value: 1, count: ties },
    { value: 0, count: losses },
  ]);
}

/** How often a judge went by the place: it preferred the same one in both passes, so that the result is a tie. */
export interface PlaceBias {
  /** Comparisons in which both passes preferred somebody. */
  readonly decided: number;
  /** Of these: both times the record that stood first, and both times the one that stood second. */
  readonly first: number;
  readonly second: number;
}

/** Counts comparisons in which the place decided. In the first pass the former stands first. */
export function placeBias(scores: Iterable<Pick<JudgeScore, 'points'>>): PlaceBias {
  const counts = { decided: 0, first: 0, second: 0 };
  for (const { points } of scores) {
    const [one, other] = points.map(({ former, latter }) => Math.sign(latter - former));
    if (!one || !other) continue;
    counts.decided += 1;
    if (one !== other) counts[one < 0 ? 'first' : 'second'] += 1;
  }
  return counts;
}
