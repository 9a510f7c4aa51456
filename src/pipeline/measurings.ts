import { type Edition, editionKey } from '../core/edition.ts';
import { type Instrument, instrumentKey, type Measure, type MeasureValue, type Measuring } from '../core/measuring.ts';
import { pairMark } from '../core/pair.ts';
import type { OracleSpec } from '../core/run.ts';
import type { Store } from '../store/store.ts';
import { type EditionPage, openEdition } from './edition-pairs.ts';

/** An instrument that measures here, record by record, without holding them against others. */
export type ModelInstrument = Extract<Instrument, { readonly kind: 'student' | 'embedder' }> & { readonly spec: OracleSpec };

/**
 * The measuring of an edition by an instrument: the one that is there, or a new one without values, which is stored.
 * Rejects with a StoreError.
 */
export async function measuringFor(edition: Edition, instrument: Instrument, store: Store): Promise<Measuring> {
  const known = (await readableMeasurings(store)).find((one) => isOf(one, edition, instrument));
  if (known) return known;
  const { source } = await openEdition(edition, store);
  const { id: sourceId, rowCount } = source;
  const measuring: Measuring = { id: crypto.randomUUID(), sourceId, edition, instrument, rowCount, createdAtMs: Date.now() };
  await store.addMeasuring(measuring);
  return measuring;
}

/** Other measurings of records of the same source by the same instrument: what they found of the same texts holds here too. Rejects with a StoreError. */
export async function peersOf(measuring: Measuring, store: Store): Promise<Measuring[]> {
  const key = instrumentKey(measuring.instrument);
  const all = await readableMeasurings(store);
  return all.filter(({ id, sourceId, instrument }) => id !== measuring.id && sourceId === measuring.sourceId && instrumentKey(instrument) === key);
}

/** The values of the rows `from` to `from + limit - 1`, by ordinal. Rejects with a StoreError. */
export async function measuresByRow(measuringId: string, store: Store, from: number, limit: number): Promise<Map<number, Measure>> {
  return new Map((await store.measures(measuringId, from, limit)).map((measure) => [measure.ordinal, measure]));
}

/** What a measuring says of a page's records as they stand now, by ordinal; values of other texts are left out. Rejects with a StoreError. */
export async function presentValues(measuringId: string, { from, rows }: EditionPage, store: Store): Promise<Map<number, MeasureValue>> {
  const last = rows.at(-1)?.ordinal ?? from;
  const measures = await measuresByRow(measuringId, store, from, last - from + 1);
  return new Map(
    rows.flatMap(({ ordinal, pair }) => {
      const measure = measures.get(ordinal);
      return measure?.pairMark === pairMark(pair) ? [[ordinal, measure.value] as const] : [];
    }),
  );
}

function isOf(measuring: Measuring, edition: Edition, instrument: Instrument): boolean {
  return measuring.fileName === undefined && editionKey(measuring.edition) === editionKey(edition) && instrumentKey(measuring.instrument) === instrumentKey(instrument);
}

// One that is damaged must not stand in the way of the others.
function readableMeasurings(store: Store): Promise<Measuring[]> {
  return store.measurings(() => undefined);
}
