import type { Outcome, PhaseName } from '../core/outcome.ts';
import type { Pair } from '../core/pair.ts';

/** What happens while a run is being recycled. */
export type RunEvent =
  /** A question goes to the oracle. `pair` is what this phase starts from. `attempt` counts from 0; a repetition starts the text anew. */
  | { readonly kind: 'asked'; readonly ordinal: number; readonly phase: PhaseName; readonly attempt: number; readonly pair: Pair }
  /** The next piece of the answer. */
  | { readonly kind: 'text'; readonly ordinal: number; readonly phase: PhaseName; readonly piece: string }
  /** The outcome is stored. */
  | { readonly kind: 'settled'; readonly outcome: Outcome };
