import type { ModelCard } from '../../src/oracle/model-card.ts';
import { type DroppedFile, type ModelShelf, type PackedModel, type StorageReport, type StoredModel, type TransferProgress, WeightError, type WeightErrorCode } from '../../src/oracle/shelf.ts';

type OnTransfer = (progress: TransferProgress) => void;

/** The commit that every branch of the scripted host leads to. */
export const SCRIPTED_COMMIT = '0123456789abcdef0123456789abcdef01234567';

/** What goes wrong on the scripted shelf. */
export interface ShelfScript {
  /** Pause between two signs of progress. */
  readonly stepMs: number;
  /** Titles of models whose download fails, and how. */
  readonly failing?: Readonly<Record<string, WeightErrorCode>>;
  /** Titles of models whose first download waits for its connection until it is cancelled. */
  readonly stuck?: readonly string[];
  /** Titles of models of which a check finds a damaged file. */
  readonly damaged?: readonly string[];
}

/** A shelf in memory: nothing is fetched, and all goes as the script says. */
export class ScriptedShelf implements ModelShelf {
  readonly #script: ShelfScript;
  readonly #stuck: Set<string>;
  #models: StoredModel[];
  #persisted = false;

  constructor(script: ShelfScript, models: readonly StoredModel[] = []) {
    this.#script = script;
    this.#stuck = new Set(script.stuck);
    this.#models = [...models];
  }

  models(): Promise<StoredModel[]> {
    return Promise.resolve([...this.#models]);
  }

  storage(): Promise<StorageReport> {
    const modelBytes = this.#models.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    return Promise.resolve({ modelBytes, usedBytes: modelBytes + 40e6, freeBytes: 212e9, persisted: this.#persisted });
  }

  persist(): Promise<boolean> {
    this.#persisted = true;
    return Promise.resolve(true);
  }

  async fetch(card: ModelCard, onTransfer: OnTransfer, signal: AbortSignal): Promise<StoredModel> {
    await this.#progress('fetch', card.downloadBytes, onTransfer, signal, this.#stuck.delete(card.title));
    const failure = this.#script.failing?.[card.title];
    if (failure) throw new WeightError(failure, 'onnx/model_q4f16.onnx');
    const revision = card.spec.revision === 'main' ? SCRIPTED_COMMIT : card.spec.revision;
    return this.#keep(storedModel({ ...card, spec: { ...card.spec, revision } }));
  }

  async check(model: StoredModel, onTransfer: OnTransfer, signal: AbortSignal): Promise<StoredModel> {
    await this.#progress('check', model.sizeBytes, onTransfer, signal);
    const damaged = this.#script.damaged?.includes(model.card.title) === true;
    return this.#keep({ ...model, checkedAtMs: Date.now(), missing: damaged ? ['onnx/model_q4f16.onnx'] : model.missing });
  }

  remove(model: StoredModel): Promise<void> {
    this.#models = this.#models.filter((one) => !isSame(one, model));
    return Promise.resolve();
  }

  pack({ card }: StoredModel): Promise<PackedModel> {
    return Promise.resolve({ name: `${card.title}.tain-model.zip`, blob: new Blob(['packed']) });
  }

  async importModel(files: readonly DroppedFile[], onTransfer: OnTransfer, signal: AbortSignal): Promise<StoredModel> {
    const sizeBytes = files.reduce((sum, { file }) => sum + file.size, 0);
    await this.#progress('copy', sizeBytes, onTransfer, signal);
    const [folder = ''] = files[0]?.path.split('/') ?? [];
    if (!files.some(({ path }) => path.endsWith('.onnx') || path.endsWith('.tain-model.zip'))) throw new WeightError('not-a-model', folder);
    return this.#keep({ ...storedModel(importedCard(folder)), origin: 'import', sizeBytes, fileCount: files.length });
  }

  #keep(model: StoredModel): StoredModel {
    this.#models = [model, ...this.#models.filter((one) => !isSame(one, model))];
    return model;
  }

  async #progress(stage: TransferProgress['stage'], totalBytes: number, onTransfer: OnTransfer, signal: AbortSignal, stuck = false): Promise<void> {
    const steps = 20;
    for (let step = 1; step <= steps; step++) {
      await new Promise((resolve) => setTimeout(resolve, this.#script.stepMs));
      signal.throwIfAborted();
      const retry = stuck && step === steps / 2 ? { path: 'onnx/model_q4f16.onnx', attempt: 2, attemptsMax: 8 } : undefined;
      onTransfer({ stage, doneBytes: (step / steps) * totalBytes, totalBytes, bytesPerSecond: 24e6, remainingMs: (steps - step) * 1000, retry });
      if (retry) await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
    }
  }
}

/** A model that lies on the scripted shelf, complete. */
export function storedModel(card: ModelCard): StoredModel {
  const nowMs = Date.UTC(2026, 10, 23, 8);
  return { card, sizeBytes: card.downloadBytes, fileCount: 7, origin: 'download', storedAtMs: nowMs, lastUsedAtMs: undefined, checkedAtMs: nowMs, missing: [] };
}

function isSame(one: StoredModel, other: StoredModel): boolean {
  return one.card.spec.modelId === other.card.spec.modelId && one.card.spec.dtype === other.card.spec.dtype && one.card.spec.revision === other.card.spec.revision;
}

function importedCard(folder: string): ModelCard {
  return {
    spec: { engine: 'transformers', modelId: folder, revision: 'import-1', device: 'webgpu', dtype: 'q4f16', contextTokens: 4096, lanes: 1, practice: false },
    title: folder,
    licence: { name: 'Not stated', url: '' },
    parametersBillions: 0.5, downloadBytes: 5e8, memoryBytes: 9e8, contextTokensMax: 8192, languages: [], strengths: [], thinks: false,
    gpu: { shaderF16: true, bufferBytes: 1e8 },
  };
}
