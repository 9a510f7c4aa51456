import { beforeEach, describe, expect, it } from 'vitest';
import type { Edition } from '../../src/core/edition.ts';
import type { Instrument, MeasureValue, Measuring } from '../../src/core/measuring.ts';
import type { Outcome } from '../../src/core/outcome.ts';
import { pairMark } from '../../src/core/pair.ts';
import type { Run } from '../../src/core/run.ts';
import type { TextScore } from '../../src/core/score.ts';
import { editionPairs, openEdition } from '../../src/pipeline/edition-pairs.ts';
import { sampledRows, triageRows } from '../../src/pipeline/select-rows.ts';
import { selectionColumns } from '../../src/pipeline/selection-columns.ts';
import { triage } from '../../src/quality/triage.ts';
import type { MemoryStore } from './memory-store.ts';
import { storeOf } from './run-fixtures.ts';

const NEVER = new AbortController().signal;
const STUDENT: Instrument = { kind: 'student', name: 'Base', template: 'vicuna' };
const ORIGINAL: Edition = { kind: 'original', sourceId: 's' };
const AFTER: Edition = { kind: 'after-instruction', runId: 'r' };
const RECYCLED: Edition = { kind: 'recycled', runId: 'r' };

let store: MemoryStore;
let run: Run;

const scored = (ratio: number): TextScore => ({ kind: 'scored', tokens: 4, cutTokens: 0, lossAlone: 1, lossGiven: 1 + Math.log(ratio) });
const value = (ifd: number, reverse: number): MeasureValue => ({ kind: 'pair', response: scored(ifd), instruction: scored(reverse) });
const rewritten = (ordinal: number, phase: Outcome['phase'], response: string): Outcome => ({
  runId: 'r', ordinal, phase, attempts: [], status: 'rewritten', critique: [], pair: { instruction: `new ${ordinal}`, input: '', response },
});

/** Stores values for the first rows of an edition, with the marks of their present texts. */
async function measured(edition: Edition, values: readonly MeasureValue[]): Promise<Measuring> {
  const measuring: Measuring = { id: crypto.randomUUID(), sourceId: 's', edition, instrument: STUDENT, rowCount: run.rowCount, createdAtMs: 0 };
  await store.addMeasuring(measuring);
  const { rows } = await editionPairs(await openEdition(edition, store), store, 0, values.length);
  await store.putMeasures(measuring.id, rows.map(({ ordinal, pair }, place) => ({ ordinal, pairMark: pairMark(pair), value: values[place]! })));
  return measuring;
}

beforeEach(async () => {
  ({ store, run } = await storeOf(['a', 'b', 'c']));
  await store.settle(rewritten(0, 'instruction', 'first'));
  await store.settle(rewritten(0, 'response', 'second'));
  await store.settle(rewritten(1, 'response', 'better'));
});

describe('the columns of a selection', () => {
  it('hold what each phase did and what was found before and after it', async () => {
    const original = await measured(ORIGINAL, [value(0.5, 0.9), value(0.6, 0.8), value(0.7, 0.7)]);
    const afterInstruction = await measured(AFTER, [value(0.8, 0.6), value(0.6, 0.8)]);
    const recycled = await measured(RECYCLED, [value(0.9, 0.5), value(0.7, 0.4), value(0.7, 0.7)]);
    const columns = await selectionColumns(run, { original, afterInstruction, recycled }, store, NEVER);
    const rounded = (column: Float64Array) => [...column].map((figure) => Math.round(figure * 1000) / 1000);
    expect([[...columns.ordinals], [...columns.instructionReflected], [...columns.responseReflected]]).toEqual([[0, 1, 2], [1, 0, 0], [1, 1, 0]]);
    expect(rounded(columns.ifdBefore)).toEqual([0.5, 0.6, 0.7]);
    expect(rounded(columns.ifdAfterInstruction)).toEqual([0.8, 0.6, NaN]);
    expect(rounded(columns.reverseIfdAfterInstruction)).toEqual([0.6, 0.8, NaN]);
    expect(rounded(columns.ifd)).toEqual([0.9, 0.7, 0.7]);
    expect(rounded(columns.reverseIfd)).toEqual([0.5, 0.4, 0.7]);
    expect(rounded(columns.coherence)).toEqual([NaN, NaN, NaN]);
  });

  it('do not take what was found of texts that are no longer there', async () => {
    const recycled = await measured(RECYCLED, [value(0.9, 0.5), value(0.7, 0.4), value(0.7, 0.7)]);
    await store.decide('r', 1, 'original');
    const { ifd } = await selectionColumns(run, { recycled }, store, NEVER);
    expect([...ifd].map(Number.isNaN)).toEqual([false, true, false]);
  });

  it('take an original for what phase 1 left where there was no phase 1', async () => {
    const original = await measured(ORIGINAL, [value(0.5, 0.9), value(0.6, 0.8), value(0.7, 0.7)]);
    const { reverseIfdAfterInstruction } = await selectionColumns(run, { afterInstruction: original }, store, NEVER);
    // Record 0 was rewritten in phase 1 after all.
    expect([...reverseIfdAfterInstruction].map((figure) => figure.toFixed(1))).toEqual(['NaN', '0.8', '0.7']);
  });

  it('take a record for reflected only once it ends with its rewrite', async () => {
    await store.settle({ ...rewritten(2, 'instruction', 'open'), status: 'undecided' } as Outcome);
    await store.settle(rewritten(2, 'response', 'on top of it'));
    const reflected = async () => (await selectionColumns(run, {}, store, NEVER)).responseReflected[2];
    expect(await reflected()).toBe(0);
    await store.decide('r', 2, 'rewrite');
    expect(await reflected()).toBe(1);
    await store.decide('r', 2, 'original');
    expect(await reflected()).toBe(0);
  });

  it('have a place only for the records of the run', async () => {
    const part: Run = { ...run, id: 'part', rows: [2] };
    await store.addRun(part);
    const original = await measured(ORIGINAL, [value(0.5, 1), value(0.6, 1), value(0.7, 1)]);
    const { ordinals, ifdBefore } = await selectionColumns(part, { original }, store, NEVER);
    expect([...ordinals]).toEqual([2]);
    expect(ifdBefore[0]).toBeCloseTo(0.7);
  });
});

describe('rows for a run', () => {
  it('are those with most to gain by what a student found of the originals', async () => {
    const original = await measured(ORIGINAL, [value(0.5, 1), value(1.3, 1)]);
    const rows = await triageRows(original, store, NEVER);
    expect(triage(rows, 'gain')).toEqual([1, 0, 2]);
  });

  it('are all where a sample is as large as the source', () => {
    expect(sampledRows(run, { kind: 'first', count: 3 })).toBeUndefined();
    expect(sampledRows(run, { kind: 'first', count: 2 })).toEqual([0, 1]);
    expect(sampledRows(run, { kind: 'all' })).toBeUndefined();
  });
});
