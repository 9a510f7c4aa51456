import type { Pair } from './pair.ts';

/** What a criterion is applied to. */
export type CritiqueSubject = 'instruction' | 'response';

/** What the oracle said under one criterion. */
export interface CritiqueNote {
  readonly subject: CritiqueSubject;
  /** Name of the criterion, as the recipe spells it. */
  readonly criterion: string;
  readonly text: string;
}

/** Why a pair stays as it was. Each is counted and shown. Their order is part of the stored status codes (see status.ts): append, never reorder. */
export const KEPT_REASONS = ['no-marker', 'empty', 'placeholder', 'unchanged', 'refused', 'truncated', 'too-long'] as const;

/** One of {@link KEPT_REASONS}. */
export type KeptReason = (typeof KEPT_REASONS)[number];

/** What an answer amounts to: a whole new pair, or the old one with a reason. A pair is never rewritten in part. */
export type Verdict =
  | { readonly status: 'rewritten'; readonly pair: Pair; readonly critique: readonly CritiqueNote[] }
  | { readonly status: 'kept'; readonly reason: KeptReason; readonly critique: readonly CritiqueNote[] };
