import { bytesToHex } from '@noble/hashes/utils.js';
import { isMissing } from './storage-errors.ts';
import { keyText, type StoredFile, type WeightKey, type WeightScope } from './weight-file.ts';

/**
 * Files of models in the browser's own file system (OPFS), laid out as WebLLM lays out its own: each address has a payload and a
 * small record beside it, both named by the address's SHA-256. The record comes last, so a payload without one is no file yet.
 * Source: OPFSStore of @mlc-ai/web-llm 0.2.86. Transformers.js, which asks by address too, gets a scope of the same form.
 */
const ROOT = 'tvmjs-opfs-store';

const PAYLOAD = '.bin';
const RECORD = '.record.json';
/** A file that is still arriving; the engine's layout knows nothing of these. */
const PART = '.part';

/** The folder of a scope. Unless it is to be made, rejects with a DOMException that {@link isMissing} knows when it is not there: on a full disk nothing can be made. */
async function scopeFolder(scope: WeightScope, create = false): Promise<FileSystemDirectoryHandle> {
  let folder = await navigator.storage.getDirectory();
  for (const name of [ROOT, ...scope.split('/')]) folder = await folder.getDirectoryHandle(name, { create });
  return folder;
}

/** The name that a key's files bear, without extension. */
export async function fileName({ url }: WeightKey): Promise<string> {
  return hexOfText(url);
}

/** SHA-256 of a text, as hex. */
export async function hexOfText(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return bytesToHex(new Uint8Array(digest));
}

/** The file that is arriving under `name`; made when it is not there. */
export async function partHandle(scope: WeightScope, name: string): Promise<FileSystemFileHandle> {
  return (await scopeFolder(scope, true)).getFileHandle(name + PART, { create: true });
}

/** The content of a stored file; undefined when it is not here or its record is not. */
export async function openStored(key: WeightKey): Promise<File | undefined> {
  const name = await fileName(key);
  try {
    const folder = await scopeFolder(key.scope);
    await folder.getFileHandle(name + RECORD);
    return await (await folder.getFileHandle(name + PAYLOAD)).getFile();
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** What is recorded of a file that lies here whole, by a quick look at its size; undefined when there is none. */
export async function storedFile(key: WeightKey, path: string): Promise<StoredFile | undefined> {
  try {
    const handle = await (await scopeFolder(key.scope)).getFileHandle((await fileName(key)) + RECORD);
    const record: unknown = JSON.parse(await (await handle.getFile()).text());
    const { nbytes, sha256, crc32 } = record as { nbytes?: unknown; sha256?: unknown; crc32?: unknown };
    // Engines write records too, without our members: such a file was never checked.
    if (typeof nbytes !== 'number' || typeof sha256 !== 'string' || typeof crc32 !== 'number') return undefined;
    const payload = await openStored(key);
    return payload?.size === nbytes ? { scope: key.scope, url: key.url, path, sizeBytes: nbytes, sha256, crc32 } : undefined;
  } catch (error) {
    if (isMissing(error) || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

// The DOM library does not know it yet; in this file system all browsers with WebGPU have it.
interface MovableHandle extends FileSystemFileHandle {
  move(name: string): Promise<void>;
}

/** Makes a part that has arrived whole, and is closed, the file that `stored` describes. */
export async function settlePart(part: FileSystemFileHandle, stored: StoredFile): Promise<void> {
  const { scope, url, sizeBytes, sha256, crc32 } = stored;
  await removeStored(stored);
  const name = await fileName(stored);
  await (part as MovableHandle).move(name + PAYLOAD);
  const record = { url, nbytes: sizeBytes, contentType: url.endsWith('.json') ? 'application/json' : 'application/octet-stream', sha256, crc32 };
  await writeText(await scopeFolder(scope), name + RECORD, JSON.stringify(record));
}

/** Removes a file, its record first; nothing happens when it is not here. A part of it that is arriving stays. */
export async function removeStored(key: WeightKey): Promise<void> {
  await removeEntries(key.scope, await fileName(key), [RECORD, PAYLOAD]);
}

/** Removes a part that will not be gone on with. */
export async function removePart(scope: WeightScope, name: string): Promise<void> {
  await removeEntries(scope, name, [PART]);
}

/** Removes whatever lies under a name. */
export async function removeNamed(scope: WeightScope, name: string): Promise<void> {
  await removeEntries(scope, name, [RECORD, PAYLOAD, PART]);
}

/** Names of all that lies in a scope, without extension. */
export async function namesIn(scope: WeightScope): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  try {
    for await (const entry of (await scopeFolder(scope)).keys()) names.add(entry.split('.')[0] ?? '');
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  return names;
}

async function removeEntries(scope: WeightScope, name: string, extensions: readonly string[]): Promise<void> {
  try {
    const folder = await scopeFolder(scope);
    for (const extension of extensions) await removeEntry(folder, name + extension);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

/** Writes a small file whole or not at all. */
export async function writeText(folder: FileSystemDirectoryHandle, name: string, text: string): Promise<void> {
  const writable = await (await folder.getFileHandle(name, { create: true })).createWritable();
  await writable.write(text);
  await writable.close();
}

/** Removes an entry of a folder; nothing happens when it is not there. */
export async function removeEntry(folder: FileSystemDirectoryHandle, name: string): Promise<void> {
  try {
    await folder.removeEntry(name);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

/** Runs `work` while nobody else on this machine, in whatever tab, works on the same file. Rejects with the signal's reason when that is aborted first. */
export function withFileLock<Result>(key: WeightKey, signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
  return navigator.locks.request(`tain-weight ${keyText(key)}`, { signal }, work);
}
