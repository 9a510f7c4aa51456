import type { SourceRecord } from '../core/row.ts';
import type { Run } from '../core/run.ts';
import type { Source } from '../core/source.ts';
import type { Connection, Reading } from './connection.ts';
import { decodeDocument } from './documents.ts';
import { isOfRun, removeMeasuringsWhere } from './measurings.ts';
import { decodeList, readGroups } from './part-reading.ts';
import { unpackRecords } from './record-blocks.ts';
import { RUN_STORES, removeRunKeys } from './runs.ts';
import { keysUnder } from './schema.ts';
import { StoreError } from './store.ts';

/** See Store.source. */
export function readSource(connection: Connection, sourceId: string): Promise<Source> {
  return connection.read(['sources'], (transaction) => sourceIn(transaction, sourceId));
}

/** See Store.sources; `onDamage` is that of decodeList. */
export async function listSources(connection: Connection, onDamage?: (error: StoreError) => void): Promise<Source[]> {
  const groups = await connection.read(['sources'], (transaction) => readGroups(transaction.objectStore('sources'), null));
  return decodeList<Source>(groups, 'source', onDamage).sort((a, b) => b.importedAtMs - a.importedAtMs);
}

/** See Store.records. Reads the blocks that hold these records and no others. */
export async function readRecords(connection: Connection, sourceId: string, from: number, limit: number): Promise<SourceRecord[]> {
  const { groups, end } = await connection.read(['sources', 'records'], async (transaction) => {
    const { rowCount } = await sourceIn(transaction, sourceId);
    const end = Math.min(from + limit, rowCount);
    const store = transaction.objectStore('records');
    // The block that holds `from` is the last one that begins at it or before.
    const nearest = await store.openKeyCursor(IDBKeyRange.bound([sourceId], [sourceId, from, []]), 'prev');
    // A key of the block that begins at the upper bound is longer, and so lies beyond it.
    const range = IDBKeyRange.bound([sourceId, nearest?.key[1] ?? from], [sourceId, Math.max(from, end)]);
    return { end, groups: await readGroups<[string, number]>(store, range) };
  });
  const blocks = groups.map(({ place: [, firstOrdinal], parts }) => ({ firstOrdinal, parts }));
  return unpackRecords(sourceId, blocks, from, end);
}

/** See Store.removeSource. Everything goes in one transaction; an unfinished import of this id goes too. */
export async function removeSource(connection: Connection, sourceId: string): Promise<void> {
  await connection.write(['imports', 'sources', 'records', ...RUN_STORES], async (transaction) => {
    const groups = await readGroups(transaction.objectStore('runs'), null);
    // A damaged run does not say which source it is of; it can be removed by its id.
    const runs = decodeList<Run>(groups, 'run', () => undefined).filter((run) => run.sourceId === sourceId);
    await Promise.all([
      transaction.objectStore('imports').delete(sourceId),
      transaction.objectStore('sources').delete(keysUnder(sourceId)),
      transaction.objectStore('records').delete(keysUnder(sourceId)),
      ...runs.map((run) => removeRunKeys(transaction, run.id)),
      removeMeasuringsWhere(transaction, (measuring) => measuring.sourceId === sourceId || runs.some(({ id }) => isOfRun(measuring, id))),
    ]);
  });
}

async function sourceIn(transaction: Reading, sourceId: string): Promise<Source> {
  const parts = await transaction.objectStore('sources').getAll(keysUnder(sourceId));
  if (parts.length === 0) throw new StoreError('not-found', `source ${sourceId}`);
  return decodeDocument<Source>(parts, `source ${sourceId}`);
}
