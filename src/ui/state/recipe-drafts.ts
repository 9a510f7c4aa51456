import type { Recipe } from '../../core/recipe.ts';
import { readRecipe, recipeText } from '../../pipeline/recipe-desk.ts';
import { keep, recall } from './memory.ts';

const KEY = 'tain.recipe-drafts';

/** Datasets whose drafts are kept; those that were touched last. */
const MOST_SOURCES = 8;

/** What a person has chosen and changed for one dataset. */
export interface RecipeDrafts {
  /** Name of the recipe that is chosen. */
  readonly chosen: string;
  /** Recipes as they were changed, by the name of the one that each came from. */
  readonly changed: ReadonlyMap<string, Recipe>;
}

interface KeptDrafts {
  readonly sourceId: string;
  readonly chosen: string;
  readonly changed: readonly (readonly [string, string])[];
}

/** What was kept for a dataset at an earlier visit; undefined where nothing was, or nothing that can be read. A draft may have faults. */
export function recallDrafts(sourceId: string): RecipeDrafts | undefined {
  const kept = readKept().find((one) => one.sourceId === sourceId);
  if (!kept) return undefined;
  const changed = kept.changed.flatMap(([name, text]): [string, Recipe][] => {
    const read = readRecipe(text);
    const recipe = 'recipe' in read ? read.recipe : read.faulty;
    return recipe ? [[name, recipe]] : [];
  });
  return { chosen: kept.chosen, changed: new Map(changed) };
}

/** Keeps what is chosen and changed for a dataset, and lets the drafts of the one that was not touched for longest go. */
export function keepDrafts(sourceId: string, { chosen, changed }: RecipeDrafts): void {
  const others = readKept().filter((one) => one.sourceId !== sourceId);
  const own: KeptDrafts = { sourceId, chosen, changed: [...changed].map(([name, recipe]) => [name, recipeText(recipe)]) };
  keep(KEY, JSON.stringify([own, ...others].slice(0, MOST_SOURCES)));
}

function readKept(): readonly KeptDrafts[] {
  try {
    const kept: unknown = JSON.parse(recall(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isKept) : [];
  } catch {
    return [];
  }
}

function isKept(value: unknown): value is KeptDrafts {
  if (typeof value !== 'object' || value === null) return false;
  const { sourceId, chosen, changed } = value as Partial<Record<keyof KeptDrafts, unknown>>;
  return typeof sourceId === 'string' && typeof chosen === 'string' && Array.isArray(changed) && changed.every(isEntry);
}

function isEntry(value: unknown): boolean {
  return Array.isArray(value) && value.length === 2 && value.every((item) => typeof item === 'string');
}
