import { untilAborted } from '../until-aborted.ts';
import type { PartFile } from '../weights/part-file.ts';
import type { TransferMeter } from '../weights/transfer-meter.ts';
import type { WeightFile } from '../weights/weight-file.ts';
import { bodyOf, contentRange, PassingFailure } from './answer.ts';
import { readPieces, watchStalls } from './stall-watch.ts';
import type { WeightSource } from './weight-source.ts';

/**
 * Brings what a file still lacks into `part`, in one request. A host that ignores the range, or has another content, sends the
 * part back to its beginning. Rejects with PassingFailure or another error when the connection breaks; what has come by then stays.
 */
export async function receive(file: WeightFile, part: PartFile, source: WeightSource, meter: TransferMeter, signal: AbortSignal): Promise<void> {
  const goesOn = await watchStalls(source, signal, async (until, sign) => {
    const response = await untilAborted(source.fetch(file.from, part.sizeBytes, until), until);
    if (!fitsOn(response, file, part)) return false;
    await append(response, file, part, meter, until, sign);
    return true;
  });
  if (goesOn) return;
  part.restart();
  meter.has(file.path, 0);
  await receive(file, part, source, meter, signal);
}

/** Whether the answer goes on where the part ends. A whole file in place of a range is taken as one, from its beginning. */
function fitsOn(response: Response, { promise }: WeightFile, part: PartFile): boolean {
  if (part.sizeBytes === 0) return true;
  if (response.status === 416) return false;
  if (response.status === 200) {
    part.restart();
    return true;
  }
  const range = response.status === 206 ? contentRange(response) : undefined;
  if (range === undefined) return true;
  const sameSize = range.totalBytes === undefined || promise.sizeBytes === undefined || range.totalBytes === promise.sizeBytes;
  return range.fromByte === part.sizeBytes && sameSize;
}

async function append(response: Response, { path, promise }: WeightFile, part: PartFile, meter: TransferMeter, until: AbortSignal, sign: () => void): Promise<void> {
  const { sizeBytes = Infinity } = promise;
  const tooLong = new AbortController();
  const body = bodyOf(response, path);
  meter.has(path, part.sizeBytes);
  try {
    await readPieces(body, AbortSignal.any([until, tooLong.signal]), (bytes) => {
      sign();
      part.append(bytes);
      meter.moved(path, bytes.byteLength);
      // More than promised: what is here is enough to know that it is another file.
      if (part.sizeBytes > sizeBytes) tooLong.abort();
    });
  } catch (error) {
    if (!tooLong.signal.aborted) throw error;
  }
  if (sizeBytes !== Infinity && part.sizeBytes < sizeBytes) throw new PassingFailure(`it ended after ${part.sizeBytes} of ${sizeBytes} bytes`);
}
