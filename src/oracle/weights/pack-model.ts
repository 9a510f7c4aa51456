import { crc32 } from '../../core/crc32.ts';
import { type PackedModel, type StoredModel, WeightError } from '../shelf.ts';
import { openStored } from './file-store.ts';
import { getManifest } from './manifest-store.ts';
import type { StoredFile } from './weight-file.ts';
import { zipBlob, type ZipEntry } from './zip-blob.ts';

/** The manifest's name in a packed model. */
export const MANIFEST_NAME = 'tain-model.json';

/** Packs a model into one archive: a folder with the manifest and then its files. Rejects with WeightError `not-found`, or `incomplete`, which names the missing file. */
export async function packModel({ card: { spec } }: StoredModel): Promise<PackedModel> {
  const manifest = await getManifest(spec);
  if (!manifest) throw new WeightError('not-found', spec.modelId);
  const modelName = spec.modelId.split('/').at(-1) ?? spec.modelId;
  const name = modelName.includes(spec.dtype) ? modelName : `${modelName}-${spec.dtype}`;
  const text = new TextEncoder().encode(JSON.stringify(manifest, undefined, 1));
  const first: ZipEntry = { path: `${name}/${MANIFEST_NAME}`, blob: new Blob([text]), crc32: crc32(text) };
  const others = await Promise.all(manifest.files.map((file) => entryOf(file, name)));
  return { name: `${name}.zip`, blob: zipBlob([first, ...others]) };
}

async function entryOf(stored: StoredFile, folder: string): Promise<ZipEntry> {
  const blob = await openStored(stored);
  if (blob?.size !== stored.sizeBytes) throw new WeightError('incomplete', stored.path);
  return { path: `${folder}/${stored.path}`, blob, crc32: stored.crc32 };
}
