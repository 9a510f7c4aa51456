/** A file of an archive, with the CRC-32 of its bytes. */
export interface ZipEntry {
  readonly path: string;
  readonly blob: Blob;
  readonly crc32: number;
}

/** What does not fit into the four bytes of the old fields is said in the longer ones of zip64. */
const FOUR_BYTES = 0xffffffff;
const TWO_BYTES = 0xffff;

/** Version 4.5 knows zip64. */
const VERSION = 45;
/** Names are in UTF-8. */
const FLAGS = 0x0800;
/** The first of January 1980, the earliest that a zip can say: the files have times of their own in the manifest. */
const DATE = 0x21;

/**
 * A zip archive of files stored as they are, in their order. Its blob only refers to theirs: nothing is read or copied before it is saved.
 * Files beyond `limitBytes`, and archives with anything beyond it, use zip64. Source: PKWARE's APPNOTE 6.3.10.
 */
export function zipBlob(entries: readonly ZipEntry[], limitBytes: number = FOUR_BYTES): Blob {
  const parts: Blob[] = [];
  const directory: Blob[] = [];
  let offset = 0;
  for (const entry of entries) {
    const header = localHeader(entry, limitBytes);
    directory.push(directoryHeader(entry, offset, limitBytes));
    parts.push(header, entry.blob);
    offset += header.size + entry.blob.size;
  }
  return new Blob([...parts, ...directory, endOf(entries.length, new Blob(directory).size, offset, limitBytes)], { type: 'application/zip' });
}

function localHeader({ path, blob, crc32 }: ZipEntry, limitBytes: number): Blob {
  const name = new TextEncoder().encode(path);
  const large = blob.size >= limitBytes;
  const extra = large ? zip64Extra([blob.size, blob.size]) : [];
  const size = large ? FOUR_BYTES : blob.size;
  const fields = [u32(0x04034b50), u16(VERSION), u16(FLAGS), u16(0), u16(0), u16(DATE), u32(crc32), u32(size), u32(size), u16(name.length), u16(byteLength(extra))];
  return new Blob([...fields, name, ...extra]);
}

function directoryHeader({ path, blob, crc32 }: ZipEntry, offset: number, limitBytes: number): Blob {
  const name = new TextEncoder().encode(path);
  const largeFile = blob.size >= limitBytes;
  const farOff = offset >= limitBytes;
  const extra = largeFile || farOff ? zip64Extra([...(largeFile ? [blob.size, blob.size] : []), ...(farOff ? [offset] : [])]) : [];
  const size = largeFile ? FOUR_BYTES : blob.size;
  return new Blob([
    ...[u32(0x02014b50), u16(VERSION), u16(VERSION), u16(FLAGS), u16(0), u16(0), u16(DATE), u32(crc32), u32(size), u32(size), u16(name.length), u16(byteLength(extra))],
    // No comment, first disk, no attributes.
    ...[u16(0), u16(0), u16(0), u32(0), u32(farOff ? FOUR_BYTES : offset)],
    name,
    ...extra,
  ]);
}

function endOf(count: number, directoryBytes: number, directoryOffset: number, limitBytes: number): Blob {
  const large = count >= TWO_BYTES || directoryBytes >= limitBytes || directoryOffset >= limitBytes;
  const zip64 = large
    ? [
        ...[u32(0x06064b50), u64(44), u16(VERSION), u16(VERSION), u32(0), u32(0), u64(count), u64(count), u64(directoryBytes), u64(directoryOffset)],
        ...[u32(0x07064b50), u32(0), u64(directoryOffset + directoryBytes), u32(1)],
      ]
    : [];
  const shortCount = large ? TWO_BYTES : count;
  const short = [u32(large ? FOUR_BYTES : directoryBytes), u32(large ? FOUR_BYTES : directoryOffset), u16(0)];
  return new Blob([...zip64, u32(0x06054b50), u16(0), u16(0), u16(shortCount), u16(shortCount), ...short]);
}

function zip64Extra(values: readonly number[]): Bytes[] {
  return [u16(1), u16(values.length * 8), ...values.map(u64)];
}

type Bytes = Uint8Array<ArrayBuffer>;

function byteLength(parts: readonly Bytes[]): number {
  return parts.reduce((sum, part) => sum + part.length, 0);
}

function u16(value: number): Bytes {
  return Uint8Array.of(value, value >>> 8);
}

function u32(value: number): Bytes {
  return Uint8Array.of(value, value >>> 8, value >>> 16, value >>> 24);
}

function u64(value: number): Bytes {
  return new Uint8Array([...u32(value % 2 ** 32), ...u32(Math.floor(value / 2 ** 32))]);
}
