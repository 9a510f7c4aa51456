import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Measure, MeasureValue, Measuring } from '../../../src/core/measuring.ts';
import { PAPER_RECIPE } from '../../../src/reflection/recipes.ts';
import { openStore, type OpenStore } from '../../../src/store/open-store.ts';
import { MAX_BLOCK_BYTES, type StoreError } from '../../../src/store/store.ts';
import { flipBit, rawKeys, rawValues, tamper } from './raw-database.ts';
import { failureOf, freshName, importSource, makeRun } from './samples.ts';

const ROW_COUNT = 500;

function makeMeasuring(id: string, edition: Measuring['edition'], createdAtMs = 1, sourceId = 'a'): Measuring {
  return { id, sourceId, edition, instrument: { kind: 'student', name: 'small', template: 'vicuna' }, rowCount: ROW_COUNT, createdAtMs };
}

function makeMeasure(ordinal: number, value: MeasureValue): Measure {
  return { ordinal, pairMark: `mark-${ordinal}`, value };
}

async function openWithSource(): Promise<{ name: string; store: OpenStore }> {
  const name = freshName();
  const store = await openStore({ name });
  await importSource(store, 'a', 'r', Array<number>(ROW_COUNT).fill(1));
  return { name, store };
}

const loss = fc.double({ min: 0, max: 20, noNaN: true });
const value: fc.Arbitrary<MeasureValue> = fc.oneof(
  fc.record({ kind: fc.constant('coherence'), cosine: fc.double({ min: -1, max: 1, noNaN: true, noDefaultInfinity: true }), cutTokens: fc.nat() }),
  fc.record({ kind: fc.constant('unscored'), reason: fc.constantFrom('empty-target', 'no-room', 'not-finite') }),
  fc.record({
    kind: fc.constant('pair'),
    response: fc.record({ kind: fc.constant('scored'), tokens: fc.nat(), cutTokens: fc.nat(), lossAlone: loss, lossGiven: loss }),
  }),
);
const puts = fc.array(fc.array(fc.tuple(fc.oneof(fc.nat(ROW_COUNT - 1), fc.constantFrom(0, 127, 128, ROW_COUNT - 1)), value), { maxLength: 80 }), { maxLength: 5 });

test('every page read back holds the latest values, whatever the calls and however they overlap', async () => {
  const { name, store } = await openWithSource();
  await fc.assert(
    fc.asyncProperty(puts, fc.nat(ROW_COUNT), fc.nat(ROW_COUNT), async (calls, from, limit) => {
      const measuring = makeMeasuring(crypto.randomUUID(), { kind: 'original', sourceId: 'a' });
      await store.addMeasuring(measuring);
      const latest = new Map<number, Measure>();
      // Nobody waits for the one before.
      const stored = calls.map((call) => {
        const measures = call.map(([ordinal, value]) => makeMeasure(ordinal, value));
        for (const measure of measures) latest.set(measure.ordinal, measure);
        return store.putMeasures(measuring.id, measures);
      });
      await Promise.all(stored);
      // JSON has no negative zero.
      const expected = (JSON.parse(JSON.stringify([...latest.values()])) as Measure[]).sort((a, b) => a.ordinal - b.ordinal);
      expect(await store.measures(measuring.id, 0, ROW_COUNT)).toEqual(expected);
      expect(await store.measures(measuring.id, from, limit)).toEqual(expected.filter(({ ordinal }) => ordinal >= from && ordinal < from + limit));
    }),
    { numRuns: 40 },
  );
  for (const stored of await rawValues(name, 'measures')) {
    const { bytes } = stored as { bytes: Uint8Array };
    expect(bytes.length).toBeLessThanOrEqual(MAX_BLOCK_BYTES);
  }
  store.close();
});

test('measurings come back newest first, and go by themselves, with their run and with their source', async () => {
  const { name, store } = await openWithSource();
  await store.addRun(makeRun('other', 'a', ROW_COUNT));
  const against = makeMeasuring('against', { kind: 'original', sourceId: 'a' }, 5);
  const all = [
    makeMeasuring('original', { kind: 'original', sourceId: 'a' }, 1),
    makeMeasuring('recycled', { kind: 'recycled', runId: 'r' }, 4),
    makeMeasuring('after', { kind: 'after-instruction', runId: 'r' }, 3),
    makeMeasuring('others', { kind: 'recycled', runId: 'other' }, 2),
    { ...against, instrument: { kind: 'judge' as const, name: 'judge', spec: makeRun('r', 'a', 1).oracle, against: { kind: 'recycled' as const, runId: 'r' } } },
  ];
  for (const measuring of all) {
    await store.addMeasuring(measuring);
    await store.putMeasures(measuring.id, [makeMeasure(7, { kind: 'unscored', reason: 'no-room' })]);
  }
  expect(await store.measurings()).toEqual([...all].sort((a, b) => b.createdAtMs - a.createdAtMs));
  await store.removeRun('r');
  expect((await store.measurings()).map(({ id }) => id)).toEqual(['others', 'original']);
  await store.removeMeasuring('others');
  expect(await rawKeys(name, 'measures')).toEqual([['original', 0, 0]]);
  await store.removeSource('a');
  expect([await rawKeys(name, 'measurings'), await rawKeys(name, 'measures')]).toEqual([[], []]);
  expect((await failureOf(store.measures('original', 0, 9))).code).toBe('not-found');
  expect((await failureOf(store.putMeasures('original', []))).code).toBe('not-found');
  expect(await failureOf(store.addMeasuring(all[0]!))).toEqual({ code: 'not-found', detail: 'source a' });
  store.close();
});

test('damaged values are named by measuring and rows, are not written over, and leave the others alone', async () => {
  const { name, store } = await openWithSource();
  for (const id of ['m', 'whole']) await store.addMeasuring(makeMeasuring(id, { kind: 'original', sourceId: 'a' }));
  const measures = [5, 130].map((ordinal) => makeMeasure(ordinal, { kind: 'unscored', reason: 'no-room' }));
  await store.putMeasures('m', measures);
  await tamper(name, 'measures', ['m', 0, 0], flipBit(9));
  const damaged = { code: 'damaged', detail: 'measuring m, rows 0 to 127' };
  expect(await failureOf(store.measures('m', 0, ROW_COUNT))).toEqual(damaged);
  expect(await failureOf(store.putMeasures('m', measures))).toEqual(damaged);
  expect(await store.measures('m', 128, ROW_COUNT)).toEqual(measures.slice(1));
  await tamper(name, 'measurings', ['m', 0], flipBit(9));
  const reported: StoreError[] = [];
  expect((await store.measurings((error) => reported.push(error))).map(({ id }) => id)).toEqual(['whole']);
  expect(reported.map(({ code, detail }) => ({ code, detail }))).toEqual([{ code: 'damaged', detail: 'measuring m' }]);
  await store.removeMeasuring('m');
  expect(await store.measurings()).toHaveLength(1);
  store.close();
});

test('recipes are kept by name, the later in place of the earlier', async () => {
  const name = freshName();
  const store = await openStore({ name });
  const long = { ...PAPER_RECIPE, name: 'terse', steer: 'Be brief. '.repeat(10_000) };
  for (const recipe of [long, { ...PAPER_RECIPE, name: 'Zürich' }, { ...PAPER_RECIPE, name: 'alpha' }]) await store.saveRecipe(recipe);
  expect(await store.recipes()).toContainEqual(long);
  await store.saveRecipe({ ...long, steer: '' });
  expect((await store.recipes()).map(({ name, steer }) => [name, steer])).toEqual([['alpha', ''], ['terse', ''], ['Zürich', '']]);
  await tamper(name, 'recipes', ['alpha', 0], flipBit(9));
  expect(await failureOf(store.recipes())).toEqual({ code: 'damaged', detail: 'recipe alpha' });
  expect(await store.recipes(() => undefined)).toHaveLength(2);
  await store.removeRecipe('alpha');
  expect(await store.recipes()).toHaveLength(2);
  store.close();
});
