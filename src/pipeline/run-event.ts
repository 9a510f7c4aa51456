import type { Sleep } from '../bridge/ticks.ts';
import type { Outcome, PhaseName } from '../core/outcome.ts';
import type { Pair } from '../core/pair.ts';
import type { AskOptions } from '../core/prompt.ts';
import type { Calibration, LoadProgress, OracleError } from '../oracle/oracle.ts';

/** What happens while a run is being recycled. */
export type RunEvent =
  /** A question goes to the oracle. `pair` is what this phase starts from. `attempt` counts from 0; a repetition starts the text anew. */
  | {
      readonly kind: 'asked';
      readonly ordinal: number;
      readonly phase: PhaseName;
      readonly attempt: number;
      readonly pair: Pair;
      readonly options: AskOptions;
    }
  /** The next piece of the answer. */
  | { readonly kind: 'text'; readonly ordinal: number; readonly phase: PhaseName; readonly piece: string }
  /** The outcome is stored. */
  | { readonly kind: 'settled'; readonly outcome: Outcome };

/** What happens while somebody attends a run: the run itself, and all that is done to keep it going. */
export type AttendedEvent =
  | RunEvent
  /** An oracle is being loaded; without progress at its beginning. */
  | { readonly kind: 'loading'; readonly progress: LoadProgress | undefined }
  /** The oracle can be asked. `lanes` prompts at once. */
  | { readonly kind: 'ready'; readonly lanes: number; readonly calibration: Calibration }
  /** The oracle was lost and a fresh one is being opened. `blamed`: the record at which it was lost each time, now settled as failed. */
  | { readonly kind: 'recovering'; readonly loss: OracleError; readonly blamed: number | undefined }
  /** The machine slept, or the browser had stopped the page; the run goes on. */
  | { readonly kind: 'slept'; readonly sleep: Sleep };
