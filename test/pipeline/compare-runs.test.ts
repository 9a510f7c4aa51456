import { describe, expect, it } from 'vitest';
import type { Run } from '../../src/core/run.ts';
import { compareRuns } from '../../src/pipeline/compare-runs.ts';
import { type Store, StoreError } from '../../src/store/store.ts';
import { kept, rewritten } from './export-fixtures.ts';
import { storeOf } from './run-fixtures.ts';

const never = new AbortController().signal;
const RESPONSE_ONLY = ['response'] as const;

async function twoRuns(): Promise<{ store: Store; a: Run; b: Run }> {
  const { store, run } = await storeOf(['zero', 'one', 'two', 'three']);
  const recipe = { ...run.recipe, phases: RESPONSE_ONLY };
  const a: Run = { ...run, id: 'a', recipe };
  const b: Run = { ...run, id: 'b', recipe, rows: [0, 1, 3] };
  await store.addRun(a);
  await store.addRun(b);
  const response = (ordinal: number, text: string, runId: string) => ({ ...rewritten(ordinal, 'response', { instruction: 'i', input: '', response: text }), runId });
  await store.settle(response(0, 'owl hawk', 'a'));
  await store.settle(response(0, 'owl kite', 'b'));
  await store.settle({ ...kept(1, 'response'), runId: 'a' });
  await store.settle(response(1, 'out of here', 'b'));
  await store.settle(response(2, 'eagle', 'a'));
  await store.settle(response(3, 'only in a', 'a'));
  return { store, a, b };
}

describe('runs side by side', () => {
  it('count the records that are through in all of them', async () => {
    const { store, a, b } = await twoRuns();
    const { common, runs, records, consistency } = await compareRuns([a, b], store, never);
    expect(common).toBe(3);
    expect(records.map(({ ordinal, statusAgreement, responseSimilarity }) => [ordinal, statusAgreement, responseSimilarity])).toEqual([
      [0, 1, 0.5],
      [1, 0.5, 0.5],
    ]);
    expect(consistency.records).toBe(2);
    expect(runs.map(({ statuses }) => [statuses.rewritten, statuses.kept, statuses.pending])).toEqual([[1, 1, 0], [2, 0, 0]]);
    expect(runs.map(({ responseWords }) => responseWords.mean)).toEqual([1.5, 2.5]);
    expect(runs.map(({ cost }) => cost.total.answers)).toEqual([3, 2]);
  });

  it('leave out what is damaged, and nothing else of it', async () => {
    const { store, a, b } = await twoRuns();
    const statuses = new Map([['a', await store.statuses('a')], ['b', await store.statuses('b')]]);
    store.statuses = (runId) => Promise.resolve(statuses.get(runId) ?? new Uint8Array());
    const readWhole = store.outcomes.bind(store);
    store.outcomes = (runId, from, limit) => (runId === 'a' && from <= 1 && from + limit > 1 ? Promise.reject(new StoreError('damaged', 'scripted')) : readWhole(runId, from, limit));
    const { runs, records } = await compareRuns([a, b], store, never);
    expect(records.map(({ ordinal }) => ordinal)).toEqual([0]);
    const whole = await compareRuns([{ ...a, rows: [0] }, b], (await twoRuns()).store, never);
    expect(runs.map(({ cost }) => cost.total.answers)).toEqual(whole.runs.map(({ cost }) => cost.total.answers));
  });

  it('are nothing where they have no record in common', async () => {
    const { store, a, b } = await twoRuns();
    const c = { ...b, id: 'c', rows: [2] };
    await store.addRun(c);
    expect(await compareRuns([b, c], store, never)).toMatchObject({ common: 0, records: [], consistency: { records: 0 } });
    expect((await compareRuns([a, a], store, never)).consistency.responseSimilarity.mean).toBe(1);
  });
});
