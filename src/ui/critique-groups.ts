import type { PhaseName } from '../core/outcome.ts';
import { criteriaInUse, type Recipe, subjectsOf } from '../core/recipe.ts';
import type { CritiqueSubject } from '../core/verdict.ts';

/** Criteria that are applied to one subject, by name, in the order in which they are asked for. */
export interface CritiqueGroup {
  readonly subject: CritiqueSubject;
  readonly criteria: readonly string[];
}

/** What a recipe has criticised in a phase. */
export function critiqueGroups(recipe: Recipe, phase: PhaseName): CritiqueGroup[] {
  return subjectsOf(phase).map((subject) => ({ subject, criteria: criteriaInUse(recipe, subject).map(({ name }) => name) }));
}
