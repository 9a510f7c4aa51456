import { joinBytes } from '../core/bytes.ts';
import { splitBytes } from './bytes.ts';
import { crc32 } from '../core/crc32.ts';
import { StoreError } from './store.ts';

/** Bytes as they are stored, with the checksum of the whole that they are a part of. */
export interface CheckedBytes {
  readonly bytes: Uint8Array;
  readonly crc: number;
}

/** The bytes with their checksum. */
export function checkBytes(bytes: Uint8Array): CheckedBytes {
  return { bytes, crc: crc32(bytes) };
}

/** The whole that stored parts make, in order; undefined when a part is missing, changed or no {@link CheckedBytes}. */
export function joinChecked(parts: readonly unknown[]): Uint8Array | undefined {
  if (!parts.every(isCheckedBytes)) return undefined;
  const whole = joinBytes(parts.map((part) => part.bytes));
  const crc = crc32(whole);
  return parts.every((part) => part.crc === crc) ? whole : undefined;
}

function isCheckedBytes(value: unknown): value is CheckedBytes {
  return typeof value === 'object' && value !== null && 'bytes' in value && value.bytes instanceof Uint8Array && 'crc' in value;
}

/** A source, run or outcome as JSON in UTF-8, in parts that each stay below the limit of a stored value. */
export function encodeDocument(document: object): CheckedBytes[] {
  // JSON escapes lone surrogates, so that no text is lost in UTF-8.
  const whole = new TextEncoder().encode(JSON.stringify(document));
  const crc = crc32(whole);
  return splitBytes(whole).map((bytes) => ({ bytes, crc }));
}

/**
 * Reads back what {@link encodeDocument} wrote: the only place where stored JSON becomes trusted.
 * Throws StoreError `damaged` with `place` as its detail.
 */
export function decodeDocument<Document extends object>(parts: readonly unknown[], place: string): Document {
  try {
    const whole = joinChecked(parts);
    // The checksum shows that these are the bytes this store wrote, and it writes one type in each place.
    if (whole) return JSON.parse(new TextDecoder().decode(whole)) as Document;
  } catch (error) {
    throw new StoreError('damaged', place, { cause: error });
  }
  throw new StoreError('damaged', place);
}
