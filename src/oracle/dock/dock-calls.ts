import type { Call } from '../../bridge/calls.ts';
import type { RepositoryFacts } from '../catalogue/repository-facts.ts';
import { type TransferProgress, WeightError } from '../shelf.ts';
import { isRepository, isRevision, repositoryOf } from '../weights/addresses.ts';
import type { WeightAddress } from '../weights/weight-layout.ts';
import type { StoredFile } from '../weights/weight-file.ts';

/** A model's files as the dock has brought them here. */
export interface FetchedWeights {
  /** The commit that they are of. */
  readonly revision: string;
  readonly files: readonly StoredFile[];
}

/** What the page may ask of the dock. It names a model; addresses are the dock's own affair. Rejects with WeightError. */
export type DockCalls = {
  fetch: Call<WeightAddress, TransferProgress, FetchedWeights>;
  /** By its id on the hub, `owner/name`. */
  lookUp: Call<string, undefined, RepositoryFacts>;
};

/** The dock's one message to the page, with the port for calls. */
export const DOCK_READY = 'tain-dock-ready';

/** Throws WeightError `not-found` for anything that is no name of a model: nothing else is to get into an address. */
export function checkAddress({ engine, modelId, revision, dtype }: WeightAddress): void {
  if (isRepository(repositoryOf({ engine, modelId })) && isRevision(revision) && /^\w{1,20}$/.test(dtype)) return;
  throw new WeightError('not-found', `${modelId} ${dtype} at ${revision}`);
}

/** Throws WeightError `not-found` for anything that is no id of a model on the hub. */
export function checkModelId(modelId: string): void {
  if (!isRepository(modelId)) throw new WeightError('not-found', modelId);
}
