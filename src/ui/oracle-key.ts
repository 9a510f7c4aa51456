import type { OracleSpec } from '../core/run.ts';
import type { StoredModel } from '../oracle/shelf.ts';

/**
 * Tells oracles apart and finds them again after a reload. The revision is left out, which becomes a commit when the weights are fetched,
 * and so are context and lanes, which a person chooses for a run.
 */
export function specKey({ engine, modelId, device, dtype }: OracleSpec): string {
  return [engine, modelId, device, dtype].join('|');
}

/** Tells stored models apart: several revisions of one may be here. */
export function storedKey({ card: { spec } }: StoredModel): string {
  return `${specKey(spec)}@${spec.revision}`;
}
