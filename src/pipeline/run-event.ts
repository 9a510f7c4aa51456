import type { Sleep } from '../bridge/ticks.ts';
import type { Outcome, PhaseName } from '../core/outcome.ts';
import type { Pair } from '../core/pair.ts';
import type { AskOptions } from '../core/prompt.ts';
import type { Calibration, LoadProgress, OracleError } from '../oracle/oracle.ts';

/** A question about a record. A record has at most one open question at a time. */
export interface RecordQuestion {
  readonly ordinal: number;
  readonly phase: PhaseName;
  /** Counts from 0; a repetition starts the text anew. */
  readonly attempt: number;
  /** What this phase starts from. */
  readonly pair: Pair;
  readonly options: AskOptions;
}

/**
 * What happens while a run is being recycled. Of a question first `asked`, then `begun`, then any number of `text`, then `answered`;
 * a whole rewrite is then `examining` and `examined`, by the student first, where the recipe says so; each `settled` comes some time after
 * the last of these of its phase, and phase 1 of a record is settled before its phase 2.
 */
export type RunEvent =
  /** A question goes to the oracle, where it may wait for a lane. */
  | ({ readonly kind: 'asked' } & RecordQuestion)
  /** The oracle has taken the question up. Left out for one that it refuses at sight. */
  | ({ readonly kind: 'begun' } & RecordQuestion)
  /** The next piece of the answer. */
  | { readonly kind: 'text'; readonly ordinal: number; readonly phase: PhaseName; readonly piece: string }
  /** The oracle is done with the question, whether with an answer or a refusal. The phase is asked again, or it will be settled. */
  | { readonly kind: 'answered'; readonly ordinal: number; readonly phase: PhaseName }
  /** A whole rewrite is compared with the pair that it came from. */
  | ({ readonly kind: 'examining'; readonly by: 'student' | 'gate' } & RecordQuestion)
  /** The comparison is done. */
  | { readonly kind: 'examined'; readonly ordinal: number; readonly phase: PhaseName }
  /** The outcome is stored. The next question about the record may have been asked before. */
  | { readonly kind: 'settled'; readonly outcome: Outcome };

/** What happens while somebody attends a run: the run itself, and all that is done to keep it going. */
export type AttendedEvent =
  | RunEvent
  /** The run's oracle or its student is being loaded, the oracle first; without progress at its beginning. */
  | { readonly kind: 'loading'; readonly model: 'oracle' | 'student'; readonly progress: LoadProgress | undefined }
  /** All models are loaded. The oracle can be asked `lanes` prompts at once. */
  | { readonly kind: 'ready'; readonly lanes: number; readonly calibration: Calibration }
  /** The oracle was lost and a fresh one is being opened. `blamed`: the record at which it was lost each time, now settled as failed. */
  | { readonly kind: 'recovering'; readonly loss: OracleError; readonly blamed: number | undefined }
  /** The machine slept, or the browser had stopped the page; the run goes on. */
  | { readonly kind: 'slept'; readonly sleep: Sleep };
