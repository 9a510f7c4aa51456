import type { Edition } from '../core/edition.ts';
import type { Measure, Measuring } from '../core/measuring.ts';
import type { Connection, Reading, Writing } from './connection.ts';
import { decodeDocument, encodeDocument } from './documents.ts';
import { decodeList, type PartGroup, readGroups } from './part-reading.ts';
import { MEASURE_BLOCK_ROWS, keysUnder } from './schema.ts';
import { StoreError } from './store.ts';

/** See Store.addMeasuring. Its source must be there. */
export function addMeasuring(connection: Connection, measuring: Measuring): Promise<void> {
  return connection.write(['sources', 'measurings'], async (transaction) => {
    const measurings = transaction.objectStore('measurings');
    const [source, known] = await Promise.all([
      transaction.objectStore('sources').getKey(keysUnder(measuring.sourceId)),
      measurings.getKey(keysUnder(measuring.id)),
    ]);
    if (!source) throw new StoreError('not-found', `source ${measuring.sourceId}`);
    if (known) throw new StoreError('failed', `measuring ${measuring.id} is already there`);
    await Promise.all(encodeDocument(measuring).map((value, part) => measurings.add(value, [measuring.id, part])));
  });
}

/** See Store.measurings; `onDamage` is that of decodeList. */
export async function listMeasurings(connection: Connection, onDamage?: (error: StoreError) => void): Promise<Measuring[]> {
  const groups = await connection.read(['measurings'], (transaction) => readGroups(transaction.objectStore('measurings'), null));
  return decodeList<Measuring>(groups, 'measuring', onDamage).sort((a, b) => b.createdAtMs - a.createdAtMs);
}

/** See Store.putMeasures. Of two values for one record in the same call the later counts. Rejects with `damaged` when values beside them are, and leaves those alone. */
export function putMeasures(connection: Connection, measuringId: string, measures: readonly Measure[]): Promise<void> {
  return connection.write(['measurings', 'measures'], async (transaction) => {
    await mustBeThere(transaction, measuringId);
    await Promise.all([...byBlock(measures)].map(([blockIndex, inBlock]) => putInBlock(transaction, measuringId, blockIndex, inBlock)));
  });
}

function byBlock(measures: readonly Measure[]): Map<number, Measure[]> {
  const blocks = new Map<number, Measure[]>();
  for (const measure of measures) {
    const blockIndex = Math.floor(measure.ordinal / MEASURE_BLOCK_ROWS);
    const block = blocks.get(blockIndex);
    if (block) block.push(measure);
    else blocks.set(blockIndex, [measure]);
  }
  return blocks;
}

async function putInBlock(transaction: Writing, measuringId: string, blockIndex: number, measures: readonly Measure[]): Promise<void> {
  const store = transaction.objectStore('measures');
  const range = keysUnder(measuringId, blockIndex);
  const parts = await store.getAll(range);
  const values = new Map(measuresIn(parts, measuringId, blockIndex).map((measure) => [measure.ordinal, measure]));
  for (const measure of measures) values.set(measure.ordinal, measure);
  const block = [...values.values()].sort((a, b) => a.ordinal - b.ordinal);
  // With other values the block may have fewer parts than before.
  await store.delete(range);
  await Promise.all(encodeDocument(block).map((value, part) => store.put(value, [measuringId, blockIndex, part])));
}

/** See Store.measures. Reads the blocks that hold these rows and no others. */
export async function readMeasures(connection: Connection, measuringId: string, from: number, limit: number): Promise<Measure[]> {
  const blocks = await connection.read(['measurings', 'measures'], async (transaction) => {
    await mustBeThere(transaction, measuringId);
    const first = Math.floor(from / MEASURE_BLOCK_ROWS);
    // A key of the block at the upper bound is longer, and so lies beyond it.
    const range = IDBKeyRange.bound([measuringId, first], [measuringId, Math.max(first, Math.ceil((from + limit) / MEASURE_BLOCK_ROWS))]);
    return readGroups<[string, number]>(transaction.objectStore('measures'), range);
  });
  const measures = blocks.flatMap(({ place: [, blockIndex], parts }) => measuresIn(parts, measuringId, blockIndex));
  return measures.filter(({ ordinal }) => ordinal >= from && ordinal < from + limit);
}

function measuresIn(parts: PartGroup['parts'], measuringId: string, blockIndex: number): Measure[] {
  if (parts.length === 0) return [];
  const first = blockIndex * MEASURE_BLOCK_ROWS;
  return decodeDocument<Measure[]>(parts, `measuring ${measuringId}, rows ${first} to ${first + MEASURE_BLOCK_ROWS - 1}`);
}

/** See Store.removeMeasuring. Resolves also when it is not there. */
export function removeMeasuring(connection: Connection, measuringId: string): Promise<void> {
  return connection.write(['measurings', 'measures'], (transaction) => removeMeasuringKeys(transaction, measuringId));
}

/** Deletes the measurings for which `goes` holds. A damaged one does not say what it is of; it can be removed by its id. The transaction must cover `measurings` and `measures`. */
export async function removeMeasuringsWhere(transaction: Writing, goes: (measuring: Measuring) => boolean): Promise<void> {
  const groups = await readGroups(transaction.objectStore('measurings'), null);
  const gone = decodeList<Measuring>(groups, 'measuring', () => undefined).filter(goes);
  await Promise.all(gone.map(({ id }) => removeMeasuringKeys(transaction, id)));
}

/** Whether a measuring is of a run, or was held against one. */
export function isOfRun({ edition, instrument }: Measuring, runId: string): boolean {
  return madeBy(edition, runId) || (instrument.kind === 'judge' && madeBy(instrument.against, runId));
}

function madeBy(edition: Edition, runId: string): boolean {
  return edition.kind !== 'original' && edition.runId === runId;
}

async function removeMeasuringKeys(transaction: Writing, measuringId: string): Promise<void> {
  await Promise.all([
    transaction.objectStore('measurings').delete(keysUnder(measuringId)),
    transaction.objectStore('measures').delete(keysUnder(measuringId)),
  ]);
}

async function mustBeThere(transaction: Reading | Writing, measuringId: string): Promise<void> {
  const known = await transaction.objectStore('measurings').getKey(keysUnder(measuringId));
  if (!known) throw new StoreError('not-found', `measuring ${measuringId}`);
}
