import { memoryWith, type ModelCard } from '../model-card.ts';
import { BASE_MODELS } from './base-models.ts';
import type { CatalogueFamily } from './catalogue-entry.ts';
import { PRACTICE_STUDENT_FAMILIES } from './practice-entries.ts';
import { onnxFamilies, TRANSFORMERS_FAMILIES } from './transformers-entries.ts';

/** Tokens that a context and its target may have together. Source: the code of Selective Reflection-Tuning, `--max_length 2048`. */
const CONTEXT_TOKENS = 2048;

/** Base models, of every device. */
export const BASE_FAMILIES: readonly CatalogueFamily[] = onnxFamilies(BASE_MODELS);

/** Every model that is offered as a student: base models, those that can be oracles too, the practice student. */
export const STUDENT_FAMILIES: readonly CatalogueFamily[] = [
  ...[...BASE_FAMILIES, ...TRANSFORMERS_FAMILIES].map(([best, ...others]): CatalogueFamily => [asStudent(best), ...others.map(asStudent)]),
  ...PRACTICE_STUDENT_FAMILIES,
];

/** A card with the context of a student, which reads texts and writes none. */
export function asStudent(card: ModelCard): ModelCard {
  const contextTokens = Math.min(CONTEXT_TOKENS, card.contextTokensMax);
  return { ...card, spec: { ...card.spec, contextTokens }, memoryBytes: memoryWith(card, { contextTokens, lanes: card.spec.lanes }) };
}
