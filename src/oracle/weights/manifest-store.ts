import type { OracleSpec } from '../../core/run.ts';
import { hexOfText, removeEntry, writeText } from './file-store.ts';
import type { ModelManifest } from './manifest.ts';
import { readManifest } from './read-manifest.ts';
import { isMissing, isUnreadable } from './storage-errors.ts';

const FOLDER = 'tain-models';

/** Guards each reading that a writing follows, over all tabs. */
const LOCK = 'tain-models';

type SpecOf = Pick<OracleSpec, 'engine' | 'modelId' | 'revision' | 'dtype' | 'device'>;

/** The manifests of all models on this machine, in no order. Empty where there is no private file system, as in insecure contexts. */
export async function readManifests(): Promise<ModelManifest[]> {
  if (!hasFileSystem()) return [];
  const manifests: ModelManifest[] = [];
  try {
    for await (const handle of (await folder()).values()) {
      const manifest = handle.kind === 'file' ? readManifest(await textOf(handle)) : undefined;
      if (manifest) manifests.push(manifest);
    }
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  return manifests;
}

/** The manifest of the weights that a spec names by engine, model, commit and number format, for whichever device; undefined when there is none. */
export async function findManifest({ engine, modelId, revision, dtype }: Omit<SpecOf, 'device'>): Promise<ModelManifest | undefined> {
  const same = ({ card: { spec } }: ModelManifest) => spec.engine === engine && spec.modelId === modelId && spec.revision === revision && spec.dtype === dtype;
  return (await readManifests()).find(same);
}

/** The manifest of exactly this spec, its device included; undefined when there is none. */
export async function getManifest(spec: SpecOf): Promise<ModelManifest | undefined> {
  return readManifest(await read(spec));
}

/** Writes a manifest in the place of the one of the same spec. */
export async function writeManifest(manifest: ModelManifest): Promise<void> {
  await navigator.locks.request(LOCK, async () => write(manifest));
}

/** Writes what `change` makes of the present manifest of a spec; resolves with it, or with undefined and without a change when there is none. */
export async function changeManifest(spec: SpecOf, change: (manifest: ModelManifest) => ModelManifest): Promise<ModelManifest | undefined> {
  return navigator.locks.request(LOCK, async () => {
    const present = readManifest(await read(spec));
    if (!present) return undefined;
    const changed = change(present);
    await write(changed);
    return changed;
  });
}

/** Removes the manifest of a spec, and resolves with those that are left and the one removed. */
export async function takeManifest(spec: SpecOf): Promise<{ taken: ModelManifest | undefined; others: ModelManifest[] }> {
  return navigator.locks.request(LOCK, async () => {
    const taken = readManifest(await read(spec));
    if (taken) await removeEntry(await folder(), await nameOf(spec));
    return { taken, others: await readManifests() };
  });
}

async function write(manifest: ModelManifest): Promise<void> {
  await writeText(await folder(true), await nameOf(manifest.card.spec), JSON.stringify(manifest));
}

async function read(spec: SpecOf): Promise<string> {
  try {
    return await textOf(await (await folder()).getFileHandle(await nameOf(spec)));
  } catch (error) {
    if (isMissing(error)) return '';
    throw error;
  }
}

/** `''` when the file was removed meanwhile. One that was written anew after it was opened is opened again. */
async function textOf(handle: FileSystemFileHandle, attempts = 5): Promise<string> {
  try {
    return await (await handle.getFile()).text();
  } catch (error) {
    if (isMissing(error)) return '';
    if (isUnreadable(error) && attempts > 1) return textOf(handle, attempts - 1);
    throw error;
  }
}

/** Made only for writing: on a full disk nothing can be made, and what is there is still to be read. */
async function folder(create = false): Promise<FileSystemDirectoryHandle> {
  return (await navigator.storage.getDirectory()).getDirectoryHandle(FOLDER, { create });
}

async function nameOf({ engine, modelId, revision, dtype, device }: SpecOf): Promise<string> {
  return `${await hexOfText([engine, modelId, revision, dtype, device].join(' '))}.json`;
}

function hasFileSystem(): boolean {
  // Absent in insecure contexts and older browsers, whatever the types say.
  return typeof (navigator.storage as StorageManager | undefined)?.getDirectory === 'function';
}
