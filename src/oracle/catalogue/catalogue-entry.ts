import type { OracleSpec } from '../../core/run.ts';
import type { ModelCard } from '../model-card.ts';

/** What tells the cards of the catalogue apart. The revision is left out: it becomes a commit when the weights are fetched. */
export type OracleIdentity = Pick<OracleSpec, 'engine' | 'modelId' | 'dtype' | 'device'>;

/** One line of the offer: the same model in different number formats, the best first. At least one. */
export type CatalogueFamily = readonly [ModelCard, ...ModelCard[]];

/** A text that is the same for two identities exactly when they name the same card. */
export function identityKey({ engine, modelId, dtype, device }: OracleIdentity): string {
  return [engine, modelId, dtype, device].join(' ');
}
