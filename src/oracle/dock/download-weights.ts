import { readCachedIndex } from '../catalogue/cached-weights.ts';
import type { WeightFile, WeightLayout } from '../catalogue/weight-file.ts';
import { type LoadProgress, OracleError } from '../oracle.ts';
import { downloadFile } from './download-file.ts';
import { DownloadProgress } from './download-progress.ts';
import type { WeightSource } from './weight-source.ts';

/** More would not be faster and would rouse the hosts' limits. */
const PARALLEL_FILES = 4;

/**
 * Brings all files of a model into the engine's cache: the index files first, then what they name, a few at a time, in their order.
 * Rejects with OracleError `download-failed` or with the signal's reason; what is complete by then stays for the next time.
 */
export async function downloadWeights(layout: WeightLayout, source: WeightSource, onProgress: (progress: LoadProgress) => void, signal: AbortSignal): Promise<void> {
  const progress = new DownloadProgress(onProgress);
  const download = (file: WeightFile, until: AbortSignal) => downloadFile(file, source, progress, until);
  progress.expect(layout.indexFiles, false);
  await inLanes(layout.indexFiles, download, signal);
  const others = await namedFiles(layout);
  progress.expect(others, true);
  await inLanes(others, download, signal);
}

async function namedFiles(layout: WeightLayout): Promise<WeightFile[]> {
  try {
    return await layout.otherFiles(readCachedIndex);
  } catch (error) {
    // Kept, a broken index file would be skipped as present and break every later attempt too.
    for (const { url, cacheName } of layout.indexFiles) await (await caches.open(cacheName)).delete(url);
    throw new OracleError('download-failed', String(error), { cause: error });
  }
}

/** Resolves when all are done. The first failure ends the others, and is thrown when they have ended. */
async function inLanes(files: readonly WeightFile[], download: (file: WeightFile, until: AbortSignal) => Promise<void>, signal: AbortSignal): Promise<void> {
  const failed = new AbortController();
  const until = AbortSignal.any([signal, failed.signal]);
  const queue = files.values();
  const lane = async () => {
    try {
      for (const file of queue) await download(file, until);
    } catch (error) {
      failed.abort(error);
    }
  };
  await Promise.all(Array.from({ length: PARALLEL_FILES }, lane));
  signal.throwIfAborted();
  failed.signal.throwIfAborted();
}
