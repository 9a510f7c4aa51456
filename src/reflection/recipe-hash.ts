import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { Recipe } from '../core/recipe.ts';

/**
 * Names what a recipe does: SHA-256, as 64 hex digits, over its canonical JSON without its name. Two recipes have the same hash if
 * and only if they ask the same and take answers in the same way. Canonical: members in the order of their names, no white space,
 * absent members left out.
 */
export function recipeHash({ name: _name, ...content }: Recipe): string {
  return bytesToHex(sha256(new TextEncoder().encode(JSON.stringify(sorted(content)))));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  // Names of members are ASCII: their order is the same in every language.
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, member]) => [name, sorted(member)]));
}
