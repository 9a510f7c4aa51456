import type { Run } from '../core/run.ts';
import { LEFT_OUT_BYTE } from '../core/status.ts';
import type { Connection, Reading, Writing } from './connection.ts';
import { checkBytes, type CheckedBytes, decodeDocument, encodeDocument } from './documents.ts';
import { isOfRun, removeMeasuringsWhere } from './measurings.ts';
import { decodeList, readGroups } from './part-reading.ts';
import { STATUS_CHUNK_ROWS, keysUnder, type StoreName } from './schema.ts';
import { StoreError } from './store.ts';

/** See Store.addRun. The source must be there. */
export async function addRun(connection: Connection, run: Run): Promise<void> {
  const chunks = firstChunks(run);
  return connection.write(['sources', 'runs', 'statuses'], async (transaction) => {
    const runs = transaction.objectStore('runs');
    const statuses = transaction.objectStore('statuses');
    const [source, known] = await Promise.all([transaction.objectStore('sources').getKey(keysUnder(run.sourceId)), runs.getKey(keysUnder(run.id))]);
    if (!source) throw new StoreError('not-found', `source ${run.sourceId}`);
    if (known) throw new StoreError('failed', `run ${run.id} is already there`);
    await Promise.all([
      ...encodeDocument(run).map((value, part) => runs.add(value, [run.id, part])),
      ...chunks.map((chunk, chunkIndex) => statuses.add(chunk, [run.id, chunkIndex])),
    ]);
  });
}

/** The statuses with which a run begins: pending, or left out. Throws StoreError `failed` when the run names a row that its source does not have. */
function firstChunks({ id, rowCount, rows }: Run): CheckedBytes[] {
  const statuses = new Uint8Array(rowCount).fill(rows ? LEFT_OUT_BYTE : 0);
  for (const ordinal of rows ?? []) {
    if (statuses[ordinal] === undefined) throw new StoreError('failed', `run ${id}: no row ${ordinal}`);
    statuses[ordinal] = 0;
  }
  const count = Math.ceil(rowCount / STATUS_CHUNK_ROWS);
  return Array.from({ length: count }, (_, index) => checkBytes(statuses.slice(index * STATUS_CHUNK_ROWS, (index + 1) * STATUS_CHUNK_ROWS)));
}

/** See Store.run. */
export function readRun(connection: Connection, runId: string): Promise<Run> {
  return connection.read(['runs'], (transaction) => runIn(transaction, runId));
}

/** The run as `transaction` sees it, which must cover `runs`. */
export async function runIn(transaction: Reading, runId: string): Promise<Run> {
  const parts = await transaction.objectStore('runs').getAll(keysUnder(runId));
  if (parts.length === 0) throw new StoreError('not-found', `run ${runId}`);
  return decodeDocument<Run>(parts, `run ${runId}`);
}

/** See Store.runs; `onDamage` is that of decodeList. */
export async function listRuns(connection: Connection, onDamage?: (error: StoreError) => void): Promise<Run[]> {
  const groups = await connection.read(['runs'], (transaction) => readGroups(transaction.objectStore('runs'), null));
  return decodeList<Run>(groups, 'run', onDamage).sort((a, b) => b.createdAtMs - a.createdAtMs);
}

/** The object stores that hold what belongs to a run. */
export const RUN_STORES: readonly StoreName[] = ['runs', 'outcomes', 'statuses', 'decisions', 'measurings', 'measures'];

/** See Store.removeRun. Resolves also when the run is not there. */
export function removeRun(connection: Connection, runId: string): Promise<void> {
  return connection.write([...RUN_STORES], async (transaction) => {
    await Promise.all([removeRunKeys(transaction, runId), removeMeasuringsWhere(transaction, (measuring) => isOfRun(measuring, runId))]);
  });
}

/** Deletes what is stored under a run's own id. The transaction must cover {@link RUN_STORES}. */
export async function removeRunKeys(transaction: Writing, runId: string): Promise<void> {
  const names = ['runs', 'outcomes', 'statuses', 'decisions'] as const;
  await Promise.all(names.map((name) => transaction.objectStore(name).delete(keysUnder(runId))));
}
