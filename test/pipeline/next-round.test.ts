import { describe, expect, it } from 'vitest';
import type { Run } from '../../src/core/run.ts';
import { exportRun } from '../../src/pipeline/export-run.ts';
import { roundName, takeAsSource } from '../../src/pipeline/next-round.ts';
import { readRows } from '../../src/pipeline/read-rows.ts';
import { measureDrift, roundsUpTo } from '../../src/pipeline/rounds.ts';
import { StoreError } from '../../src/store/store.ts';
import { newRun, rewritten, storedRun } from './export-fixtures.ts';
import { MemoryStore } from './memory-store.ts';

const never = new AbortController().signal;
const DATA = '[\n  {"instruction": "Name a bird.", "input": "", "output": "Owl", "id": 12345678901234567890},\n  {"instruction": "Add.", "input": "1.0 2", "output": "3"}\n]';

const pair = (response: string) => ({ instruction: 'Name a bird.', input: '', response });

async function exported(runId: string, store: MemoryStore): Promise<string> {
  const parts: string[] = [];
  for await (const bytes of exportRun(runId, 'json', store, { onProgress: () => undefined, onDamage: () => undefined }, never)) parts.push(new TextDecoder().decode(bytes));
  return parts.join('');
}

/** A run with one rewritten record, its result as a dataset, and a run over that in which the record is rewritten once more. */
async function twoRounds(): Promise<{ store: MemoryStore; first: Run; second: Run }> {
  const store = new MemoryStore();
  const first = await storedRun(store, DATA, [rewritten(0, 'response', pair('Owl, kite'))], 'birds.json');
  const source = await takeAsSource(first.id, store, () => undefined, never);
  const second = newRun(source);
  await store.addRun(second);
  await store.settle({ ...rewritten(0, 'response', pair('Eagle')), runId: second.id });
  return { store, first, second };
}

describe('taking a result as a dataset', () => {
  it('keeps the bytes of the export, and says where they come from', async () => {
    const { store, first, second } = await twoRounds();
    const source = await store.source(second.sourceId);
    expect(source).toMatchObject({ name: 'birds.practice.recycled.json', rowCount: 2, parent: { sourceId: first.sourceId, runId: first.id, round: 1 } });
    const untouched = newRun(source);
    await store.addRun(untouched);
    expect(await exported(untouched.id, store)).toBe(await exported(first.id, store));
    expect((await readRows(store, source, 0, 2)).map((row) => row.pair.response)).toEqual(['Owl, kite', '3']);
    expect(new TextDecoder().decode((await store.records(source.id, 0, 1))[0]?.bytes)).toContain('12345678901234567890');
  });

  it('counts the rounds and names them, and never loses the mark of practice', () => {
    const run = (practice: boolean) => ({ oracle: { practice } }) as Run;
    const names = (name: string, practice: boolean, round: number) => roundName(run(practice), { name, container: 'json' }, round);
    expect(names('birds.json', false, 1)).toBe('birds.recycled.json');
    expect(names('birds.recycled.json', false, 2)).toBe('birds.recycled-2.json');
    expect(names('birds.recycled-2.json', true, 3)).toBe('birds.practice.recycled-3.json');
    expect(names('birds.practice.recycled-3.json', false, 4)).toBe('birds.practice.recycled-4.json');
    expect(names('.json', false, 1)).toBe('dataset.recycled.json');
  });

  it('is refused while a record of the dataset cannot be read, and leaves nothing', async () => {
    const store = new MemoryStore();
    const run = await storedRun(store, DATA, []);
    const records = store.records.bind(store);
    store.records = (id, from, limit) => (from <= 1 && from + limit > 1 ? Promise.reject(new StoreError('damaged')) : records(id, from, limit));
    await expect(takeAsSource(run.id, store, () => undefined, never)).rejects.toMatchObject({ code: 'damaged' });
    expect(await store.sources()).toHaveLength(1);
  });
});

describe('drift over rounds', () => {
  it('follows each record from the first dataset to the last result', async () => {
    const { store, second } = await twoRounds();
    const seen: number[] = [];
    const { states, lostRounds, steps } = await measureDrift(second.id, store, (rowCount) => seen.push(rowCount), never);
    expect(lostRounds).toBe(0);
    expect(states.map(({ edition, source }) => [edition.kind, source.name])).toEqual([
      ['original', 'birds.json'],
      ['original', 'birds.practice.recycled.json'],
      ['recycled', 'birds.practice.recycled.json'],
    ]);
    expect(steps.map(({ changed, responseLikeFirst }) => [changed, responseLikeFirst])).toEqual([
      [undefined, 1],
      [0.5, (2 / 3 + 1) / 2],
      [0.5, 0.5],
    ]);
    expect(seen.at(-1)).toBe(2);
  });

  it('begins with the first dataset that is still there', async () => {
    const { store, first, second } = await twoRounds();
    await store.removeSource(first.sourceId);
    const { states, lostRounds } = await roundsUpTo(second, store);
    expect(states).toHaveLength(2);
    expect(lostRounds).toBe(1);
  });
});
