import type { ModelCard } from '../model-card.ts';
import { type CatalogueFamily, identityKey, type OracleIdentity } from './catalogue-entry.ts';
import { EMBEDDER_FAMILIES } from './embedder-entries.ts';
import { PRACTICE_FAMILIES, PRACTICE_STUDENT_FAMILIES } from './practice-entries.ts';
import { BASE_FAMILIES } from './student-entries.ts';
import { TRANSFORMERS_FAMILIES } from './transformers-entries.ts';
import { WEBLLM_FAMILIES } from './webllm-entries.ts';

/** Every oracle that is offered without being asked for, in the order of the offer. */
export const CATALOGUE: readonly CatalogueFamily[] = [...WEBLLM_FAMILIES, ...TRANSFORMERS_FAMILIES, ...PRACTICE_FAMILIES];

/** Every model that is known here, whatever it can serve as. */
const KNOWN: readonly ModelCard[] = [...CATALOGUE, ...BASE_FAMILIES, ...PRACTICE_STUDENT_FAMILIES, ...EMBEDDER_FAMILIES].flat();

/** The card that an identity names; undefined for anything that is not known here. */
export function findEntry(identity: OracleIdentity): ModelCard | undefined {
  const key = identityKey(identity);
  return KNOWN.find(({ spec }) => identityKey(spec) === key);
}
