import type { Recipe } from '../core/recipe.ts';
import type { Connection } from './connection.ts';
import { encodeDocument } from './documents.ts';
import { decodeList, readGroups } from './part-reading.ts';
import { keysUnder } from './schema.ts';
import type { StoreError } from './store.ts';

/** See Store.saveRecipe. */
export function saveRecipe(connection: Connection, recipe: Recipe): Promise<void> {
  return connection.write(['recipes'], async (transaction) => {
    const recipes = transaction.objectStore('recipes');
    // The former one may have had more parts.
    await recipes.delete(keysUnder(recipe.name));
    await Promise.all(encodeDocument(recipe).map((value, part) => recipes.put(value, [recipe.name, part])));
  });
}

/** See Store.recipes; `onDamage` is that of decodeList. */
export async function listRecipes(connection: Connection, onDamage?: (error: StoreError) => void): Promise<Recipe[]> {
  const groups = await connection.read(['recipes'], (transaction) => readGroups(transaction.objectStore('recipes'), null));
  return decodeList<Recipe>(groups, 'recipe', onDamage).sort((a, b) => a.name.localeCompare(b.name));
}

/** See Store.removeRecipe. Resolves also when there is none of this name. */
export function removeRecipe(connection: Connection, name: string): Promise<void> {
  return connection.write(['recipes'], (transaction) => transaction.objectStore('recipes').delete(keysUnder(name)));
}
