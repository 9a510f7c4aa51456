import { describe, expect, it } from 'vitest';
import type { Measuring } from '../../src/core/measuring.ts';
import { pairMark } from '../../src/core/pair.ts';
import { describeEdition, describeMeasured, type DescribeProgress } from '../../src/pipeline/describe.ts';
import { importSource } from '../../src/pipeline/import-source.ts';
import { StoreError } from '../../src/store/store.ts';
import { newRun, rewritten } from './export-fixtures.ts';
import { MemoryStore } from './memory-store.ts';

const ROWS = 700;
const record = (n: number) => ({ instruction: `Describe thing number ${n}`, input: n % 2 === 0 ? 'briefly' : '', output: 'It is a thing' });
const never = new AbortController().signal;
const quiet = { onProgress: () => undefined, signal: never };

async function recycled() {
  const store = new MemoryStore();
  const file = new File([JSON.stringify(Array.from({ length: ROWS }, (_, n) => record(n)))], 'things.json');
  const source = await importSource(file, store, () => undefined, never);
  const run = newRun(source);
  await store.addRun(run);
  const settle = (ordinal: number, phase: 'instruction' | 'response', response: string) =>
    store.settle({ ...rewritten(ordinal, phase, { instruction: `Explain the reason for ${ordinal}`, input: '', response }), runId: run.id });
  for (let ordinal = 0; ordinal < 300; ordinal += 1) await settle(ordinal, 'instruction', 'Because of this and that');
  for (let ordinal = 0; ordinal < 200; ordinal += 1) await settle(ordinal, 'response', 'Because of this, that and much more');
  return { store, source, run };
}

describe('the description of an edition', () => {
  it('reads each edition with the pairs that it holds', async () => {
    const { store, source, run } = await recycled();
    const editions = [{ kind: 'original', sourceId: source.id }, { kind: 'after-instruction', runId: run.id }, { kind: 'recycled', runId: run.id }] as const;
    const reports = await Promise.all(editions.map((edition) => describeEdition(edition, undefined, store, quiet)));
    expect(reports.map(({ records, lengths }) => [records, lengths.input.words.count, lengths.response.words.sum])).toEqual([
      [ROWS, 350, ROWS * 4],
      [ROWS, 200, 300 * 5 + 400 * 4],
      [ROWS, 200, 200 * 7 + 100 * 5 + 400 * 4],
    ]);
    expect(reports.map(({ verbs }) => verbs.top.map(({ word, count }) => [word, count]))).toEqual([[['describe', 700]], [['describe', 400], ['explain', 300]], [['describe', 400], ['explain', 300]]]);
    expect(reports.map(({ run: of }) => of?.settled)).toEqual([undefined, 300, 300]);
    expect(reports[2]?.run?.cost.total).toMatchObject({ answers: 500, promptTokens: 5000, newTokens: 10_000 });
  });

  it('can be of some records only, and tells how far it is', async () => {
    const { store, run } = await recycled();
    const progress: DescribeProgress[] = [];
    const report = await describeEdition({ kind: 'recycled', runId: run.id }, [1, 250, 699], store, { onProgress: (step) => progress.push(step), signal: never });
    expect([report.records, report.run?.settled]).toEqual([3, 2]);
    expect(progress.at(-1)).toEqual({ done: 3, total: 3 });
  });

  it('counts damaged records and reads the others', async () => {
    const { store, source } = await recycled();
    const whole = store.records.bind(store);
    store.records = async (sourceId, from, limit) => {
      if (from <= 333 && from + limit > 333) throw new StoreError('damaged');
      return whole(sourceId, from, limit);
    };
    const report = await describeEdition({ kind: 'original', sourceId: source.id }, undefined, store, quiet);
    expect([report.records, report.damaged]).toEqual([ROWS - 1, 1]);
  });

  it('ends with the signal’s reason, and with `not-found` when the run is gone', async () => {
    const { store, run } = await recycled();
    const stopped = describeEdition({ kind: 'recycled', runId: run.id }, undefined, store, { ...quiet, signal: AbortSignal.abort('enough') });
    await expect(stopped).rejects.toBe('enough');
    await store.removeRun(run.id);
    await expect(describeEdition({ kind: 'recycled', runId: run.id }, undefined, store, quiet)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('what models found of an edition', () => {
  it('counts values of the present texts alone', async () => {
    const { store, source, run } = await recycled();
    const edition = { kind: 'recycled', runId: run.id } as const;
    const spec = run.oracle;
    const measuring = (id: string, instrument: Measuring['instrument']): Measuring => ({ id, sourceId: source.id, edition, instrument, rowCount: ROWS, createdAtMs: 0 });
    await store.addMeasuring(measuring('e', { kind: 'embedder', name: 'Tiny', spec }));
    await store.addMeasuring(measuring('s', { kind: 'student', name: 'Small', template: 'vicuna', spec }));
    const pair = { instruction: 'Explain the reason for 0', input: '', response: 'Because of this, that and much more' };
    await store.putMeasures('e', [
      { ordinal: 0, pairMark: pairMark(pair), value: { kind: 'coherence', cosine: 0.5, cutTokens: 0 } },
      { ordinal: 1, pairMark: pairMark(pair), value: { kind: 'coherence', cosine: 0.9, cutTokens: 0 } },
    ]);
    await store.putMeasures('s', [{ ordinal: 0, pairMark: pairMark(pair), value: { kind: 'pair', response: { kind: 'scored', tokens: 8, cutTokens: 0, lossAlone: 2, lossGiven: 1 } } }]);
    const { table, coherence } = await describeMeasured({ edition, studentId: 's', embedderId: 'e' }, store, quiet);
    expect(coherence).toMatchObject({ missing: ROWS - 1, cosines: { count: 1, mean: 0.5 }, worst: [{ ordinal: 0, cosine: 0.5 }] });
    expect([table.figures.coherence.mean, table.figures.responseTokens.mean]).toEqual([0.5, 8]);
    expect(table.figures.ifd.mean).toBeCloseTo(Math.exp(-1));
    expect(await describeMeasured({ edition, studentId: 's' }, store, quiet)).not.toHaveProperty('coherence');
  });
});
