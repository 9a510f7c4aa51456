import type { OracleSpec } from '../../core/run.ts';
import type { ModelCard } from '../model-card.ts';
import { type StoredModel, WeightError } from '../shelf.ts';
import { isCommit } from './addresses.ts';
import { fileName, removeNamed } from './file-store.ts';
import { missingFiles } from './find-weights.ts';
import { type ModelManifest, newManifest, storedModel } from './manifest.ts';
import { changeManifest, findManifest, readManifests, takeManifest, writeManifest } from './manifest-store.ts';
import { keyText } from './weight-file.ts';

/** The models on this machine, the latest used first. A quick look: sizes, not hashes. */
export async function listModels(): Promise<StoredModel[]> {
  const models = await Promise.all((await readManifests()).map(asStored));
  const usedAtMs = ({ lastUsedAtMs, storedAtMs }: StoredModel) => lastUsedAtMs ?? storedAtMs;
  return models.sort((a, b) => usedAtMs(b) - usedAtMs(a));
}

/** A model with what it lacks by a quick look. */
async function asStored(manifest: ModelManifest): Promise<StoredModel> {
  return storedModel(manifest, await missingFiles(manifest));
}

/**
 * The model of a card when all its files are here, without any request; undefined when they are not. A branch or tag is met by any
 * commit, the latest that came here. What is here for one device serves another in the same number format.
 */
export async function findComplete(card: ModelCard): Promise<StoredModel | undefined> {
  const { engine, modelId, revision, dtype, device } = card.spec;
  const manifests = (await readManifests()).sort((a, b) => Number(b.card.spec.device === device) - Number(a.card.spec.device === device) || b.storedAtMs - a.storedAtMs);
  for (const manifest of manifests) {
    const { spec } = manifest.card;
    const meant = spec.engine === engine && spec.modelId === modelId && spec.dtype === dtype && (spec.revision === revision || !isCommit(revision));
    if (!meant || (await missingFiles(manifest)).length > 0) continue;
    if (spec.device === device) return storedModel(manifest, []);
    return keepModel(newManifest(card, spec.revision, manifest.files, manifest.origin, manifest.storedAtMs));
  }
  return undefined;
}

/** Makes what has come here a model of this machine. One that was here before keeps its history. Rejects with WeightError `failed` when files are gone again. */
export async function keepModel(manifest: ModelManifest): Promise<StoredModel> {
  const { origin, storedAtMs, lastUsedAtMs } = (await findManifest(manifest.card.spec)) ?? manifest;
  const kept = { ...manifest, origin, storedAtMs, lastUsedAtMs };
  const [missing] = await missingFiles(kept);
  if (missing !== undefined) throw new WeightError('failed', `${missing} is gone again`);
  await writeManifest(kept);
  return storedModel(kept, []);
}

/** Notes that a model is being used now; nothing happens when it is not here. */
export async function markUsed(spec: OracleSpec, nowMs: number): Promise<void> {
  await changeManifest(spec, (manifest) => ({ ...manifest, lastUsedAtMs: nowMs }));
}

/** Removes a model with all files that no other model needs. */
export async function removeModel(spec: OracleSpec): Promise<void> {
  const { taken, others } = await takeManifest(spec);
  const needed = new Set(others.flatMap(({ files }) => files.map(keyText)));
  const own = (taken?.files ?? []).filter((file) => !needed.has(keyText(file)));
  for (const file of own) await removeNamed(file.scope, await fileName(file));
}

/** Bytes of all models on this machine; files that several need count once. */
export async function modelBytes(): Promise<number> {
  const files = (await readManifests()).flatMap((manifest) => manifest.files);
  const sizes = new Map(files.map((file) => [keyText(file), file.sizeBytes]));
  return [...sizes.values()].reduce((sum, sizeBytes) => sum + sizeBytes, 0);
}
