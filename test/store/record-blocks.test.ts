import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SourceRecord } from '../../src/core/row.ts';
import { packRecords, unpackRecords, type RecordBlock, type RecordPart } from '../../src/store/record-blocks.ts';
import { MAX_BLOCK_BYTES, StoreError } from '../../src/store/store.ts';

const sizeBytes = fc.oneof(
  fc.nat(40),
  fc.nat(3000),
  fc.constantFrom(0, MAX_BLOCK_BYTES - 1, MAX_BLOCK_BYTES, MAX_BLOCK_BYTES + 1, 2 * MAX_BLOCK_BYTES, 200_000),
);
const sizes = fc.array(sizeBytes, { minLength: 1, maxLength: 40 });

function makeRecords(sizesBytes: readonly number[], firstOrdinal = 0) {
  return sizesBytes.map((sizeBytes, index) => ({
    ordinal: firstOrdinal + index,
    bytes: new Uint8Array(sizeBytes).map((_, at) => at * 31 + index * 7 + (at >> 8)),
  }));
}

/** Records as strings, since comparing arrays element by element takes minutes. */
function spell(records: readonly SourceRecord[]): string[] {
  return records.map(({ ordinal, bytes }) => `${ordinal}: ${Buffer.from(bytes).toString('latin1')}`);
}

function damageIn(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof StoreError && error.code === 'damaged') return error.detail;
    throw error;
  }
  return '';
}

test('any records come back exactly, in any range, from values that stay small', () => {
  fc.assert(
    fc.property(sizes, fc.nat(1_000_000), fc.nat(40), fc.nat(40), (sizesBytes, first, a, b) => {
      const records = makeRecords(sizesBytes, first);
      const blocks = packRecords(records);
      const [from = 0, end = 0] = [a, b].map((at) => Math.min(at, records.length)).sort((x, y) => x - y);
      expect(spell(unpackRecords('s', blocks, first + from, first + end))).toEqual(spell(records.slice(from, end)));
      for (const part of blocks.flatMap(({ parts }) => parts)) {
        expect(part.bytes.length).toBeLessThanOrEqual(MAX_BLOCK_BYTES);
        expect(part.bytes.buffer.byteLength).toBe(part.bytes.length);
      }
    }),
  );
});

test('empty records do not fill a value with offsets', () => {
  const blocks = packRecords(makeRecords(Array<number>(5000).fill(0)));
  for (const part of blocks.flatMap(({ parts }) => parts)) expect(part.offsets.byteLength + part.crcs.byteLength).toBeLessThan(16_000);
});

test('a changed byte is found in its own record and in no other', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 2, maxLength: 30 }), fc.nat(), (sizesBytes, at) => {
      const blocks = packRecords(makeRecords(sizesBytes));
      const victim = blocks[at % blocks.length]?.parts[0];
      if (!victim) throw new Error('no block');
      const index = at % victim.bytes.length;
      victim.bytes[index] = (victim.bytes[index] ?? 0) ^ 1;
      const damaged = sizesBytes.flatMap((_, ordinal) => damageIn(() => unpackRecords('s', blocks, ordinal, ordinal + 1)) || []);
      expect(damaged).toHaveLength(1);
      const row = Number(/^source s, row (\d+)$/.exec(damaged[0] ?? '')?.[1]);
      expect(damageIn(() => unpackRecords('s', blocks, 0, sizesBytes.length))).toBe(`source s, row ${row}`);
    }),
  );
});

test('blocks that are missing, misplaced, zeroed or of another form are damage', () => {
  const [first, second] = packRecords(makeRecords([30_000, 30_000])) as [RecordBlock<RecordPart>, RecordBlock<RecordPart>];
  const zeroed = { bytes: new Uint8Array(9), offsets: new Uint32Array(2), crcs: new Uint32Array(1) };
  const read = (blocks: RecordBlock[], from: number) => damageIn(() => unpackRecords('s', blocks, from, from + 1));
  expect(read([], 0)).toBe('source s, row 0');
  expect(read([first], 1)).toBe('source s, row 1');
  expect(read([second], 0)).toBe('source s, row 0');
  expect(read([{ firstOrdinal: 0, parts: second.parts }], 0)).toBe('source s, row 0');
  for (const part of [zeroed, null, 'text', { ...first.parts[0], crcs: [1] }]) {
    expect(read([{ firstOrdinal: 0, parts: [part] }], 0)).toBe('source s, row 0');
  }
  const [long] = packRecords(makeRecords([100_000])) as [RecordBlock<RecordPart>];
  expect(read([{ firstOrdinal: 0, parts: long.parts.slice(0, 2) }], 0)).toBe('source s, row 0');
});
