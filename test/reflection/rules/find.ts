import type { PhaseName } from '../../../src/core/outcome.ts';
import type { Pair } from '../../../src/core/pair.ts';
import type { Recipe } from '../../../src/core/recipe.ts';
import { allRules, type RuleName } from '../../../src/core/rules.ts';
import { PAPER_RECIPE } from '../../../src/reflection/recipes.ts';
import { examine } from '../../../src/reflection/rules/examine.ts';

/** A pair of which only what matters is given. */
export type Part = Partial<Pair>;

/** A whole pair, with an ordinary text wherever none is given. */
export function pairOf({ instruction = 'Tell me about the sea.', input = '', response = 'The sea is salty, wide and deep.' }: Part): Pair {
  return { instruction, input, response };
}

/** What one rule alone finds in a rewrite; what is not said of the new pair is as in the old one. */
export function find(rule: RuleName, phase: PhaseName, before: Part, after: Part, settings: Partial<Recipe> = {}): string | undefined {
  const recipe = { ...PAPER_RECIPE, ...settings, rules: { ...allRules('off'), [rule]: 'flag' as const } };
  const old = pairOf(before);
  return examine(phase, old, { ...old, ...after }, recipe)[0]?.detail;
}
