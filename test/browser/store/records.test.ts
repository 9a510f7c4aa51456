import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SourceRecord } from '../../../src/core/row.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { MAX_BLOCK_BYTES } from '../../../src/store/store.ts';
import { rawKeys, rawValues } from './raw-database.ts';
import { failureOf, freshName, importSource, makeRecords, makeRun, makeSource } from './samples.ts';

const sizeBytes = fc.oneof({ weight: 6, arbitrary: fc.nat(2000) }, { weight: 1, arbitrary: fc.nat(200_000) }, { weight: 1, arbitrary: fc.constant(0) });
const imported = fc.record({
  // What each call of appendRecords brings.
  calls: fc.array(fc.array(sizeBytes, { maxLength: 60 }), { minLength: 1, maxLength: 4 }),
  pages: fc.array(fc.tuple(fc.nat(250), fc.nat(80)), { maxLength: 8 }),
});

/** Records as strings, since comparing arrays element by element takes minutes. */
function spell(records: readonly SourceRecord[]): string[] {
  const latin1 = new TextDecoder('latin1');
  return records.map(({ ordinal, bytes }) => `${ordinal}: ${latin1.decode(bytes)}`);
}

test('every page read back equals what was written, whatever the sizes and the calls', async () => {
  const name = freshName();
  const store = await openStore({ name });
  await fc.assert(
    fc.asyncProperty(imported, async ({ calls, pages }) => {
      const id = crypto.randomUUID();
      const records = makeRecords(calls.flat());
      let from = 0;
      for (const { length } of calls) {
        await store.appendRecords(id, records.slice(from, from + length));
        from += length;
      }
      await store.addSource(makeSource(id, records.length));
      for (const [from, limit] of [[0, records.length] as const, ...pages]) {
        expect(spell(await store.records(id, from, limit))).toEqual(spell(records.slice(from, from + limit)));
      }
    }),
    { numRuns: 40 },
  );
  for (const value of await rawValues(name, 'records')) {
    const { bytes } = value as { bytes: Uint8Array };
    expect(bytes.length).toBeLessThanOrEqual(MAX_BLOCK_BYTES);
    expect(bytes.buffer.byteLength).toBe(bytes.length);
  }
  store.close();
});

test('20,000 records can be paged from end to end, also after closing and reopening', async () => {
  const name = freshName();
  const first = await openStore({ name });
  const records = makeRecords(Array.from({ length: 20_000 }, (_, index) => 200 + (index % 500)));
  for (let from = 0; from < records.length; from += 2000) await first.appendRecords('a', records.slice(from, from + 2000));
  await first.addSource(makeSource('a', records.length));
  first.close();
  const store = await openStore({ name });
  const read: SourceRecord[] = [];
  for (let from = 0; from < records.length; from += 900) read.push(...(await store.records('a', from, 900)));
  expect(spell(read)).toEqual(spell(records));
  expect(await store.records('a', 20_000, 10)).toEqual([]);
  store.close();
});

test('sources and runs come back newest first, and a source takes its runs with it', async () => {
  const name = freshName();
  const store = await openStore({ name });
  await importSource(store, 'a', 'run-a', [10, 60_000]);
  await importSource(store, 'b', 'run-b', [10]);
  await store.appendRecords('c', makeRecords([5]));
  const long = { ...makeSource('c', 1, 9), defects: [{ line: 1, reason: 'not-json' as const, excerpt: '汉'.repeat(50_000) }] };
  await store.addSource(long);
  await store.addRun(makeRun('run-c', 'b', 1, 9));
  expect((await store.sources()).map(({ id }) => id)).toEqual(['c', 'a', 'b']);
  expect((await store.runs()).map(({ id }) => id)).toEqual(['run-c', 'run-a', 'run-b']);
  expect(await store.source('c')).toEqual(long);
  expect(await store.run('run-a')).toEqual(makeRun('run-a', 'a', 2));

  await store.removeSource('b');
  await store.removeRun('run-a');
  expect(await store.runs()).toEqual([]);
  expect(await rawKeys(name, 'statuses')).toEqual([]);
  expect((await store.records('a', 0, 9)).length).toBe(2);
  await store.removeSource('a');
  expect(await rawKeys(name, 'records')).toEqual([['c', 0, 0]]);
  for (const call of [store.source('b'), store.records('b', 0, 1), store.run('run-b'), store.statuses('run-b'), store.outcomes('run-b', 0, 1)]) {
    expect((await failureOf(call)).code).toBe('not-found');
  }
  expect((await failureOf(store.addRun(makeRun('r', 'b', 1)))).code).toBe('not-found');
  store.close();
});

test('records out of order, a source with other records than announced, and a second source of the same id are refused', async () => {
  const store = await openStore({ name: freshName() });
  await store.appendRecords('a', makeRecords([1, 2]));
  expect(await failureOf(store.appendRecords('a', makeRecords([3], 5)))).toEqual({ code: 'failed', detail: 'source a: row 2 expected, 5 given' });
  expect((await failureOf(store.addSource(makeSource('a', 3)))).detail).toBe('source a: 3 rows announced, 2 stored');
  await store.appendRecords('a', makeRecords([3], 2));
  await store.addSource(makeSource('a', 3));
  expect((await failureOf(store.addSource(makeSource('a', 3)))).detail).toBe('source a is already there');
  expect((await failureOf(store.appendRecords('a', makeRecords([9])))).detail).toBe('source a has records already');
  expect(await store.records('a', 0, 9)).toEqual(makeRecords([1, 2, 3]));
  store.close();
});
