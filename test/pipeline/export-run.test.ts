import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/core/outcome.ts';
import type { Run } from '../../src/core/run.ts';
import type { ContainerName } from '../../src/core/source.ts';
import type { ExportDamage, FileProgress } from '../../src/pipeline/desk.ts';
import { exportName, exportRun } from '../../src/pipeline/export-run.ts';
import { StoreError } from '../../src/store/store.ts';
import { kept, newRun, rewritten, storedRun } from './export-fixtures.ts';
import { MemoryStore } from './memory-store.ts';

const forever = new AbortController().signal;

interface Exported {
  readonly text: string;
  readonly progress: readonly FileProgress[];
  readonly damage: readonly [number, keyof ExportDamage][];
}

async function exported(run: Run, store: MemoryStore, container: ContainerName, rows?: ReadonlySet<number>): Promise<Exported> {
  const progress: FileProgress[] = [];
  const damage: [number, keyof ExportDamage][] = [];
  const watch = { onProgress: (step: FileProgress) => progress.push(step), onDamage: (...hit: (typeof damage)[number]) => damage.push(hit) };
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  for await (const chunk of exportRun(run.id, container, store, watch, forever, rows)) chunks.push(chunk);
  return { text: await new Blob(chunks).text(), progress, damage };
}

/** Refuses everything that touches these rows, as the real store does when their checksum fails. */
class DamagedStore extends MemoryStore {
  damagedRecords: readonly number[] = [];
  damagedOutcomes: readonly number[] = [];
  damagedDecisions: readonly number[] = [];

  override async records(...[sourceId, from, limit]: Parameters<MemoryStore['records']>) {
    refuse(this.damagedRecords, from, limit);
    return super.records(sourceId, from, limit);
  }

  override async outcomes(...[runId, from, limit]: Parameters<MemoryStore['outcomes']>): Promise<Outcome[]> {
    refuse(this.damagedOutcomes, from, limit);
    return super.outcomes(runId, from, limit);
  }

  override async decisions(...[runId, from, limit]: Parameters<MemoryStore['decisions']>) {
    refuse(this.damagedDecisions, from, limit);
    return super.decisions(runId, from, limit);
  }
}

function refuse(damaged: readonly number[], from: number, limit: number): void {
  if (damaged.some((ordinal) => ordinal >= from && ordinal < from + limit)) throw new StoreError('damaged');
}

const numbered = (count: number) => Array.from({ length: count }, (_, n) => `{"id":${n},"instruction":"i${n}","input":"","output":"o${n}"}`);

describe('exporting a run', () => {
  it('puts each rewrite into its own record and leaves all others as they were', async () => {
    const records = [
      '{"id": 1.0, "instruction": "a", "input": "<noinput>", "output": "b", "more": {"output": "deep"}}',
      '{ "instruction": "c",  "input": "context", "output": "d", "big": 12345678901234567890 }',
      '{"instruction": "e", "output": "f"}',
      '{"instruction": "g", "input": "h", "output": "i"}',
      '{"instruction": "j", "input": "k", "output": "l"}',
    ];
    const store = new MemoryStore();
    const run = await storedRun(store, `[${records.join(',\n  ')}]`, [
      rewritten(0, 'instruction', { instruction: 'A', input: '', response: 'B' }),
      rewritten(0, 'response', { instruction: 'A', input: '', response: 'B2' }),
      kept(1, 'instruction'),
      kept(1, 'response'),
      kept(3, 'instruction'),
      rewritten(3, 'response', { instruction: 'g', input: 'h', response: 'I' }),
      rewritten(4, 'instruction', { instruction: 'J', input: '', response: 'L' }),
    ]);
    const expected = [
      '{"id": 1.0, "instruction": "A", "input": "", "output": "B2", "more": {"output": "deep"}}',
      records[1],
      '{"instruction": "e", "input": "", "output": "f"}',
      '{"instruction": "g", "input": "h", "output": "I"}',
      '{"instruction": "J", "input": "", "output": "L"}',
    ];
    expect((await exported(run, store, 'json')).text).toBe(`[\n${expected.join(',\n')}\n]\n`);
    expect((await exported(run, store, 'jsonl')).text).toBe(`${expected.join('\n')}\n`);
  });

  it('gives back an untouched file, byte for byte', async () => {
    const member = fc.string({ unit: 'binary' });
    const records = fc.array(fc.record({ x: fc.jsonValue(), instruction: member, input: member, output: member }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(records, async (values) => {
        const jsonl = values.map((value) => `${JSON.stringify(value)}\n`).join('');
        const pretty = values.map((value) => JSON.stringify(value, null, 2));
        const store = new MemoryStore();
        const fromLines = await storedRun(store, jsonl, []);
        const fromArray = await storedRun(store, `[${pretty.join(', ')}]`, []);
        expect((await exported(fromLines, store, 'jsonl')).text).toBe(jsonl);
        expect((await exported(fromArray, store, 'json')).text).toBe(`[\n${pretty.join(',\n')}\n]\n`);
        expect((await exported(fromArray, store, 'jsonl')).text).toBe(jsonl);
      }),
      { numRuns: 25 },
    );
  });

  it('reports how far it is, page by page', async () => {
    const store = new MemoryStore();
    const run = await storedRun(store, numbered(2500).join('\n'), []);
    const { text, progress } = await exported(run, store, 'jsonl');
    expect(progress.length).toBeGreaterThan(2);
    expect(progress.at(-1)).toEqual({ doneBytes: text.length, totalBytes: undefined, rowCount: 2500 });
  });

  it('loses only the damaged rows, and names them', async () => {
    const store = new DamagedStore();
    const lines = numbered(300);
    const outcomes = lines.map((_, n) => rewritten(n, 'response', { instruction: `i${n}`, input: '', response: 'new' }));
    const run = await storedRun(store, lines.join('\n'), outcomes);
    store.damagedOutcomes = [7, 8, 258, 299];
    store.damagedRecords = [8, 100];
    store.damagedDecisions = [20];
    const { text, damage } = await exported(run, store, 'jsonl');
    const written = text.trimEnd().split('\n').map((line) => JSON.parse(line) as { id: number; output: string });
    expect(written).toHaveLength(298);
    expect(written.filter(({ output }) => output !== 'new').map(({ id }) => id)).toEqual([7, 20, 258, 299]);
    expect(damage.toSorted(([a], [b]) => a - b)).toEqual([
      [7, 'asOriginals'],
      [8, 'leftOut'],
      [20, 'asOriginals'],
      [100, 'leftOut'],
      [258, 'asOriginals'],
      [299, 'asOriginals'],
    ]);
  });

  it('can be of some records only, of whose damage alone it tells', async () => {
    const store = new DamagedStore();
    const run = await storedRun(store, numbered(5).join('\n'), []);
    store.damagedRecords = [1, 4];
    const { text, damage, progress } = await exported(run, store, 'jsonl', new Set([0, 1, 3]));
    expect(text.trim().split('\n').map((line) => (JSON.parse(line) as { id: number }).id)).toEqual([0, 3]);
    expect(damage).toEqual([[1, 'leftOut']]);
    expect(progress.at(-1)?.rowCount).toBe(2);
    expect(exportName(run, 'jsonl', true)).toMatch(/\.selected\.jsonl$/);
  });

  it('refuses a source that is not the one of the run, or that lacks rows', async () => {
    const store = new MemoryStore();
    const run = await storedRun(store, numbered(3).join('\n'), []);
    await store.addRun({ ...run, id: 'other', sourceSha256: 'other' });
    await expect(exported({ ...run, id: 'other' }, store, 'json')).rejects.toMatchObject({ code: 'damaged' });
    const source = await store.source(run.sourceId);
    await store.addSource({ ...source, rowCount: 4 });
    await expect(exported(run, store, 'json')).rejects.toMatchObject({ code: 'damaged' });
  });

  it.each([
    ['alpaca.json', false, 'json', 'alpaca.recycled.json'],
    ['my.data.jsonl', false, 'json', 'my.data.recycled.json'],
    ['x', true, 'jsonl', 'x.practice.recycled.jsonl'],
    ['.json', false, 'jsonl', 'dataset.recycled.jsonl'],
  ] as const)('names the export of %s', (sourceName, practice, container, name) => {
    const run = newRun({ id: 's', name: sourceName, sha256: '', rowCount: 1 });
    expect(exportName({ ...run, oracle: { ...run.oracle, practice } }, container)).toBe(name);
  });
});
