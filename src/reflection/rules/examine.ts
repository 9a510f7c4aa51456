import type { PhaseName } from '../../core/outcome.ts';
import type { Pair } from '../../core/pair.ts';
import type { Recipe } from '../../core/recipe.ts';
import type { RuleFinding } from '../../core/verdict.ts';

/** What the rules that the recipe has on find in a whole rewrite, in the order of RULES; at most one finding a rule. */
export function examine(_phase: PhaseName, _before: Pair, _after: Pair, _recipe: Recipe): RuleFinding[] {
  return [];
}
