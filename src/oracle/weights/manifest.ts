import type { ModelCard } from '../model-card.ts';
import type { StoredModel } from '../shelf.ts';
import { folderUrl, LIBRARY_VERSION, libraryUrl } from './addresses.ts';
import { keyText, type StoredFile, WEIGHT_SCOPES } from './weight-file.ts';

/** What is known of a model whose files are all here. Written after them, so that what has a manifest was once whole. */
export interface ModelManifest {
  readonly format: 1;
  /** Its spec names the commit. */
  readonly card: ModelCard;
  readonly origin: StoredModel['origin'];
  readonly storedAtMs: number;
  readonly lastUsedAtMs?: number | undefined;
  readonly checkedAtMs: number;
  /** The engine version that the compiled library is made for; null for engines without one. */
  readonly libraryVersion: string | null;
  readonly files: readonly StoredFile[];
}

/** The manifest of a model that has just come here whole. The card's commit and size are the true ones from now on. */
export function newManifest(card: ModelCard, revision: string, files: readonly StoredFile[], origin: StoredModel['origin'], nowMs: number): ModelManifest {
  return {
    format: 1,
    card: { ...plainCard(card), spec: { ...card.spec, revision }, downloadBytes: totalBytes(files) },
    origin,
    storedAtMs: nowMs,
    checkedAtMs: nowMs,
    libraryVersion: card.spec.engine === 'webllm' ? LIBRARY_VERSION : null,
    files,
  };
}

/** Nothing but what is a card's: offers are cards with more to them, which would be out of date by tomorrow. */
function plainCard(card: ModelCard): ModelCard {
  const { spec, title, licence, parametersBillions, downloadBytes, memoryBytes, contextTokenBytes, contextTokensMax, languages, strengths, gpu, thinks, serves } = card;
  return {
    ...{ spec, title, licence, parametersBillions, downloadBytes, memoryBytes, contextTokensMax, languages, strengths, gpu, thinks },
    ...(contextTokenBytes === undefined ? {} : { contextTokenBytes }),
    ...(serves === undefined ? {} : { serves }),
  };
}

/** The model as the page sees it. */
export function storedModel({ card, files, origin, storedAtMs, lastUsedAtMs, checkedAtMs }: ModelManifest, missing: readonly string[]): StoredModel {
  return { card, sizeBytes: totalBytes(files), fileCount: files.length, origin, storedAtMs, lastUsedAtMs, checkedAtMs, missing };
}

/** Whether files lie exactly where the engine will look for those of this model, and nowhere else: a foreign manifest could name another model's place. */
export function keysAreOwn({ card: { spec }, files }: ModelManifest): boolean {
  const folder = folderUrl(spec);
  const library = spec.engine === 'webllm' ? libraryUrl(spec.modelId) : undefined;
  const scopes = WEIGHT_SCOPES.filter((scope) => scope.startsWith('webllm') === (spec.engine === 'webllm'));
  const ownPlace = ({ scope, url }: StoredFile) => (scope === 'webllm/wasm' ? url === library : url.startsWith(folder) && !url.includes('..'));
  const distinct = new Set(files.map(keyText)).size === files.length;
  return distinct && files.every((file) => scopes.includes(file.scope) && ownPlace(file));
}

function totalBytes(files: readonly StoredFile[]): number {
  return files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}
