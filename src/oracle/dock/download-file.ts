import { cachedFile } from '../catalogue/cached-weights.ts';
import type { WeightFile } from '../catalogue/weight-file.ts';
import { OracleError } from '../oracle.ts';
import { ByteCount } from './byte-count.ts';
import type { DownloadProgress } from './download-progress.ts';
import type { WeightSource } from './weight-source.ts';

/** Pauses before the second, third and fourth attempt. */
const RETRY_PAUSES_MS = [1_000, 4_000, 16_000] as const;

/** Beyond this a file goes from the network to the disk piece by piece, and its announced size is taken at its word. */
const BUFFERED_BYTES = 32 * 1024 ** 2;

/** A failure that a repetition would only repeat. */
class FinalFailure extends Error {}

/**
 * Brings one file into its cache, whole or not at all; skips it when it is there. Repeats after network errors and
 * failures of the server. Rejects with OracleError `download-failed`, whose detail names the file, or with the signal's reason.
 */
export async function downloadFile(file: WeightFile, source: WeightSource, progress: DownloadProgress, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const cached = await cachedFile(file);
  if (cached) return progress.finish(file, sizeOf(cached) ?? file.sizeBytes ?? 0);
  for (const pauseMs of [...RETRY_PAUSES_MS, undefined]) {
    try {
      return await fetchFile(file, source, progress, signal);
    } catch (error) {
      signal.throwIfAborted();
      if (pauseMs === undefined || isFinal(error)) throw new OracleError('download-failed', `${file.url}: ${String(error)}`, { cause: error });
      await source.pause(pauseMs, signal);
    }
  }
}

async function fetchFile(file: WeightFile, source: WeightSource, progress: DownloadProgress, signal: AbortSignal): Promise<void> {
  const response = await source.fetch(file.url, signal);
  if (response.status === 404 && file.optional) return progress.finish(file, 0);
  const body = checkedBody(response);
  const sizeBytes = file.sizeBytes ?? sizeOf(response);
  progress.begin(file, sizeBytes);
  const large = sizeBytes !== undefined && sizeBytes > BUFFERED_BYTES;
  const count = new ByteCount((bytes) => progress.add(file, bytes), large ? sizeBytes : file.sizeBytes);
  try {
    const counted = body.pipeThrough(count.stream);
    const content = large ? counted : await new Response(counted).arrayBuffer();
    const storedBytes = content instanceof ArrayBuffer ? content.byteLength : (sizeBytes ?? 0);
    const cache = await caches.open(file.cacheName);
    await cache.put(file.url, new Response(content, { headers: storedHeaders(response, storedBytes) }));
    progress.finish(file, storedBytes);
  } catch (error) {
    throw count.mismatch ?? error;
  }
}

function checkedBody(response: Response): ReadableStream<Uint8Array<ArrayBuffer>> {
  const { status, ok, headers, body } = response;
  if (!ok) throw status >= 500 || status === 429 || status === 408 ? new Error(`HTTP ${status}`) : new FinalFailure(`HTTP ${status}`);
  // Sign-in pages of public networks answer everything with success.
  if (headers.get('content-type')?.startsWith('text/html')) throw new FinalFailure('a web page came in place of the file');
  if (!body) throw new Error('the answer has no body');
  return body;
}

/** Our own headers only: a foreign `Vary` would keep the engine from finding the file, and its announced size may be that of a compressed form. */
function storedHeaders({ headers }: Response, sizeBytes: number): HeadersInit {
  return { 'content-type': headers.get('content-type') ?? 'application/octet-stream', 'content-length': String(sizeBytes) };
}

function sizeOf({ headers }: Response): number | undefined {
  const text = headers.get('content-length');
  return text === null ? undefined : Number(text);
}

function isFinal(error: unknown): boolean {
  return error instanceof FinalFailure || (error instanceof DOMException && error.name === 'QuotaExceededError');
}
