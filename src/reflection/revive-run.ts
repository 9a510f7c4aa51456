import { allRules } from '../core/rules.ts';
import type { Recipe } from '../core/recipe.ts';
import type { Run } from '../core/run.ts';
import { PAPER_RECIPE } from './recipes.ts';

/** What earlier versions stored of a recipe: all of them ran the paper's, and examined nothing. */
type StoredRecipe = Partial<Recipe>;

/** A run as this version knows it, out of what any version has stored: members that came later are filled in with what was done without them. */
export function reviveRun(run: Run): Run {
  return { ...run, recipe: reviveRecipe(run.recipe) };
}

/** A recipe as this version knows it, out of what any version has stored. One of this version comes out as it is, but for rules that came later, which are off. */
export function reviveRecipe(stored: StoredRecipe): Recipe {
  const earlier = stored.criteria === undefined;
  const rules = { ...allRules('off'), ...stored.rules };
  return { ...PAPER_RECIPE, ...stored, ...(earlier ? { name: PAPER_RECIPE.name } : {}), rules };
}
