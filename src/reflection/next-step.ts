import { type Outcome, type PhaseName, resultPair } from '../core/outcome.ts';
import type { Pair } from '../core/pair.ts';
import type { Row } from '../core/row.ts';
import type { Recipe } from '../core/run.ts';

/** What comes next for a record. */
export interface Step {
  readonly phase: PhaseName;
  /** The pair that the phase starts from: the latest rewrite, or the original whole. */
  readonly pair: Pair;
}

/** The first phase of the recipe that has no outcome yet; undefined when the record is done. */
export function nextStep(row: Row, outcomes: readonly Outcome[], recipe: Recipe): Step | undefined {
  const settled = new Set(outcomes.map(({ phase }) => phase));
  const phase = recipe.phases.find((candidate) => !settled.has(candidate));
  return phase && { phase, pair: resultPair(row.pair, outcomes) };
}
