import { type Edition, editionKey } from '../core/edition.ts';
import { type Instrument, instrumentKey, type Measuring } from '../core/measuring.ts';

/** An instrument that has measured one of two editions or both. */
export interface MeasuredInstrument {
  readonly key: string;
  readonly instrument: Instrument;
  readonly before: Measuring | undefined;
  readonly after: Measuring | undefined;
}

/** The instruments of a kind that have measured one of two editions, those that have measured both first, then the newest first. */
export function measuredInstruments(measurings: readonly Measuring[], kind: Instrument['kind'], before: Edition, after: Edition): MeasuredInstrument[] {
  const found = new Map<string, MeasuredInstrument>();
  // The newest measuring of an edition stays.
  for (const measuring of [...measurings].sort((a, b) => b.createdAtMs - a.createdAtMs)) {
    const { instrument } = measuring;
    const isOf = (edition: Edition) => editionKey(measuring.edition) === editionKey(edition);
    if (instrument.kind !== kind || (!isOf(before) && !isOf(after))) continue;
    const key = instrumentKey(instrument);
    const known = found.get(key);
    found.set(key, { key, instrument, before: known?.before ?? (isOf(before) ? measuring : undefined), after: known?.after ?? (isOf(after) ? measuring : undefined) });
  }
  const both = (one: MeasuredInstrument) => Number(one.before !== undefined && one.after !== undefined);
  return [...found.values()].sort((a, b) => both(b) - both(a));
}
