import type { Run } from '../core/run.ts';
import type { Connection, Reading, Writing } from './connection.ts';
import { checkBytes, decodeDocument, encodeDocument } from './documents.ts';
import { decodeList, readGroups } from './part-reading.ts';
import { STATUS_CHUNK_ROWS, keysUnder } from './schema.ts';
import { StoreError } from './store.ts';

/** See Store.addRun. The source must be there; all rows begin as pending. */
export function addRun(connection: Connection, run: Run): Promise<void> {
  return connection.write(['sources', 'runs', 'statuses'], async (transaction) => {
    const runs = transaction.objectStore('runs');
    const statuses = transaction.objectStore('statuses');
    const [source, known] = await Promise.all([transaction.objectStore('sources').getKey(keysUnder(run.sourceId)), runs.getKey(keysUnder(run.id))]);
    if (!source) throw new StoreError('not-found', `source ${run.sourceId}`);
    if (known) throw new StoreError('failed', `run ${run.id} is already there`);
    await Promise.all([
      ...encodeDocument(run).map((value, part) => runs.add(value, [run.id, part])),
      ...pendingChunks(run.rowCount).map((chunk, chunkIndex) => statuses.add(checkBytes(chunk), [run.id, chunkIndex])),
    ]);
  });
}

function pendingChunks(rowCount: number): Uint8Array[] {
  const count = Math.ceil(rowCount / STATUS_CHUNK_ROWS);
  return Array.from({ length: count }, (_, index) => new Uint8Array(Math.min(STATUS_CHUNK_ROWS, rowCount - index * STATUS_CHUNK_ROWS)));
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

/** See Store.removeRun. Resolves also when the run is not there. */
export function removeRun(connection: Connection, runId: string): Promise<void> {
  return connection.write(['runs', 'outcomes', 'statuses'], (transaction) => removeRunKeys(transaction, runId));
}

/** Deletes what belongs to a run. The transaction must cover `runs`, `outcomes` and `statuses`. */
export async function removeRunKeys(transaction: Writing, runId: string): Promise<void> {
  await Promise.all([
    transaction.objectStore('runs').delete(keysUnder(runId)),
    transaction.objectStore('outcomes').delete(keysUnder(runId)),
    transaction.objectStore('statuses').delete(keysUnder(runId)),
  ]);
}
