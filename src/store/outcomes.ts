import { PHASES, type Outcome } from '../core/outcome.ts';
import { withStatus } from '../core/status.ts';
import { joinBytes } from '../core/bytes.ts';
import type { Connection, Writing } from './connection.ts';
import { checkBytes, decodeDocument, encodeDocument, joinChecked, type CheckedBytes } from './documents.ts';
import { readGroups } from './part-reading.ts';
import { runIn } from './runs.ts';
import { STATUS_CHUNK_ROWS, keysUnder } from './schema.ts';
import { StoreError } from './store.ts';

/** Stores outcomes with their statuses in one transaction. A phase that is settled stays as it is: when one of them settles it again, all are rejected with StoreError `failed`. */
export function settle(connection: Connection, settled: readonly Outcome[]): Promise<void> {
  const encoded = settled.map((outcome) => ({ outcome, parts: encodeDocument(outcome) }));
  return connection.write(['outcomes', 'statuses'], async (transaction) => {
    await Promise.all(encoded.map(({ outcome, parts }) => addOutcome(transaction, outcome, parts)));
    for (const chunkOutcomes of byStatusChunk(settled)) await setStatuses(transaction, chunkOutcomes);
  });
}

async function addOutcome(transaction: Writing, { runId, ordinal, phase }: Outcome, parts: ReturnType<typeof encodeDocument>): Promise<void> {
  const phaseIndex = PHASES.indexOf(phase);
  const outcomes = transaction.objectStore('outcomes');
  if (await outcomes.getKey(keysUnder(runId, ordinal, phaseIndex))) throw new StoreError('failed', `already settled: run ${runId}, row ${ordinal}, ${phase}`);
  await Promise.all(parts.map((value, part) => outcomes.add(value, [runId, ordinal, phaseIndex, part])));
}

/** Outcomes whose statuses lie in the same chunk, at least one in each group. */
function byStatusChunk(outcomes: readonly Outcome[]): Outcome[][] {
  const chunks = new Map<string, Outcome[]>();
  for (const outcome of outcomes) {
    const key = `${chunkIndexOf(outcome)} ${outcome.runId}`;
    chunks.set(key, [...(chunks.get(key) ?? []), outcome]);
  }
  return [...chunks.values()];
}

async function setStatuses(transaction: Writing, outcomes: readonly Outcome[]): Promise<void> {
  const [first] = outcomes;
  if (!first) return;
  const statuses = transaction.objectStore('statuses');
  const key: [string, number] = [first.runId, chunkIndexOf(first)];
  const chunk = await statuses.get(key);
  if (!chunk) throw new StoreError('not-found', `run ${first.runId}, row ${first.ordinal}`);
  await statuses.put(outcomes.reduce(statusSet, chunk), key);
}

function chunkIndexOf({ ordinal }: Outcome): number {
  return Math.floor(ordinal / STATUS_CHUNK_ROWS);
}

/** The chunk with the outcome's status in it. Writing over a damaged chunk would give it a good checksum, so it is checked first. */
function statusSet(chunk: CheckedBytes, outcome: Outcome): CheckedBytes {
  const { runId, ordinal } = outcome;
  const bytes = joinChecked([chunk]);
  if (!bytes) throw damagedStatuses(runId, Math.floor(ordinal / STATUS_CHUNK_ROWS));
  const index = ordinal % STATUS_CHUNK_ROWS;
  const byte = bytes[index];
  if (byte === undefined) throw new StoreError('not-found', `run ${runId}, row ${ordinal}`);
  bytes[index] = withStatus(byte, outcome);
  return checkBytes(bytes);
}

/** See Store.outcomes. */
export async function readOutcomes(connection: Connection, runId: string, from: number, limit: number): Promise<Outcome[]> {
  const groups = await connection.read(['runs', 'outcomes'], async (transaction) => {
    // A key of the row `from + limit` is longer than the upper bound, and so lies beyond it.
    const range = IDBKeyRange.bound([runId, from], [runId, from + limit]);
    const run = await transaction.objectStore('runs').getKey(keysUnder(runId));
    if (!run) throw new StoreError('not-found', `run ${runId}`);
    return readGroups<[string, number, number]>(transaction.objectStore('outcomes'), range);
  });
  return groups.map(({ place: [, ordinal, phaseIndex], parts }) =>
    decodeDocument<Outcome>(parts, `run ${runId}, row ${ordinal}, ${PHASES[phaseIndex]}`),
  );
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
