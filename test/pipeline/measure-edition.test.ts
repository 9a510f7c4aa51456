import { beforeEach, describe, expect, it } from 'vitest';
import type { Edition } from '../../src/core/edition.ts';
import type { Measuring } from '../../src/core/measuring.ts';
import type { OracleSpec } from '../../src/core/run.ts';
import type { Embedder } from '../../src/oracle/embedder.ts';
import type { ScoreItem, Student } from '../../src/oracle/student.ts';
import { measureEdition, type MeasureEvent, type MeasureServices } from '../../src/pipeline/measure-edition.ts';
import { measuringFor, type ModelInstrument } from '../../src/pipeline/measurings.ts';
import { InstrumentKeeper } from '../../src/pipeline/open-instrument.ts';
import { ManualClock } from '../bridge/manual-clock.ts';
import type { MemoryStore } from './memory-store.ts';
import { storeOf } from './run-fixtures.ts';
import { ScriptedEmbedder } from './scripted-embedder.ts';
import { plainScore, ScriptedStudent, type StudentScript } from './scripted-student.ts';

const NEVER = new AbortController().signal;
const SPEC: OracleSpec = { engine: 'transformers', modelId: 'base', revision: '1', device: 'wasm', dtype: 'fp32', contextTokens: 2048, lanes: 1, practice: true };
const STUDENT: ModelInstrument = { kind: 'student', name: 'Base', template: 'vicuna', spec: SPEC };
const EMBEDDER: ModelInstrument = { kind: 'embedder', name: 'Letters', spec: SPEC };
const ORIGINAL: Edition = { kind: 'original', sourceId: 's' };
const RECYCLED: Edition = { kind: 'recycled', runId: 'r' };
/** More than a page. */
const WORDS = Array.from({ length: 300 }, (_, index) => `word${index} out`);

let store: MemoryStore;
let asked: ScoreItem[][];
let opened: ScriptedStudent[];

beforeEach(async () => {
  ({ store } = await storeOf(WORDS));
  asked = [];
  opened = [];
});

function services(script: StudentScript = {}, embedder: Embedder = new ScriptedEmbedder()): MeasureServices {
  const openStudent = (): Student => {
    const student = new ScriptedStudent(script, asked);
    opened.push(student);
    return student;
  };
  const probe = () => Promise.reject(new Error('a model on the processor needs no GPU'));
  return { store, clock: new ManualClock(), oracles: { openStudent, openEmbedder: () => embedder, probe } };
}

interface Wanted {
  readonly edition?: Edition;
  readonly instrument?: ModelInstrument;
  readonly reverse?: boolean;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: MeasureEvent) => void;
}

async function measure(given: MeasureServices, { edition = ORIGINAL, instrument = STUDENT, reverse = false, signal = NEVER, onEvent }: Wanted = {}) {
  const measuring = await measuringFor(edition, instrument, store);
  const events: MeasureEvent[] = [];
  for await (const event of measureEdition({ ...measuring, instrument }, { reverse }, given, signal)) {
    events.push(event);
    onEvent?.(event);
  }
  const standings = events.filter((event) => event.kind === 'standing');
  return { measuring, events, last: standings.at(-1) };
}

const valuesOf = async ({ id }: Measuring) => (await store.measures(id, 0, WORDS.length)).map(({ value }) => value);
const targets = () => asked.flat().map(({ target }) => target);

describe('measuring an edition with a student', () => {
  it('scores every record and stores what it finds', async () => {
    const { measuring, events, last } = await measure(services());
    const values = await valuesOf(measuring);
    expect(values).toHaveLength(WORDS.length);
    expect(values[7]).toEqual({ kind: 'pair', response: { kind: 'scored', tokens: 1, cutTokens: 0, lossAlone: 1, lossGiven: 0.25 } });
    expect(events.slice(0, 2)).toMatchObject([{ kind: 'standing', total: WORDS.length, done: 0 }, { kind: 'loading', progress: undefined }]);
    expect(last).toMatchObject({ total: WORDS.length, done: WORDS.length, taken: 0, unscored: 0, damaged: 0, remainingMs: 0 });
    expect(opened.map(({ closed }) => closed)).toEqual([true]);
  });

  it('does nothing again, and opens no model for nothing', async () => {
    await measure(services());
    const { last } = await measure(services());
    expect(opened).toHaveLength(1);
    expect(targets()).toHaveLength(WORDS.length);
    expect(last).toMatchObject({ done: WORDS.length, recordsPerSecond: undefined });
  });

  it('adds r-IFD to what it has without scoring the rest again', async () => {
    await measure(services());
    asked = [];
    const { measuring } = await measure(services(), { reverse: true });
    expect(new Set(targets())).toEqual(new Set(WORDS.map((word) => `${word}in`)));
    expect((await valuesOf(measuring)).every((value) => value.kind === 'pair' && value.response && value.instruction)).toBe(true);
  });

  it('takes over what was found for the same texts, and measures what a run has rewritten', async () => {
    await measure(services());
    const pair = { instruction: 'anew', input: '', response: 'a better one' };
    await store.settle({ runId: 'r', ordinal: 200, phase: 'response', attempts: [], status: 'rewritten', critique: [], pair });
    asked = [];
    const { measuring, last } = await measure(services(), { edition: RECYCLED });
    expect(targets()).toEqual(['a better one']);
    expect(last).toMatchObject({ done: WORDS.length, taken: WORDS.length - 1 });
    expect(await valuesOf(measuring)).toHaveLength(WORDS.length);
  });

  it('measures anew what has changed since', async () => {
    const { measuring } = await measure(services(), { edition: RECYCLED });
    const pair = { instruction: 'anew', input: '', response: 'changed' };
    await store.settle({ runId: 'r', ordinal: 0, phase: 'response', attempts: [], status: 'rewritten', critique: [], pair });
    asked = [];
    const again = await measure(services(), { edition: RECYCLED });
    expect(again.measuring.id).toBe(measuring.id);
    expect(targets()).toEqual(['changed']);
  });

  it('does not mix what other templates or students found', async () => {
    await measure(services());
    await measure(services(), { instrument: { ...STUDENT, template: 'alpaca' } });
    await measure(services(), { instrument: { ...STUDENT, spec: { ...SPEC, modelId: 'other' } } });
    expect(await store.measurings()).toHaveLength(3);
    expect(targets()).toHaveLength(3 * WORDS.length);
  });

  it('keeps a reason for each score that there is none of, and does not ask again', async () => {
    const scoreOf = (item: ScoreItem) => (item.contexts[1]?.includes('word13 ') ? ({ kind: 'unscored', reason: 'no-room' } as const) : plainScore(item));
    const { measuring, last } = await measure(services({ scoreOf }));
    expect((await valuesOf(measuring))[13]).toEqual({ kind: 'pair', response: { kind: 'unscored', reason: 'no-room' } });
    expect(last).toMatchObject({ unscored: 1 });
    asked = [];
    expect((await measure(services())).last).toMatchObject({ done: WORDS.length, unscored: 1 });
    expect(asked).toEqual([]);
  });

  it('pauses at once, and goes on with what is left', async () => {
    const pause = new AbortController();
    const onEvent = (event: MeasureEvent) => event.kind === 'standing' && event.done >= 150 && pause.abort();
    const { measuring } = await measure(services({ delayMs: 1 }), { signal: pause.signal, onEvent });
    const before = (await valuesOf(measuring)).length;
    expect(before).toBeGreaterThanOrEqual(150);
    expect(before).toBeLessThan(WORDS.length);
    asked = [];
    await measure(services());
    expect(targets()).toHaveLength(WORDS.length - before);
    expect(opened.every(({ closed }) => closed)).toBe(true);
  });

  it('goes on with a fresh model when it has lost one, time and again, as long as it gets ahead', async () => {
    const { events, last } = await measure(services({ diesAt: [1, 3, 5] }));
    expect(events.filter(({ kind }) => kind === 'recovering')).toHaveLength(3);
    expect(opened).toHaveLength(4);
    expect(last).toMatchObject({ done: WORDS.length });
  });

  it('gives up when the fresh model is lost before it has got ahead', async () => {
    await expect(measure(services({ diesAt: [2, 3] }))).rejects.toMatchObject({ code: 'worker-died' });
    expect(opened.map(({ closed }) => closed)).toEqual([true, true]);
    const [measuring] = await store.measurings();
    expect(await valuesOf(measuring!)).toHaveLength(128);
  });

  it('keeps a model for the next edition where the caller keeps it', async () => {
    const given = services();
    const keeper = new InstrumentKeeper(STUDENT, given.oracles);
    await measure({ ...given, keeper });
    await measure({ ...given, keeper }, { reverse: true });
    expect(opened.map(({ closed }) => closed)).toEqual([false]);
    await keeper.close();
    expect(opened[0]?.closed).toBe(true);
  });

  it('costs only its own record the score when the engine fails at a text', async () => {
    const fails = (item: ScoreItem) => item.contexts[1]?.includes('word13 ') === true || item.contexts[1]?.includes('word290 ') === true;
    const { measuring, last } = await measure(services({ fails }));
    const values = await valuesOf(measuring);
    expect(values.flatMap((value, ordinal) => (value.kind === 'pair' && value.response?.kind === 'unscored' ? [[ordinal, value.response.reason]] : []))).toEqual([
      [13, 'engine-failed'],
      [290, 'engine-failed'],
    ]);
    expect(last).toMatchObject({ done: WORDS.length, unscored: 2 });
  });

  it('fails, and blames no record, when the engine fails at all of them', async () => {
    await expect(measure(services({ fails: () => true }))).rejects.toMatchObject({ code: 'engine-failed' });
    const [measuring] = await store.measurings();
    expect(await valuesOf(measuring!)).toEqual([]);
  });

  it('fails when a value cannot be stored', async () => {
    store.putMeasures = () => Promise.reject(new Error('full'));
    await expect(measure(services())).rejects.toThrow('full');
    expect(opened[0]?.closed).toBe(true);
  });
});

describe('measuring an edition with an embedder', () => {
  it('finds how near responses lie to instruction and input', async () => {
    const { store: small } = await storeOf(['tuo', 'in', '']);
    store = small;
    const { measuring, last } = await measure(services(), { instrument: EMBEDDER });
    const [near, far, unasked] = await valuesOf(measuring);
    // "tuo\nin" and "out" share three of five letters.
    expect(near).toMatchObject({ kind: 'coherence', cosine: expect.closeTo(3 / Math.sqrt(15), 6) as number });
    expect(far).toMatchObject({ kind: 'coherence', cosine: 0 });
    expect(unasked).toMatchObject({ kind: 'coherence' });
    expect(last).toMatchObject({ done: 3, unscored: 0 });
  });

  it('has no figure for a record without a response', async () => {
    await store.settle({ runId: 'r', ordinal: 1, phase: 'response', attempts: [], status: 'rewritten', critique: [], pair: { instruction: 'x', input: '', response: ' ' } });
    const { measuring, last } = await measure(services(), { edition: RECYCLED, instrument: EMBEDDER });
    expect((await valuesOf(measuring))[1]).toEqual({ kind: 'unscored', reason: 'empty-target' });
    expect(last).toMatchObject({ done: WORDS.length, unscored: 1 });
  });

  it('goes on around a text at which the engine fails', async () => {
    const embedder = new ScriptedEmbedder((text) => text.startsWith('word7 '));
    const { measuring, last } = await measure(services({}, embedder), { instrument: EMBEDDER });
    expect((await valuesOf(measuring)).flatMap((value, ordinal) => (value.kind === 'unscored' ? [[ordinal, value.reason]] : []))).toEqual([[7, 'engine-failed']]);
    expect(last).toMatchObject({ done: WORDS.length, unscored: 1 });
  });
});
