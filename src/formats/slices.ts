/** How much of a file is read at once unless told otherwise. */
export const SLICE_BYTES = 1024 * 1024;

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf] as const;

/** A stretch of a file. */
export interface Slice {
  readonly bytes: Uint8Array;
  /** Bytes of the file read so far, this slice included. */
  readonly doneBytes: number;
}

/** How a file is read. */
export interface ReadOptions {
  readonly signal?: AbortSignal;
  /** At least 1; {@link SLICE_BYTES} by default. */
  readonly sliceBytes?: number;
  /** MAX_RECORD_BYTES of piece.ts by default. */
  readonly maxRecordBytes?: number;
}

/**
 * A file's bytes from front to back, without a UTF-8 byte order mark. Never the whole file at once:
 * Chromium's `text()` gives "" for a file of 625 MB, without an error.
 * Throws the signal's reason, or a DOMException `NotReadableError` when the file has changed or gone.
 */
export async function* readSlices(file: Blob, { signal, sliceBytes = SLICE_BYTES }: ReadOptions = {}): AsyncGenerator<Slice> {
  let from = (await startsWithMark(file)) ? BYTE_ORDER_MARK.length : 0;
  while (from < file.size) {
    signal?.throwIfAborted();
    const bytes = await readBytes(file, from, Math.min(from + sliceBytes, file.size));
    from += bytes.length;
    yield { bytes, doneBytes: from };
  }
}

/** The bytes from `start` up to, not including, `end`. Throws a DOMException `NotReadableError` when fewer came. */
export async function readBytes(file: Blob, start: number, end: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(await file.slice(start, end).arrayBuffer());
  if (bytes.length === end - start) return bytes;
  throw new DOMException(`${bytes.length} of ${end - start} bytes at ${start}`, 'NotReadableError');
}

async function startsWithMark(file: Blob): Promise<boolean> {
  const head = await readBytes(file, 0, Math.min(BYTE_ORDER_MARK.length, file.size));
  return BYTE_ORDER_MARK.every((byte, index) => head[index] === byte);
}
