import type { ModelCard } from '../model-card.ts';
import { type CatalogueFamily, identityKey, type OracleIdentity } from './catalogue-entry.ts';
import { PRACTICE_FAMILIES } from './practice-entries.ts';
import { TRANSFORMERS_FAMILIES } from './transformers-entries.ts';
import { WEBLLM_FAMILIES } from './webllm-entries.ts';

/** Every model that is offered without being asked for, in the order of the offer. */
export const CATALOGUE: readonly CatalogueFamily[] = [...WEBLLM_FAMILIES, ...TRANSFORMERS_FAMILIES, ...PRACTICE_FAMILIES];

/** Every model that is offered as a student. */
export const STUDENT_FAMILIES: readonly CatalogueFamily[] = [...TRANSFORMERS_FAMILIES, ...PRACTICE_FAMILIES];

/** Every model that is offered as an embedder. */
export const EMBEDDER_FAMILIES: readonly CatalogueFamily[] = [];

/** The card that an identity names; undefined for anything that is not in the catalogue. */
export function findEntry(identity: OracleIdentity): ModelCard | undefined {
  const key = identityKey(identity);
  return CATALOGUE.flat().find(({ spec }) => identityKey(spec) === key);
}
