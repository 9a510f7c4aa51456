import type { Outcome } from '../core/outcome.ts';
import { leastLanes, type Run } from '../core/run.ts';

/** Fewer settled phases than this say little about the next run. */
const MIN_OUTCOMES = 4;

/**
 * How long a run of `rowCount` records will take, going by outcomes of an earlier run with the same
 * oracle and recipe. In milliseconds; undefined when there is too little to go by.
 */
export function estimateRunMs(outcomes: readonly Outcome[], earlier: Pick<Run, 'recipe' | 'oracle'>, rowCount: number): number | undefined {
  const asked = outcomes.filter(({ attempts }) => attempts.length > 0);
  if (asked.length < MIN_OUTCOMES) return undefined;
  const totalMs = asked.reduce((sum, { attempts }) => sum + attempts.reduce((own, { durationMs }) => own + durationMs, 0), 0);
  const steps = rowCount * earlier.recipe.phases.length;
  return ((totalMs / asked.length) * steps) / leastLanes(earlier.oracle.lanes);
}
