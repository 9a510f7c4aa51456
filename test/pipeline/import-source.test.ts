import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { MAX_LISTED_DEFECTS, type Source } from '../../src/core/source.ts';
import { type FileProgress, ImportError } from '../../src/pipeline/desk.ts';
import { importSource } from '../../src/pipeline/import-source.ts';
import { StoreError } from '../../src/store/store.ts';
import { MemoryStore } from './memory-store.ts';

const DATA = fileURLToPath(new URL('../../../shared/data/', import.meta.url));
const forever = new AbortController().signal;

/** Counts batches, and tells whether anything was left behind by an import that failed. */
class WatchedStore extends MemoryStore {
  readonly batches: number[] = [];
  readonly imported = new Set<string>();

  override async appendRecords(...[sourceId, records]: Parameters<MemoryStore['appendRecords']>): Promise<void> {
    await super.appendRecords(sourceId, records);
    this.imported.add(sourceId);
    this.batches.push(records.length);
  }

  override async removeSource(sourceId: string): Promise<void> {
    await super.removeSource(sourceId);
    this.imported.delete(sourceId);
  }
}

function imported(content: string | Uint8Array<ArrayBuffer>, store = new MemoryStore(), name = 'data.json'): Promise<Source> {
  return importSource(new File([content], name), store, () => undefined, forever);
}

async function storedTexts(store: MemoryStore, source: Source): Promise<string[]> {
  const records = await store.records(source.id, 0, source.rowCount);
  return records.map(({ bytes }) => new TextDecoder().decode(bytes));
}

const record = (n: number) => `{"instruction": "Task ${n}", "input": "", "output": "Done"}`;

describe('importing', () => {
  it('stores exact records in file order and names what it left aside', async () => {
    const store = new MemoryStore();
    const lines = [record(1), 'oops', '{"instruction": "no output"}', '{"input": 1.0, "instruction": "", "output": ""}', record(2), '[]', '{"instruction": "i", "input": "N/A", "output": "x", "big": 12345678901234567890}', record(3).slice(0, -5)];
    const source = await imported(lines.join('\r\n'), store, 'a.json');
    expect(await storedTexts(store, source)).toEqual([lines[0], lines[4], lines[6]]);
    expect(source).toMatchObject({ name: 'a.json', container: 'jsonl', shape: 'alpaca', rowCount: 3, rowsWithInput: 0, defectCount: 5 });
    expect(source.defects.map(({ line, reason }) => `${line} ${reason}`)).toEqual(['2 not-json', '3 missing-output', '4 not-text', '6 not-an-object', '8 cut-off']);
    expect(await store.sources()).toEqual([source]);
  });

  it('knows WizardLM by the input that no record has', async () => {
    const without = '{"instruction":"i","output":"o"}';
    expect((await imported(`[${without},{"input":"x"},${without}]`)).shape).toBe('wizardlm');
    expect((await imported(`[${without},${record(1)}]`)).shape).toBe('alpaca');
  });

  it('stores about 1 MB at a time and reports how far it is', async () => {
    const store = new WatchedStore();
    const line = `${JSON.stringify({ instruction: 'i'.repeat(1000), output: 'o' })}\n`;
    const progress: FileProgress[] = [];
    const file = new File(Array<string>(3000).fill(line), 'big.jsonl');
    await importSource(file, store, (step) => progress.push(step), forever);
    expect(store.batches).toHaveLength(3);
    expect(progress.at(-1)).toEqual({ doneBytes: file.size, totalBytes: file.size, rowCount: 3000 });
    expect(progress.map(({ doneBytes }) => doneBytes)).toEqual(progress.map(({ doneBytes }) => doneBytes).toSorted((a, b) => a - b));
  });

  it('gives the same records the same fingerprint, in whatever file they lie, and others another', async () => {
    const records = Array.from({ length: 9 }, (_, n) => JSON.stringify({ instruction: `${n}`.repeat(300_000), output: '' }));
    const { sha256 } = await imported(records.join('\n'));
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect((await imported(`[ ${records.join('\n\n,')}]`)).sha256).toBe(sha256);
    expect((await imported(records.toReversed().join('\n'))).sha256).not.toBe(sha256);
  });

  it('lists the first defects only and counts them all', async () => {
    const source = await imported(`${record(1)}\n{}\n`.repeat(MAX_LISTED_DEFECTS + 5));
    expect(source.defects).toHaveLength(MAX_LISTED_DEFECTS);
    expect(source.defectCount).toBe(MAX_LISTED_DEFECTS + 5);
  });

  it.each<[string, string | Uint8Array<ArrayBuffer>, string]>([
    ['nothing', '', 'empty-file'],
    ['a blank line', '\n\n', 'empty-file'],
    ['bytes of another program', Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0), 'not-text'],
    ['prose', 'Dear Sir or Madam', 'not-a-dataset'],
    ['an array of nothing', '[]', 'no-records'],
    ['an object of nothing', '{}', 'no-records'],
    ['other records', '[{"messages": []}, {"messages": []}]', 'no-records'],
  ])('refuses %s and stores nothing', async (_what, content, code) => {
    const store = new WatchedStore();
    const failure = imported(content, store);
    await expect(failure).rejects.toBeInstanceOf(ImportError);
    await expect(failure).rejects.toMatchObject({ code });
    expect([store.imported.size, await store.sources()]).toEqual([0, []]);
  });

  it('says what is wrong with the first records when none can be used', async () => {
    const failure = await imported(`[${'{"messages": []},\n'.repeat(30)}1]`).catch((error: unknown) => error);
    expect(failure instanceof ImportError && failure.defects).toHaveLength(20);
    expect(failure).toMatchObject({ defects: [{ line: 1, reason: 'missing-instruction', excerpt: '{"messages": []}' }, { line: 2 }, ...Array<object>(18).fill({})] });
  });

  it('removes what it stored when it is stopped, the disk is full, or the file goes away', async () => {
    const content = Array.from({ length: 40 }, (_, n) => `{"instruction": "${n}", "output": "${'o'.repeat(100_000)}"}`).join('\n');
    const stop = new AbortController();
    const stopped = new WatchedStore();
    const stopAfterFirst = ({ rowCount }: FileProgress) => rowCount > 10 && stop.abort();
    await expect(importSource(new File([content], 'a'), stopped, stopAfterFirst, stop.signal)).rejects.toMatchObject({ name: 'AbortError' });
    expect([stopped.batches.length > 0, stopped.imported.size]).toEqual([true, 0]);

    const full = new WatchedStore();
    full.addSource = () => Promise.reject(new StoreError('full'));
    await expect(imported(content, full)).rejects.toMatchObject({ code: 'full' });
    expect([full.batches.length > 0, full.imported.size]).toEqual([true, 0]);

    const vanishing = new File([content], 'a');
    vanishing.slice = (start = 0, end) => (start > 1_000_000 ? new Blob(['short']) : File.prototype.slice.call(vanishing, start, end));
    const gone = new WatchedStore();
    await expect(importSource(vanishing, gone, () => undefined, forever)).rejects.toMatchObject({ name: 'ImportError', code: 'unreadable' });
    expect(gone.imported.size).toBe(0);
  });
});

describe.skipIf(!existsSync(DATA))('importing published datasets (skipped where they are not at hand)', () => {
  it.each([
    ['instruction-data.json', { rowCount: 1100, rowsWithInput: 325, defectCount: 0, container: 'json', shape: 'alpaca' }],
    // 579 have an input, 63 of them only say that there is none.
    ['cherry_alpaca_5_percent.json', { rowCount: 3111, rowsWithInput: 579 - 63, defectCount: 0, container: 'json', shape: 'alpaca' }],
  ])('reads %s', async (name, facts) => {
    const content = readFileSync(`${DATA}${name}`);
    const store = new MemoryStore();
    const source = await imported(new Uint8Array(content), store, name);
    expect(source).toMatchObject({ name, sizeBytes: content.length, ...facts });
    const texts = await storedTexts(store, source);
    expect(texts.map((text) => JSON.parse(text) as unknown)).toEqual(JSON.parse(content.toString()));
  });
});
