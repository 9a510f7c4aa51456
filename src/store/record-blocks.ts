import type { SourceRecord } from '../core/row.ts';
import { joinBytes } from '../core/bytes.ts';
import { splitBytes } from './bytes.ts';
import { crc32 } from '../core/crc32.ts';
import { MAX_BLOCK_BYTES, StoreError } from './store.ts';

// Offsets and checksums take 8 bytes a record: with this many, a value stays below the 64 KB at which
// Chromium moves it into a file of its own, which a power cut can leave unreadable.
const MAX_BLOCK_RECORDS = 1024;

/**
 * One stored value of a block of records. A block longer than {@link MAX_BLOCK_BYTES} (it then holds a single
 * record) goes on in further parts, which have bytes but neither offsets nor checksums.
 */
export interface RecordPart {
  readonly bytes: Uint8Array;
  /** Where each record begins in the block's bytes, and at the end their length: one more than there are records. */
  readonly offsets: Uint32Array;
  /** One checksum a record, so that damage stays with the record it hit. */
  readonly crcs: Uint32Array;
}

/** A block with its place in the source. `parts` come from disk and are not yet trusted. */
export interface RecordBlock<Part = unknown> {
  readonly firstOrdinal: number;
  readonly parts: readonly Part[];
}

/** Packs consecutive records into as few blocks as fit. */
export function packRecords(records: readonly SourceRecord[]): RecordBlock<RecordPart>[] {
  const blocks: RecordBlock<RecordPart>[] = [];
  let start = 0;
  let sizeBytes = 0;
  records.forEach(({ bytes }, index) => {
    const full = sizeBytes + bytes.length > MAX_BLOCK_BYTES || index - start === MAX_BLOCK_RECORDS;
    if (full && index > start) {
      blocks.push(packBlock(records.slice(start, index)));
      start = index;
      sizeBytes = 0;
    }
    sizeBytes += bytes.length;
  });
  if (start < records.length) blocks.push(packBlock(records.slice(start)));
  return blocks;
}

function packBlock(records: readonly SourceRecord[]): RecordBlock<RecordPart> {
  const offsets = new Uint32Array(records.length + 1);
  records.forEach(({ bytes }, index) => (offsets[index + 1] = offsets[index]! + bytes.length));
  const crcs = Uint32Array.from(records, recordCrc);
  const nothing = new Uint32Array(0);
  const parts = splitBytes(joinBytes(records.map(({ bytes }) => bytes))).map((bytes, part) =>
    part === 0 ? { bytes, offsets, crcs } : { bytes, offsets: nothing, crcs: nothing },
  );
  return { firstOrdinal: records[0]?.ordinal ?? 0, parts };
}

/** Starts from the ordinal plus 1: from 0, a block of zeros would pass as empty records, and a misplaced block as the right one. */
function recordCrc({ ordinal, bytes }: SourceRecord): number {
  return crc32(bytes, ordinal + 1);
}

/**
 * Records `from` to `end - 1` out of the blocks that hold them, in order.
 * Throws StoreError `damaged` for the first one that is missing or does not match its checksum.
 */
export function unpackRecords(sourceId: string, blocks: readonly RecordBlock[], from: number, end: number): SourceRecord[] {
  const records: SourceRecord[] = [];
  const opened = blocks.map(({ firstOrdinal, parts }) => ({ firstOrdinal, block: openBlock(parts) }));
  let at = 0;
  for (let ordinal = from; ordinal < end; ordinal += 1) {
    while ((opened[at + 1]?.firstOrdinal ?? Infinity) <= ordinal) at += 1;
    const { firstOrdinal = 0, block } = opened[at] ?? {};
    const bytes = block && cutRecord(block, ordinal, ordinal - firstOrdinal);
    if (!bytes) throw new StoreError('damaged', `source ${sourceId}, row ${ordinal}`);
    records.push({ ordinal, bytes });
  }
  return records;
}

/** The parts of a block as one; undefined when they do not look like one. */
function openBlock(parts: readonly unknown[]): RecordPart | undefined {
  const [head] = parts;
  if (!head || !parts.every(isRecordPart)) return undefined;
  return { ...(head as RecordPart), bytes: joinBytes(parts.map(({ bytes }) => bytes)) };
}

function cutRecord({ bytes, offsets, crcs }: RecordPart, ordinal: number, index: number): Uint8Array | undefined {
  const start = offsets[index];
  const end = offsets[index + 1];
  if (start === undefined || end === undefined || start > end || end > bytes.length) return undefined;
  const record = { ordinal, bytes: bytes.slice(start, end) };
  return recordCrc(record) === crcs[index] ? record.bytes : undefined;
}

function isRecordPart(value: unknown): value is RecordPart {
  const part = value as Partial<Record<keyof RecordPart, unknown>> | null | undefined;
  return part?.bytes instanceof Uint8Array && part.offsets instanceof Uint32Array && part.crcs instanceof Uint32Array;
}
