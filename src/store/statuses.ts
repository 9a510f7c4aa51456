import type { Decision, Outcome } from '../core/outcome.ts';
import { withStatuses } from '../core/status.ts';
import { joinBytes } from '../core/bytes.ts';
import type { Connection, Writing } from './connection.ts';
import { checkBytes, joinChecked, type CheckedBytes } from './documents.ts';
import { runIn } from './runs.ts';
import { STATUS_CHUNK_ROWS } from './schema.ts';
import { StoreError } from './store.ts';

/** Outcomes whose statuses are to be set, all of one row, with what the person says to it. */
export interface StatusChange {
  readonly runId: string;
  readonly ordinal: number;
  readonly outcomes: readonly Outcome[];
  readonly decision: Decision | undefined;
}

/** Sets statuses. The transaction must cover `statuses`. */
export async function setStatuses(transaction: Writing, changes: readonly StatusChange[]): Promise<void> {
  for (const inChunk of byChunk(changes)) await setInChunk(transaction, inChunk);
}

/** Changes that lie in the same chunk, at least one in each group. */
function byChunk(changes: readonly StatusChange[]): StatusChange[][] {
  const chunks = new Map<string, StatusChange[]>();
  for (const change of changes) {
    const key = `${chunkIndexOf(change)} ${change.runId}`;
    chunks.set(key, [...(chunks.get(key) ?? []), change]);
  }
  return [...chunks.values()];
}

async function setInChunk(transaction: Writing, changes: readonly StatusChange[]): Promise<void> {
  const [first] = changes;
  if (!first) return;
  const statuses = transaction.objectStore('statuses');
  const key: [string, number] = [first.runId, chunkIndexOf(first)];
  const chunk = await statuses.get(key);
  if (!chunk) throw new StoreError('not-found', `run ${first.runId}, row ${first.ordinal}`);
  await statuses.put(changes.reduce(changed, chunk), key);
}

function chunkIndexOf({ ordinal }: StatusChange): number {
  return Math.floor(ordinal / STATUS_CHUNK_ROWS);
}

/** The chunk with the change in it. Writing over a damaged chunk would give it a good checksum, so it is checked first. */
function changed(chunk: CheckedBytes, { runId, ordinal, outcomes, decision }: StatusChange): CheckedBytes {
  const bytes = joinChecked([chunk]);
  if (!bytes) throw damagedStatuses(runId, Math.floor(ordinal / STATUS_CHUNK_ROWS));
  const index = ordinal % STATUS_CHUNK_ROWS;
  const byte = bytes[index];
  if (byte === undefined) throw new StoreError('not-found', `run ${runId}, row ${ordinal}`);
  bytes[index] = withStatuses(byte, outcomes, decision);
  return checkBytes(bytes);
}

/** See Store.statuses. */
export async function readStatuses(connection: Connection, runId: string): Promise<Uint8Array> {
  const { rowCount, chunks } = await connection.read(['runs', 'statuses'], async (transaction) => {
    const { rowCount } = await runIn(transaction, runId);
    const store = transaction.objectStore('statuses');
    const chunkIndexes = [...Array(Math.ceil(rowCount / STATUS_CHUNK_ROWS)).keys()];
    return { rowCount, chunks: await Promise.all(chunkIndexes.map((chunkIndex) => store.get([runId, chunkIndex]))) };
  });
  return joinBytes(chunks.map((chunk, chunkIndex) => intactChunk(chunk, runId, chunkIndex, rowCount)));
}

function intactChunk(chunk: unknown, runId: string, chunkIndex: number, rowCount: number): Uint8Array {
  const bytes = joinChecked([chunk]);
  if (bytes?.length !== Math.min(STATUS_CHUNK_ROWS, rowCount - chunkIndex * STATUS_CHUNK_ROWS)) throw damagedStatuses(runId, chunkIndex);
  return bytes;
}

function damagedStatuses(runId: string, chunkIndex: number): StoreError {
  const first = chunkIndex * STATUS_CHUNK_ROWS;
  return new StoreError('damaged', `run ${runId}, statuses from row ${first} to ${first + STATUS_CHUNK_ROWS - 1}`);
}
