import { WeightError } from '../shelf.ts';
import type { Content } from '../weights/content-hash.ts';
import { fileName, storedFile, withFileLock } from '../weights/file-store.ts';
import { PartFile } from '../weights/part-file.ts';
import { weightErrorOf } from '../weights/storage-errors.ts';
import type { TransferMeter } from '../weights/transfer-meter.ts';
import type { StoredFile, WeightFile } from '../weights/weight-file.ts';
import { withAttempts } from './attempts.ts';
import { receive } from './receive.ts';
import type { WeightSource } from './weight-source.ts';

/** So much in one attempt shows that the host can be reached. */
const MUCH_BYTES = 1024 ** 2;

/**
 * Brings one file here, whole and checked, or not at all; skips it when it is here, and goes on where an earlier attempt broke off.
 * When another tab is bringing the same file, that one's end is waited for. Rejects with WeightError, whose detail names the file,
 * or with the signal's reason; what has come stays for the next time, unless it is wrong.
 */
export async function fetchFile(file: WeightFile, source: WeightSource, meter: TransferMeter, signal: AbortSignal): Promise<StoredFile> {
  try {
    return await withFileLock(file, signal, async () => {
      const here = await storedFile(file, file.path);
      const stored = here && (file.promise.sha256 ?? here.sha256) === here.sha256 ? here : await bring(file, source, meter, signal);
      meter.finish(file.path, stored.sizeBytes);
      return stored;
    });
  } catch (error) {
    signal.throwIfAborted();
    throw weightErrorOf(error, file.path);
  }
}

async function bring(file: WeightFile, source: WeightSource, meter: TransferMeter, signal: AbortSignal): Promise<StoredFile> {
  const { scope, url, path, promise } = file;
  const part = await PartFile.open({ scope, name: await fileName(file), path, promise });
  try {
    const stored: StoredFile = { scope, url, path, ...(await wholeContent(file, part, source, meter, signal)) };
    await part.settle(stored);
    return stored;
  } finally {
    part.close();
  }
}

/** A wrong content is fetched once more from the beginning: a part of an earlier life may be to blame. */
async function wholeContent(file: WeightFile, part: PartFile, source: WeightSource, meter: TransferMeter, signal: AbortSignal): Promise<Content> {
  if (canGoOn(file)) await part.recall(signal);
  else part.restart();
  for (let chance = 1; ; chance += 1) {
    if (part.sizeBytes === 0 || part.sizeBytes !== file.promise.sizeBytes) await receivePersistently(file, part, source, meter, signal);
    const found = part.finish();
    if (typeof found !== 'string') return found;
    part.restart();
    if (chance === 2) throw new WeightError('damaged', `${file.path}: ${found}`);
    meter.has(file.path, 0);
  }
}

async function receivePersistently(file: WeightFile, part: PartFile, source: WeightSource, meter: TransferMeter, signal: AbortSignal): Promise<void> {
  let startBytes = 0;
  const attempt = () => {
    if (!canGoOn(file)) part.restart();
    startBytes = part.sizeBytes;
    return receive(file, part, source, meter, signal);
  };
  await withAttempts(file.path, source, meter, signal, attempt, () => part.sizeBytes - startBytes >= MUCH_BYTES);
}

/** Two pieces may be of two versions; where no hash would show that, a file is always fetched in one. */
function canGoOn({ promise: { sizeBytes, sha256, gitSha1, md5 } }: WeightFile): boolean {
  return sizeBytes !== undefined && (sha256 ?? gitSha1 ?? md5) !== undefined;
}
