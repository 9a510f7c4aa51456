import type { PhaseName } from '../core/outcome.ts';
import type { PairScore } from '../core/score.ts';
import { ifdOf, reverseIfdOf } from './ifd.ts';

/** What of the two pairs of a phase is compared: how hard the response is given its instruction, then how much it tells of the instruction. */
export function scoredPart(phase: PhaseName): 'response' | 'instruction' {
  return phase === 'instruction' ? 'response' : 'instruction';
}

/** Whether a student wants the pair that a phase made in place of the one before: after phase 1 the higher IFD wins, after phase 2 the lower r-IFD. A tie or a missing score keeps the old. Source: METHOD, section 4. */
export function studentKeepsNew(phase: PhaseName, before: PairScore, after: PairScore): boolean {
  return phase === 'instruction' ? isAbove(ifdOf(after), ifdOf(before)) : isAbove(reverseIfdOf(before), reverseIfdOf(after));
}

function isAbove(high: number | undefined, low: number | undefined): boolean {
  return high !== undefined && low !== undefined && high > low;
}
