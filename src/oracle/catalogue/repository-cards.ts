import type { ModelCard } from '../model-card.ts';
import { WeightError } from '../shelf.ts';
import { findEntry } from './catalogue.ts';
import { mlcCards } from './mlc-cards.ts';
import { onnxCards } from './onnx-cards.ts';
import { readRepositoryConfig } from './repository-config.ts';
import type { RepositoryFacts } from './repository-facts.ts';

/**
 * The cards of a model of which only its repository or folder is known: one for each number format and device that an engine here can run,
 * the best first; at least one. Sizes are exact, memory and parameters are reckoned. What the catalogue knows of it holds where it is listed there.
 * Throws WeightError `not-a-model` or `no-library`; the detail says what is missing.
 */
export function cardsOf(facts: RepositoryFacts): ModelCard[] {
  const config = readRepositoryConfig(facts.config);
  if (!config) throw new WeightError('not-a-model', `${facts.modelId}: its configuration has not the measures of a language model`);
  const isMlc = facts.files.some(({ path }) => path === 'mlc-chat-config.json');
  const cards = isMlc ? mlcCards(facts, config) : onnxCards(facts, config);
  return cards.map(completedByCatalogue);
}

/** The commit and the sizes are the repository's, all else the catalogue's. */
function completedByCatalogue(card: ModelCard): ModelCard {
  const entry = findEntry(card.spec);
  // A folder that bears the name of the practice model is not the one that comes with the page.
  return entry && !entry.spec.practice ? { ...entry, spec: { ...entry.spec, revision: card.spec.revision }, downloadBytes: card.downloadBytes } : card;
}
