import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { DeskError, type FileProgress, ImportError } from '../../../src/pipeline/desk.ts';
import { WorkerFileDesk } from '../../../src/pipeline/file-desk.ts';
import scriptUrl from '../../../src/pipeline/file.worker.ts?worker&url';
import { openStore } from '../../../src/store/open-store.ts';
import { StoreError } from '../../../src/store/store.ts';
import { newRun, rewritten } from '../../pipeline/export-fixtures.ts';

const ROWS = 5000;
const forever = new AbortController().signal;
const ignore = () => undefined;

const record = (n: number) => `{"id": ${n}.0, "instruction": "Task ${n} – “é”", "input": "${n % 3 === 0 ? 'x' : ''}", "output": "${'Done. '.repeat(80)}"}`;
const lines = Array.from({ length: ROWS }, (_, n) => record(n));
const NAME = 'file-desk-tasks.jsonl';
const dataset = () => new File([lines.join('\n')], NAME);

const workers: Worker[] = [];
const startWorker = (url: string) => {
  const worker = new Worker(url, { type: 'module' });
  workers.push(worker);
  return worker;
};
const desk = new WorkerFileDesk(startWorker, scriptUrl);
// The worker's own database, which other test files may use as well.
const store = await openStore();
const importedSources = async () => (await store.sources()).filter(({ name }) => name === NAME);

afterEach(async () => {
  for (const { id } of await importedSources()) await store.removeSource(id);
});
afterAll(() => {
  desk.close();
  store.close();
});

describe('the file desk', () => {
  it('imports a file in its worker and exports what was recycled', async () => {
    const progress: FileProgress[] = [];
    const source = await desk.importFile(dataset(), (step) => progress.push(step), forever);
    expect(source).toMatchObject({ rowCount: ROWS, rowsWithInput: Math.ceil(ROWS / 3), container: 'jsonl', defectCount: 0 });
    expect(progress.length).toBeGreaterThan(2);
    expect(await store.source(source.id)).toEqual(source);

    const run = newRun(source);
    await store.addRun(run);
    await store.settle({ ...rewritten(4321, 'response', { instruction: 'Task 4321 – “é”', input: '', response: 'Better' }), runId: run.id });
    const jsonl = await desk.exportRun(run.id, 'jsonl', ignore, forever);
    const expected = lines.with(4321, '{"id": 4321.0, "instruction": "Task 4321 – “é”", "input": "", "output": "Better"}');
    expect(await jsonl.bytes.text()).toBe(`${expected.join('\n')}\n`);
    expect(jsonl).toMatchObject({ name: 'file-desk-tasks.practice.recycled.jsonl', damage: { asOriginals: [], leftOut: [] } });

    const json = await desk.exportRun(run.id, 'json', ignore, forever);
    expect(await json.bytes.text()).toBe(`[\n${expected.join(',\n')}\n]\n`);

    const manifest = await desk.exportManifest(run.id);
    expect(manifest.name).toBe('manifest.json');
    expect(JSON.parse(await manifest.bytes.text())).toMatchObject({ product: { name: 'Tain' }, practice: true, rows: { pending: ROWS }, phases: { response: { rewritten: 1 } } });
  });

  it('rejects with the worker’s own errors', async () => {
    const none = desk.importFile(new File(['[{}]'], NAME), ignore, forever);
    await expect(none).rejects.toBeInstanceOf(ImportError);
    await expect(none).rejects.toMatchObject({ code: 'no-records', defects: [{ line: 1, reason: 'missing-instruction' }] });
    const missing = desk.exportManifest('nowhere');
    await expect(missing).rejects.toBeInstanceOf(StoreError);
    await expect(missing).rejects.toMatchObject({ code: 'not-found' });
    expect(await importedSources()).toEqual([]);
  });

  it('leaves nothing of an import that was stopped', async () => {
    const stop = new AbortController();
    const reason = new Error('changed my mind');
    await expect(desk.importFile(dataset(), () => stop.abort(reason), stop.signal)).rejects.toBe(reason);
    // The worker answers calls as they come; by the end of a further import it has cleaned up.
    const source = await desk.importFile(dataset(), ignore, forever);
    expect(await importedSources()).toEqual([source]);
  });

  it('rejects calls when its worker dies, and goes on with a fresh one', async () => {
    const cut = desk.importFile(dataset(), ignore, forever);
    workers.at(-1)?.dispatchEvent(new ErrorEvent('error', { message: 'out of memory', cancelable: true }));
    await expect(cut).rejects.toBeInstanceOf(DeskError);
    await expect(cut).rejects.toMatchObject({ code: 'worker-died', detail: 'out of memory' });
    expect(await desk.importFile(dataset(), ignore, forever)).toMatchObject({ rowCount: ROWS });
    expect(await importedSources()).toHaveLength(1);
  });

  it('rejects when its worker’s script cannot be loaded', async () => {
    const broken = new WorkerFileDesk(startWorker, new URL('nothing-here.js', location.origin).href);
    await expect(broken.exportManifest('any')).rejects.toMatchObject({ name: 'DeskError', code: 'worker-died' });
  });
});
