import { describe, expect, it } from 'vitest';
import type { MeasureValue } from '../../../src/core/measuring.ts';
import type { TextScore } from '../../../src/core/score.ts';
import studentUrl from '../../../src/oracle/transformers/student.worker.ts?worker&url';
import { WorkerStudent } from '../../../src/oracle/worker-student.ts';
import { importSource } from '../../../src/pipeline/import-source.ts';
import { measureEdition, type MeasureServices } from '../../../src/pipeline/measure-edition.ts';
import { measuringFor, type ModelInstrument } from '../../../src/pipeline/measurings.ts';
import { ifdOf, reverseIfdOf } from '../../../src/quality/ifd.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { practiceSpec, startWorker } from '../oracle/transformers/practice.ts';

const NEVER = new AbortController().signal;
const RECORDS = [
  { instruction: 'Name the months.', input: '', output: 'January, February, March.' },
  { instruction: 'Convert 45 kilometers to meters.', input: '', output: '45 kilometers is 45000 meters.' },
  { instruction: 'Edit for grammar.', input: 'He go to the park.', output: 'He goes to the park.' },
  { instruction: 'Say nothing.', input: '', output: '' },
  { instruction: 'Repeat.', input: 'word '.repeat(6000), output: 'word' },
];

function scored(value: MeasureValue | undefined, part: 'response' | 'instruction'): TextScore | undefined {
  const score = value?.kind === 'pair' ? value[part] : undefined;
  return score?.kind === 'scored' ? score : undefined;
}

describe('measuring with the practice model in its worker', () => {
  it('finds IFD and r-IFD of every record, or says why there is none', async () => {
    const store = await openStore({ name: `test-${crypto.randomUUID()}` });
    const source = await importSource(new File([JSON.stringify(RECORDS)], 'few.json'), store, () => undefined, NEVER);
    const spec = { ...practiceSpec('wasm'), contextTokens: 2048 };
    const instrument: ModelInstrument = { kind: 'student', name: 'Practice', template: 'vicuna', spec };
    const measuring = await measuringFor({ kind: 'original', sourceId: source.id }, instrument, store);
    const unused = () => Promise.reject(new Error('not asked'));
    const oracles: MeasureServices['oracles'] = { openStudent: () => new WorkerStudent(startWorker, studentUrl), openEmbedder: () => { throw new Error('not asked'); }, probe: unused };
    const events = [];
    for await (const event of measureEdition({ ...measuring, instrument }, { reverse: true }, { store, oracles }, NEVER)) events.push(event);
    expect(events.at(-1)).toMatchObject({ kind: 'standing', total: RECORDS.length, done: RECORDS.length, damaged: 0 });
    const values = (await store.measures(measuring.id, 0, RECORDS.length)).map(({ value }) => value);
    expect(values).toHaveLength(RECORDS.length);
    for (const value of values.slice(0, 3)) {
      for (const part of ['response', 'instruction'] as const) {
        const score = scored(value, part);
        expect(score?.tokens).toBeGreaterThan(0);
        expect(score?.lossAlone).toBeGreaterThan(0);
      }
      if (value.kind !== 'pair') continue;
      for (const figure of [ifdOf(value), reverseIfdOf(value)]) expect(Number.isFinite(figure) && Number(figure) > 0).toBe(true);
    }
    expect(values[3]).toMatchObject({ kind: 'pair', response: { kind: 'unscored', reason: 'empty-target' } });
    expect(values[4]).toMatchObject({ kind: 'pair', response: { kind: 'unscored', reason: 'no-room' } });
    expect(scored(values[4], 'instruction')?.cutTokens).toBeGreaterThan(0);
    store.close();
  });
});
