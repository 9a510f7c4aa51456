import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/core/outcome.ts';
import type { Run } from '../../src/core/run.ts';
import { editionPages, editionPairs, openEdition } from '../../src/pipeline/edition-pairs.ts';
import { type Store, StoreError } from '../../src/store/store.ts';
import type { MemoryStore } from './memory-store.ts';
import { storeOf } from './run-fixtures.ts';

const NEVER = new AbortController().signal;
const WORDS = ['zero', 'one', 'two', 'three', 'four'];

const outcome = (ordinal: number, phase: Outcome['phase'], response: string, status: 'rewritten' | 'undecided' = 'rewritten'): Outcome => ({
  runId: 'r', ordinal, phase, attempts: [], status, critique: [], pair: { instruction: `${WORDS[ordinal]} anew`, input: '', response },
});

async function responses(store: Store, kind: 'after-instruction' | 'recycled', runId = 'r'): Promise<string[]> {
  const open = await openEdition({ kind, runId }, store);
  return (await editionPairs(open, store, 0, WORDS.length)).rows.map(({ pair }) => pair.response);
}

async function settled(outcomes: readonly Outcome[]): Promise<MemoryStore> {
  const { store } = await storeOf(WORDS);
  for (const one of outcomes) await store.settle(one);
  return store;
}

describe('the pairs of an edition', () => {
  it('are the originals, what phase 1 made of them, and what they end with', async () => {
    const store = await settled([outcome(0, 'instruction', 'first'), outcome(0, 'response', 'second'), outcome(2, 'response', 'better')]);
    const original = await editionPairs(await openEdition({ kind: 'original', sourceId: 's' }, store), store, 1, 2);
    expect(original.rows.map(({ ordinal, pair }) => [ordinal, pair.instruction, pair.input])).toEqual([[1, 'one', 'in'], [2, 'two', 'in']]);
    expect(await responses(store, 'after-instruction')).toEqual(['first', 'out', 'out', 'out', 'out']);
    expect(await responses(store, 'recycled')).toEqual(['second', 'out', 'better', 'out', 'out']);
  });

  it('follow what the person decided', async () => {
    const store = await settled([outcome(1, 'response', 'doubtful', 'undecided'), outcome(3, 'response', 'plain')]);
    expect(await responses(store, 'recycled')).toEqual(['out', 'out', 'out', 'plain', 'out']);
    await store.decide('r', 1, 'rewrite');
    await store.decide('r', 3, 'original');
    expect(await responses(store, 'recycled')).toEqual(['out', 'doubtful', 'out', 'out', 'out']);
  });

  it('leave out what the run leaves out, and come page by page in order', async () => {
    const { store, run } = await storeOf(WORDS);
    const part: Run = { ...run, id: 'part', rows: [1, 4] };
    await store.addRun(part);
    const open = await openEdition({ kind: 'recycled', runId: 'part' }, store);
    expect(open.rowCount).toBe(2);
    const pages: (readonly [number, readonly number[]])[] = [];
    for await (const { from, rows } of editionPages(open, store, NEVER, 2)) pages.push([from, rows.map(({ ordinal }) => ordinal)]);
    expect(pages).toEqual([[0, [1]], [4, [4]]]);
  });

  it('go round damaged records and damaged outcomes, and name them', async () => {
    const store = await settled([outcome(3, 'response', 'unreadable')]);
    const breaking = <Item>(read: (from: number, limit: number) => Promise<Item>, broken: number) => (_: string, from: number, limit: number) =>
      from <= broken && broken < from + limit ? Promise.reject(new StoreError('damaged')) : read(from, limit);
    const [records, outcomes] = [store.records.bind(store), store.outcomes.bind(store)];
    store.records = breaking((from, limit) => records('s', from, limit), 1);
    store.outcomes = breaking((from, limit) => outcomes('r', from, limit), 3);
    const { rows, damaged } = await editionPairs(await openEdition({ kind: 'recycled', runId: 'r' }, store), store, 0, 5);
    expect(rows.map(({ ordinal }) => ordinal)).toEqual([0, 2, 4]);
    expect(damaged).toEqual([1, 3]);
    const original = await editionPairs(await openEdition({ kind: 'original', sourceId: 's' }, store), store, 0, 5);
    expect(original.damaged).toEqual([1]);
  });
});
