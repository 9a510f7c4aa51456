import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore, type OpenStore } from '../../../src/store/open-store.ts';
import type { StoreError } from '../../../src/store/store.ts';
import { flipBit, tamper } from './raw-database.ts';
import { failureOf, freshName, importSource, makeOutcome } from './samples.ts';

let name: string;
let store: OpenStore;

// Rows 0 to 2 share a block, row 3 has three parts, row 4 a block of its own.
const SIZES = [10, 10, 10, 120_000, 10, ...Array<number>(1100).fill(0)];

beforeEach(async () => {
  name = freshName();
  store = await openStore({ name });
  await importSource(store, 'a', 'r', SIZES);
  for (const ordinal of [0, 1, 2]) await store.settle(makeOutcome('r', ordinal, 'instruction'));
});

afterEach(() => store.close());

async function damageOf(work: Promise<unknown>): Promise<string> {
  const { code, detail } = await failureOf(work);
  expect(code).toBe('damaged');
  return detail;
}

test('damage in a block is named by source and row, and its neighbours can still be read', async () => {
  await tamper(name, 'records', ['a', 0, 0], flipBit(15));
  expect(await damageOf(store.records('a', 0, 9))).toBe('source a, row 1');
  for (const ordinal of [0, 2, 3, 4]) expect(await store.records('a', ordinal, 1)).toHaveLength(1);
});

test('damage in one part of a long record, or the loss of a part or block, is named', async () => {
  await tamper(name, 'records', ['a', 3, 2], flipBit(0));
  expect(await damageOf(store.records('a', 2, 9))).toBe('source a, row 3');
  await tamper(name, 'records', ['a', 3, 2], () => undefined);
  expect(await damageOf(store.records('a', 3, 1))).toBe('source a, row 3');
  await tamper(name, 'records', ['a', 0, 0], () => undefined);
  expect(await damageOf(store.records('a', 1, 1))).toBe('source a, row 1');
  expect(await store.records('a', 4, 1100)).toHaveLength(1100);
});

test('damage in an outcome is named by run, row and phase, and the other outcomes can still be read', async () => {
  await tamper(name, 'outcomes', ['r', 1, 0, 0], flipBit(20));
  expect(await damageOf(store.outcomes('r', 0, 9))).toBe('run r, row 1, instruction');
  expect(await store.outcomes('r', 0, 1)).toEqual([makeOutcome('r', 0, 'instruction')]);
  expect(await store.outcomes('r', 2, 9)).toEqual([makeOutcome('r', 2, 'instruction')]);
});

test('damaged statuses are named, are not written over, and leave other rows alone', async () => {
  await tamper(name, 'statuses', ['r', 0], flipBit(3));
  expect(await damageOf(store.statuses('r'))).toBe('run r, statuses from row 0 to 1023');
  expect(await damageOf(store.settle(makeOutcome('r', 3, 'response')))).toBe('run r, statuses from row 0 to 1023');
  expect(await store.outcomes('r', 3, 1)).toEqual([]);
  await store.settle(makeOutcome('r', 1030, 'response'));
  await tamper(name, 'statuses', ['r', 0], flipBit(3));
  expect((await store.statuses('r'))[1030]).toBe(0x10);
  await tamper(name, 'statuses', ['r', 1], () => undefined);
  expect(await damageOf(store.statuses('r'))).toBe('run r, statuses from row 1024 to 2047');
});

test('a damaged run is named, and a list that may leave it out still shows the others', async () => {
  await store.addRun({ ...(await store.run('r')), id: 'whole' });
  await tamper(name, 'runs', ['r', 0], flipBit(30));
  expect(await damageOf(store.run('r'))).toBe('run r');
  expect(await damageOf(store.runs())).toBe('run r');
  const reported: StoreError[] = [];
  expect((await store.runs((error) => reported.push(error))).map(({ id }) => id)).toEqual(['whole']);
  expect(reported.map(({ detail }) => detail)).toEqual(['run r']);
  await store.removeRun('r');
  expect(await store.runs()).toHaveLength(1);
});
