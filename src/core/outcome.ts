import type { FinishReason } from './answer.ts';
import type { Pair } from './pair.ts';
import type { AskOptions } from './prompt.ts';
import type { CritiqueNote, KeptReason } from './verdict.ts';

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
  readonly newTokens: number;
  readonly durationMs: number;
  readonly options: AskOptions;
  /** What made this attempt worthless, when it was not the last word. */
  readonly reason?: KeptReason | FailedReason;
}

interface Settled {
  readonly runId: string;
  readonly ordinal: number;
  readonly phase: PhaseName;
  /** In the order they were made; empty only when nothing could be asked. */
  readonly attempts: readonly Attempt[];
}

/** How one phase of one record ended. Written once, never changed. */
export type Outcome = Settled &
  (
    | { readonly status: 'rewritten'; readonly pair: Pair; readonly critique: readonly CritiqueNote[] }
    | { readonly status: 'kept'; readonly reason: KeptReason; readonly critique: readonly CritiqueNote[] }
    | { readonly status: 'failed'; readonly reason: FailedReason }
  );

/** The outcomes of each row by its ordinal, in the order given; rows without one are not in it. */
export function groupByRow(outcomes: readonly Outcome[]): Map<number, Outcome[]> {
  const byRow = new Map<number, Outcome[]>();
  for (const outcome of outcomes) byRow.set(outcome.ordinal, [...(byRow.get(outcome.ordinal) ?? []), outcome]);
  return byRow;
}

/** The pair a record ends with: the latest rewrite, or the original whole. */
export function resultPair(original: Pair, outcomes: readonly Outcome[]): Pair {
  let pair = original;
  for (const phase of PHASES) {
    const outcome = outcomes.find((candidate) => candidate.phase === phase);
    if (outcome?.status === 'rewritten') pair = outcome.pair;
  }
  return pair;
}
