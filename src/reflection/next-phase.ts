import type { Outcome, PhaseName } from '../core/outcome.ts';
import type { Recipe } from '../core/run.ts';

/** The first phase of the recipe that has no outcome yet; undefined when the record is done. */
export function nextPhase(outcomes: readonly Outcome[], recipe: Recipe): PhaseName | undefined {
  const settled = new Set(outcomes.map(({ phase }) => phase));
  return recipe.phases.find((phase) => !settled.has(phase));
}
