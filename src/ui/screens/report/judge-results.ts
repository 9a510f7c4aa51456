import type { ReviewResult } from '../../../core/review.ts';

/** How a comparison can end, in the order in which it is shown: what the latter edition wins first. */
export const JUDGE_RESULTS: readonly ReviewResult[] = ['latter', 'tie', 'former', 'unreadable'];

const TONES: Record<ReviewResult, string> = { latter: 'tone-rewritten', tie: 'tone-kept', former: 'tone-failed', unreadable: 'tone-pending' };

/** The class that gives a result its colour, see design/base.css. */
export function toneOfResult(result: ReviewResult): string {
  return TONES[result];
}
