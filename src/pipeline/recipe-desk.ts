import type { Recipe } from '../core/recipe.ts';
import { type ReadRecipe, readRecipeFile, type RecipeFileFaultCode } from '../reflection/read-recipe-file.ts';
import type { RecipeFault, RecipeFaultCode } from '../reflection/recipe-fault.ts';
import { recipeFaults } from '../reflection/recipe-faults.ts';
import { writeRecipeFile } from '../reflection/recipe-file.ts';
import { recipeHash } from '../reflection/recipe-hash.ts';
import type { Slot, SlotUse, WordingPlace } from '../reflection/slots.ts';
import type { ExportedFile } from './desk.ts';

export type { ReadRecipe, RecipeFault, RecipeFaultCode, RecipeFileFaultCode, Slot, SlotUse, WordingPlace };
export { MAX_NAME_LETTERS, NUMBER_BOUNDS } from '../reflection/recipe-faults.ts';
export { PRESETS } from '../reflection/recipes.ts';
export { slotsOf } from '../reflection/slots.ts';

const FILE_ENDING = '.tain-recipe.json';
const MOST_NAME_LETTERS = 60;

/** A recipe as a file to be saved, named after it: `lean.tain-recipe.json`. */
export function recipeFile(recipe: Recipe): ExportedFile {
  const name = recipe.name.normalize('NFC').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, MOST_NAME_LETTERS).replace(/^-+|-+$/g, '');
  const bytes = new Blob([recipeText(recipe)], { type: 'application/json' });
  return { name: `${name === '' ? 'recipe' : name}${FILE_ENDING}`, bytes };
}

/** What {@link recipeFile} puts into the file. Read by {@link readRecipe}. */
export function recipeText(recipe: Recipe): string {
  return writeRecipeFile(recipe);
}

/** What a recipe file holds, or all that is wrong with it. Never throws. */
export function readRecipe(text: string): ReadRecipe {
  return readRecipeFile(text);
}

/** Names what a recipe does, 64 hex digits; the same for recipes that differ in their name only. */
export function hashOf(recipe: Recipe): string {
  return recipeHash(recipe);
}

/** All that keeps a recipe from being used, by member; empty for one that can be. */
export function faultsOf(recipe: Recipe): readonly RecipeFault[] {
  return recipeFaults(recipe);
}
