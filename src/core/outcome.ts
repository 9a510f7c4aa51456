import type { FinishReason } from './answer.ts';
import type { Pair } from './pair.ts';
import type { AskOptions } from './prompt.ts';
import type { Review } from './review.ts';
import type { StudentComparison } from './score.ts';
import type { CritiqueNote, KeptReason, RuleFinding } from './verdict.ts';

/** The two reflections of the method, in their order. */
export const PHASES = ['instruction', 'response'] as const;

/** `instruction`: phase 1, a new instruction with a new response. `response`: phase 2, a better response. */
export type PhaseName = (typeof PHASES)[number];

/** Why a phase of a record could not be carried out at all. */
export type FailedReason = 'oracle-failed' | 'prompt-refused' | 'record-damaged';

/** One question to the oracle and what came back, kept whole. */
export interface Attempt {
  /** The raw completion, markers and all; `''` when none came. */
  readonly raw: string;
  readonly finishReason: FinishReason | 'error';
  readonly promptTokens: number;
  /** How many of `promptTokens` the engine still held from an earlier prompt. Absent where it never holds any, and in attempts of earlier versions. */
  readonly heldTokens?: number;
  readonly newTokens: number;
  readonly durationMs: number;
  readonly options: AskOptions;
  /** What made this attempt worthless, when it was not the last word. */
  readonly reason?: KeptReason | FailedReason;
  /** What the rules found in its rewrite. Absent where there was none to examine. */
  readonly findings?: readonly RuleFinding[];
}

interface Settled {
  readonly runId: string;
  readonly ordinal: number;
  readonly phase: PhaseName;
  /** In the order they were made; empty only when nothing could be asked. */
  readonly attempts: readonly Attempt[];
}

/** What was found out about a whole rewrite after it had been written. Absent in outcomes of versions that examined nothing. */
interface Examined {
  readonly critique: readonly CritiqueNote[];
  readonly findings?: readonly RuleFinding[];
  /** Former is the old pair, latter the rewrite. */
  readonly review?: Review;
  readonly scores?: StudentComparison;
}

/** How one phase of one record ended. Written once, never changed. */
export type Outcome = Settled &
  (
    | (Examined & { readonly status: 'rewritten'; readonly pair: Pair })
    /** Rewritten, but whether it counts is for the person to say. What follows starts from the rewrite; until they have said so, the record is exported as it was. */
    | (Examined & { readonly status: 'undecided'; readonly pair: Pair })
    /** `proposal` is the whole rewrite that was turned down, where there was one. */
    | (Examined & { readonly status: 'kept'; readonly reason: KeptReason; readonly proposal?: Pair })
    | { readonly status: 'failed'; readonly reason: FailedReason }
  );

/** What a person says to the rewrite of a record: it counts, or the original stays, whole. */
export type Decision = 'rewrite' | 'original';

/** The outcomes of each row by its ordinal, in the order given; rows without one are not in it. */
export function groupByRow(outcomes: readonly Outcome[]): Map<number, Outcome[]> {
  const byRow = new Map<number, Outcome[]>();
  for (const outcome of outcomes) byRow.set(outcome.ordinal, [...(byRow.get(outcome.ordinal) ?? []), outcome]);
  return byRow;
}

/** The pair that the next phase starts from: the latest rewrite, decided upon or not, or the original whole. */
export function latestPair(original: Pair, outcomes: readonly Outcome[]): Pair {
  let pair = original;
  for (const phase of PHASES) {
    const outcome = outcomes.find((candidate) => candidate.phase === phase);
    if (outcome?.status === 'rewritten' || outcome?.status === 'undecided') pair = outcome.pair;
  }
  return pair;
}

/** The pair a record ends with: its latest rewrite, or the original whole. A record on which the person has yet to decide ends as it was. */
export function resultPair(original: Pair, outcomes: readonly Outcome[], decision?: Decision): Pair {
  const open = outcomes.some(({ status }) => status === 'undecided') && decision !== 'rewrite';
  return open || decision === 'original' ? original : latestPair(original, outcomes);
}
