import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { type StoredModel, type TransferProgress, WeightError } from '../shelf.ts';
import { openStored, removeStored, withFileLock } from './file-store.ts';
import { storedModel } from './manifest.ts';
import { changeManifest, getManifest } from './manifest-store.ts';
import { TransferMeter } from './transfer-meter.ts';
import { isUnreadable } from './storage-errors.ts';
import type { StoredFile } from './weight-file.ts';

const READ_BYTES = 4 * 1024 ** 2;

/** The browser's own digest is several times faster, but takes a file only whole. */
const DIGEST_AT_ONCE_BYTES = 64 * 1024 ** 2;

/**
 * Holds every byte of a model against its hash; what is wrong is removed. Resolves with the model as it then is.
 * Rejects with WeightError `not-found` when the model is not here, or with the signal's reason.
 */
export async function checkWeights(model: StoredModel, onProgress: (progress: TransferProgress) => void, signal: AbortSignal): Promise<StoredModel> {
  const manifest = await getManifest(model.card.spec);
  if (!manifest) throw new WeightError('not-found', model.card.spec.modelId);
  const meter = new TransferMeter('check', onProgress);
  meter.expect('check', manifest.files, true);
  const missing: string[] = [];
  for (const file of manifest.files) {
    signal.throwIfAborted();
    const sound = await withFileLock(file, signal, () => checkFile(file, meter, signal));
    if (!sound) missing.push(file.path);
    meter.finish(file.path, file.sizeBytes);
  }
  const checkedAtMs = Date.now();
  await changeManifest(model.card.spec, (present) => ({ ...present, checkedAtMs }));
  return storedModel({ ...manifest, checkedAtMs }, missing);
}

async function checkFile(stored: StoredFile, meter: TransferMeter, signal: AbortSignal): Promise<boolean> {
  const file = await openStored(stored);
  const sound = file?.size === stored.sizeBytes && (await hashOf(file, (bytes) => meter.moved(stored.path, bytes), signal)) === stored.sha256;
  if (!sound) await removeStored(stored);
  return sound;
}

async function hashOf(file: File, onBytes: (bytes: number) => void, signal: AbortSignal): Promise<string | undefined> {
  try {
    if (file.size <= DIGEST_AT_ONCE_BYTES) {
      const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
      onBytes(file.size);
      return bytesToHex(new Uint8Array(digest));
    }
    const hash = sha256.create();
    for (let at = 0; at < file.size; at += READ_BYTES) {
      const bytes = new Uint8Array(await file.slice(at, at + READ_BYTES).arrayBuffer());
      signal.throwIfAborted();
      hash.update(bytes);
      onBytes(bytes.byteLength);
    }
    return bytesToHex(hash.digest());
  } catch (error) {
    // A disk that does not give the bytes back has lost them.
    if (isUnreadable(error)) return undefined;
    throw error;
  }
}
