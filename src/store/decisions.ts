import type { Decision } from '../core/outcome.ts';
import type { Connection, Reading, Writing } from './connection.ts';
import { decodeDocument, encodeDocument, joinChecked } from './documents.ts';
import { readGroups } from './part-reading.ts';
import { keysUnder } from './schema.ts';
import { StoreError } from './store.ts';

interface StoredDecision {
  readonly decision: Decision;
}

/** See Store.decisions. */
export async function readDecisions(connection: Connection, runId: string, from: number, limit: number): Promise<Map<number, Decision>> {
  const groups = await connection.read(['runs', 'decisions'], async (transaction) => {
    const run = await transaction.objectStore('runs').getKey(keysUnder(runId));
    if (!run) throw new StoreError('not-found', `run ${runId}`);
    return readGroups<[string, number]>(transaction.objectStore('decisions'), IDBKeyRange.bound([runId, from], [runId, from + limit]));
  });
  return new Map(groups.map(({ place: [, ordinal], parts }) => [ordinal, decode(parts, runId, ordinal)]));
}

/** The decision on a row as `transaction` sees it, which must cover `decisions`; undefined also when it is damaged, so that the record's other phase can still be settled. */
export async function decisionIn(transaction: Reading | Writing, runId: string, ordinal: number): Promise<Decision | undefined> {
  const parts = await transaction.objectStore('decisions').getAll(keysUnder(runId, ordinal));
  if (parts.length === 0 || !joinChecked(parts)) return undefined;
  return decode(parts, runId, ordinal);
}

/** Puts a decision in place of the former one. The transaction must cover `decisions`. */
export async function putDecision(transaction: Writing, runId: string, ordinal: number, decision: Decision | undefined): Promise<void> {
  const decisions = transaction.objectStore('decisions');
  await decisions.delete(keysUnder(runId, ordinal));
  if (!decision) return;
  const document: StoredDecision = { decision };
  await Promise.all(encodeDocument(document).map((value, part) => decisions.put(value, [runId, ordinal, part])));
}

function decode(parts: readonly unknown[], runId: string, ordinal: number): Decision {
  return decodeDocument<StoredDecision>(parts, `run ${runId}, row ${ordinal}, decision`).decision;
}
