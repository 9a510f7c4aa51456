import type { Call } from '../../bridge/calls.ts';
import type { DroppedFile, StoredModel, TransferProgress } from '../shelf.ts';

/** What the page may ask of the worker that moves and checks weights. Rejects with WeightError. */
export type WeightCalls = {
  importModel: Call<readonly DroppedFile[], TransferProgress, StoredModel>;
  check: Call<StoredModel, TransferProgress, StoredModel>;
};
