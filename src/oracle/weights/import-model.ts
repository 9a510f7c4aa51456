import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { type DroppedFile, type StoredModel, type TransferProgress, WeightError } from '../shelf.ts';
import { folderUrl, LOCAL_REVISION } from './addresses.ts';
import { withFileLock } from './file-store.ts';
import { importPartName, makeRoom, whileMoving } from './free-space.ts';
import { type ImportFile, openFolder } from './import-folder.ts';
import { newManifest } from './manifest.ts';
import { readManifests } from './manifest-store.ts';
import { findModelFolder } from './model-folder.ts';
import { PartFile } from './part-file.ts';
import { type FitsMachine, type ImportPlan, planImport } from './plan-import.ts';
import { weightErrorOf } from './storage-errors.ts';
import { keepModel } from './stored-models.ts';
import { TransferMeter } from './transfer-meter.ts';
import { keyText, type StoredFile, type WeightFile } from './weight-file.ts';

interface Arrived {
  readonly part: PartFile;
  readonly stored: StoredFile;
}

/**
 * Brings a model here from the disk, without any request: a folder, or one archive made by `packModel`. Checks each file against what
 * the folder promises of it. Rejects with WeightError, which names the file, or with the signal's reason; then nothing has come here.
 */
export function importModel(files: readonly DroppedFile[], fits: FitsMachine, onProgress: (progress: TransferProgress) => void, signal: AbortSignal): Promise<StoredModel> {
  return whileMoving(async () => {
    const meter = new TransferMeter('list', onProgress);
    const plan = await planImport(findModelFolder(await openFolder(files)), fits);
    meter.expect('copy', plan.files.map(({ file, source }) => ({ path: file.path, sizeBytes: source.sizeBytes })), true);
    await makeRoom(meter.remainingBytes(), plan.files.map(({ file }) => file));
    const arrived: Arrived[] = [];
    try {
      const known = new Map((await readManifests()).flatMap((manifest) => manifest.files).map((file) => [keyText(file), file.sha256]));
      for (const { file, source } of plan.files) arrived.push(await copy(file, source, known, meter, signal));
      return await settle(plan, arrived, signal);
    } finally {
      // Of those that have become files of the model no part is left to discard.
      for (const { part } of arrived) await part.discard();
    }
  });
}

async function copy(file: WeightFile, source: ImportFile, known: ReadonlyMap<string, string>, meter: TransferMeter, signal: AbortSignal): Promise<Arrived> {
  const { scope, path } = file;
  const part = await PartFile.open({ scope, path, name: importPartName(), promise: { sizeBytes: source.sizeBytes, ...file.promise } });
  try {
    const sink = new WritableStream<Uint8Array>({
      write: (bytes) => {
        part.append(bytes);
        meter.moved(file.path, bytes.byteLength);
      },
    });
    await source.pipeTo(sink, signal);
    const content = part.finish();
    if (typeof content === 'string') throw new WeightError('damaged', `${file.path}: ${content}`);
    // The same address never means two contents: one of the two is not what it says.
    const knownSha256 = known.get(keyText(file));
    if (knownSha256 !== undefined && knownSha256 !== content.sha256) throw new WeightError('damaged', `${file.path}: another content than the one that is here already`);
    meter.finish(file.path, content.sizeBytes);
    return { part, stored: { scope: file.scope, url: file.url, path: file.path, ...content } };
  } catch (error) {
    await part.discard();
    signal.throwIfAborted();
    // A file that was moved or changed since it was dropped, or a disk that does not give it.
    const unreadable = error instanceof DOMException && (error.name === 'NotReadableError' || error.name === 'NotFoundError');
    throw unreadable ? new WeightError('incomplete', `${path}: it cannot be read`, { cause: error }) : weightErrorOf(error, path);
  }
}

async function settle({ card, revision: given, here }: ImportPlan, arrived: readonly Arrived[], signal: AbortSignal): Promise<StoredModel> {
  const revision = given ?? nameFromHashes(arrived.map(({ stored }) => stored));
  const [from, to] = [folderUrl(card.spec), folderUrl({ ...card.spec, revision })];
  const files = arrived.map(({ part, stored }) => ({ part, stored: { ...stored, url: stored.url.replace(from, to) } }));
  for (const { part, stored } of files) await withFileLock(stored, signal, () => part.settle(stored));
  return keepModel(newManifest(card, revision, [...files.map(({ stored }) => stored), ...here], 'import', Date.now()));
}

/** The same files get the same name, wherever they come from. */
function nameFromHashes(files: readonly StoredFile[]): string {
  const lines = files.map((file) => `${file.sha256} ${file.url.split('/').at(-1)}`).sort();
  return LOCAL_REVISION + bytesToHex(sha256(new TextEncoder().encode(lines.join('\n')))).slice(0, 16);
}
