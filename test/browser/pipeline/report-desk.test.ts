import { afterAll, describe, expect, it } from 'vitest';
import { pairMark } from '../../../src/core/pair.ts';
import { DeskError } from '../../../src/pipeline/desk.ts';
import type { DescribeProgress } from '../../../src/pipeline/describe.ts';
import { importSource } from '../../../src/pipeline/import-source.ts';
import { WorkerReportDesk } from '../../../src/pipeline/report-desk.ts';
import scriptUrl from '../../../src/pipeline/report.worker.ts?worker&url';
import { openStore } from '../../../src/store/open-store.ts';
import { StoreError } from '../../../src/store/store.ts';
import { newRun, rewritten } from '../../pipeline/export-fixtures.ts';

const ROWS = 1000;
const never = new AbortController().signal;
const ignore = () => undefined;

const workers: Worker[] = [];
const startWorker = (url: string) => {
  const worker = new Worker(url, { type: 'module' });
  workers.push(worker);
  return worker;
};
const desk = new WorkerReportDesk(startWorker, scriptUrl);
// The worker's own database, which other test files may use as well.
const store = await openStore();
const records = Array.from({ length: ROWS }, (_, n) => ({ instruction: `Describe the colour of thing ${n}`, input: '', output: 'A thing.' }));
const source = await importSource(new File([JSON.stringify(records)], 'report-desk-things.json'), store, ignore, never);
const run = newRun(source);
await store.addRun(run);
await store.settle({ ...rewritten(7, 'response', { instruction: 'Describe the colour of thing 7', input: '', response: 'A much better thing.' }), runId: run.id });

afterAll(async () => {
  await store.removeSource(source.id);
  desk.close();
  store.close();
});

describe('the report desk', () => {
  it('describes editions in its worker and tells how far it is', async () => {
    const progress: DescribeProgress[] = [];
    const original = await desk.describe({ kind: 'original', sourceId: source.id }, undefined, (step) => progress.push(step), never);
    const recycled = await desk.describe({ kind: 'recycled', runId: run.id }, undefined, ignore, never);
    expect([original.records, original.lengths.response.words.sum, recycled.lengths.response.words.sum]).toEqual([ROWS, 2 * ROWS, 2 * ROWS + 2]);
    expect(original.verbs.top).toEqual([{ word: 'describe', count: ROWS, nouns: [{ word: 'colour', count: ROWS }] }]);
    expect(recycled.run).toMatchObject({ settled: 1, cost: { total: { answers: 1 } } });
    expect(progress.length).toBeGreaterThan(2);
    expect(progress.at(-1)).toEqual({ done: ROWS, total: ROWS });
  });

  it('reads what an embedder has found', async () => {
    const edition = { kind: 'recycled', runId: run.id } as const;
    await store.addMeasuring({ id: 'report-desk-measuring', sourceId: source.id, edition, instrument: { kind: 'embedder', name: 'Tiny', spec: run.oracle }, rowCount: ROWS, createdAtMs: 0 });
    const mark = pairMark({ instruction: 'Describe the colour of thing 7', input: '', response: 'A much better thing.' });
    await store.putMeasures('report-desk-measuring', [{ ordinal: 7, pairMark: mark, value: { kind: 'coherence', cosine: 0.25, cutTokens: 0 } }]);
    const { coherence } = await desk.measured({ edition, embedderId: 'report-desk-measuring' }, ignore, never);
    expect(coherence).toMatchObject({ missing: ROWS - 1, worst: [{ ordinal: 7, cosine: 0.25 }] });
  });

  it('stops when it is told to, and goes on serving', async () => {
    const stop = new AbortController();
    const stopped = desk.describe({ kind: 'original', sourceId: source.id }, undefined, () => stop.abort('enough'), stop.signal);
    await expect(stopped).rejects.toBe('enough');
    await expect(desk.describe({ kind: 'original', sourceId: source.id }, [1, 2], ignore, never)).resolves.toMatchObject({ records: 2 });
  });

  it('says when an edition is gone', async () => {
    await expect(desk.describe({ kind: 'recycled', runId: 'gone' }, undefined, ignore, never)).rejects.toSatisfy((error) => error instanceof StoreError && error.code === 'not-found');
  });

  it('survives its worker', async () => {
    const stranded = desk.describe({ kind: 'original', sourceId: source.id }, undefined, ignore, never);
    workers.at(-1)?.terminate();
    await expect(stranded).rejects.toSatisfy((error) => error instanceof DeskError && error.code === 'worker-died');
    await expect(desk.describe({ kind: 'original', sourceId: source.id }, [0], ignore, never)).resolves.toMatchObject({ records: 1 });
  });
});
