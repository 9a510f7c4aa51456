import type { Pair } from './pair.ts';
import type { RuleName } from './rules.ts';

/** What a criterion is applied to. */
export type CritiqueSubject = 'instruction' | 'response';

/** How a criterion was found to be met, where the oracle said so in a word of its own. */
export type Assessment = 'good' | 'fair' | 'poor';

/** What the oracle said under one criterion. */
export interface CritiqueNote {
  readonly subject: CritiqueSubject;
  /** Name of the criterion, as the recipe spells it. */
  readonly criterion: string;
  readonly text: string;
  /** Only structured answers have one; what free text amounts to is a matter of quality/. */
  readonly assessment?: Assessment;
}

/** Why a pair stays as it was. Each is counted and shown. Their order is part of the stored status codes (see status.ts): append, never reorder. */
export const KEPT_REASONS = ['no-marker', 'empty', 'placeholder', 'unchanged', 'refused', 'truncated', 'too-long', 'rule', 'gate', 'student'] as const;

/** One of {@link KEPT_REASONS}. The last three turn a whole rewrite down, which stays with the outcome as its proposal. */
export type KeptReason = (typeof KEPT_REASONS)[number];

/** What a rule found in a rewrite. */
export interface RuleFinding {
  readonly rule: RuleName;
  /** What it found, for the eye: the words, numbers or counts. At most 200 characters. */
  readonly detail: string;
}

/** What an answer amounts to: a whole new pair, or the old one with a reason. A pair is never rewritten in part. */
export type Verdict =
  | { readonly status: 'rewritten'; readonly pair: Pair; readonly critique: readonly CritiqueNote[]; readonly findings: readonly RuleFinding[] }
  | {
      readonly status: 'kept';
      readonly reason: KeptReason;
      readonly critique: readonly CritiqueNote[];
      /** Whatever the rules found, also where they only flag; empty when nothing was there to examine. */
      readonly findings: readonly RuleFinding[];
      /** The whole rewrite that was turned down. Absent where there was none. */
      readonly proposal?: Pair;
    };
