import type { StartWorker } from '../../bridge/wire.ts';
import { connectWorker } from '../../bridge/worker-caller.ts';
import { askDock } from '../dock/dock-client.ts';
import type { ModelCard } from '../model-card.ts';
import { type DroppedFile, type ModelShelf, type PackedModel, type StorageReport, type StoredModel, type TransferProgress, WeightError } from '../shelf.ts';
import { removeFormerCaches } from './former-caches.ts';
import { sweepImports } from './free-space.ts';
import { newManifest } from './manifest.ts';
import { packModel } from './pack-model.ts';
import { reviveWeightError, withWeightErrors } from './storage-errors.ts';
import { findComplete, keepModel, listModels, modelBytes, removeModel } from './stored-models.ts';
import type { WeightCalls } from './weight-calls.ts';

/** What the page puts in: how workers are started, and where the worker's script and the dock lie. */
export interface ShelfSettings {
  readonly startWorker: StartWorker;
  readonly weightsUrl: string;
  readonly dockUrl: string;
}

type OnTransfer = (progress: TransferProgress) => void;

/** The shelf of the page: downloads go through the dock, imports and checks through a worker of their own; nothing here blocks the page. */
export class BrowserShelf implements ModelShelf {
  readonly #settings: ShelfSettings;

  constructor(settings: ShelfSettings) {
    this.#settings = settings;
  }

  async models(): Promise<StoredModel[]> {
    // In insecure contexts there is no private file system, and so nothing in it.
    if (!globalThis.isSecureContext) return [];
    await removeFormerCaches();
    await sweepImports();
    return listModels();
  }

  async storage(): Promise<StorageReport> {
    const storage = navigator.storage as StorageManager | undefined;
    const [{ usage, quota } = {}, persisted = false] = await Promise.all([storage?.estimate(), storage?.persisted()]);
    return {
      modelBytes: await modelBytes(),
      usedBytes: usage,
      freeBytes: usage === undefined || quota === undefined ? undefined : Math.max(0, quota - usage),
      persisted,
    };
  }

  async persist(): Promise<boolean> {
    return (await (navigator.storage as StorageManager | undefined)?.persist()) ?? false;
  }

  /** Of a branch or tag any commit that is here will do; none of the hub is asked then. */
  async fetch(card: ModelCard, onTransfer: OnTransfer, signal: AbortSignal): Promise<StoredModel> {
    return withWeightErrors(signal, async () => {
      const here = await findComplete(card);
      if (here) return here;
      const { engine, modelId, revision, dtype } = card.spec;
      const fetched = await askDock(this.#settings.dockUrl, 'fetch', { engine, modelId, revision, dtype }, onTransfer, signal);
      return keepModel(newManifest(card, fetched.revision, fetched.files, 'download', Date.now()));
    });
  }

  check(model: StoredModel, onTransfer: OnTransfer, signal: AbortSignal): Promise<StoredModel> {
    return this.#inWorker('check', model, onTransfer, signal);
  }

  importModel(files: readonly DroppedFile[], onTransfer: OnTransfer, signal: AbortSignal): Promise<StoredModel> {
    return this.#inWorker('importModel', files, onTransfer, signal);
  }

  remove(model: StoredModel): Promise<void> {
    return withWeightErrors(NEVER, () => removeModel(model.card.spec));
  }

  pack(model: StoredModel): Promise<PackedModel> {
    return withWeightErrors(NEVER, () => packModel(model));
  }

  /** A worker for each call: its end gives back what it held, and an abort needs nobody to listen. */
  async #inWorker<Name extends keyof WeightCalls>(name: Name, argument: WeightCalls[Name]['argument'], onEvent: OnTransfer, signal: AbortSignal): Promise<StoredModel> {
    signal.throwIfAborted();
    const died = (detail: string) => new WeightError('failed', `the worker ended: ${detail}`);
    const worker = connectWorker<WeightCalls>(this.#settings.startWorker(this.#settings.weightsUrl), reviveWeightError, died);
    try {
      return await worker.calls.call(name, argument, { onEvent, signal });
    } finally {
      worker.end(died('its work is done'));
    }
  }
}

const NEVER = new AbortController().signal;
