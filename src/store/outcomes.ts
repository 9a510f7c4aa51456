import { type Decision, type Outcome, PHASES } from '../core/outcome.ts';
import type { Connection, Reading, Writing } from './connection.ts';
import { decisionIn, putDecision } from './decisions.ts';
import { decodeDocument, encodeDocument } from './documents.ts';
import { type PartGroup, readGroups } from './part-reading.ts';
import { keysUnder } from './schema.ts';
import { setStatuses } from './statuses.ts';
import { StoreError } from './store.ts';

/** Stores outcomes with their statuses in one transaction. A phase that is settled stays as it is: when one of them settles it again, all are rejected with StoreError `failed`. */
export function settle(connection: Connection, settled: readonly Outcome[]): Promise<void> {
  const encoded = settled.map((outcome) => ({ outcome, parts: encodeDocument(outcome) }));
  return connection.write(['outcomes', 'statuses', 'decisions'], async (transaction) => {
    await Promise.all(encoded.map(({ outcome, parts }) => addOutcome(transaction, outcome, parts)));
    const changes = settled.map(async (outcome) => {
      const { runId, ordinal } = outcome;
      // A record can be decided upon while a later phase of it is still in work.
      return { runId, ordinal, outcomes: [outcome], decision: await decisionIn(transaction, runId, ordinal) };
    });
    await setStatuses(transaction, await Promise.all(changes));
  });
}

async function addOutcome(transaction: Writing, { runId, ordinal, phase }: Outcome, parts: ReturnType<typeof encodeDocument>): Promise<void> {
  const phaseIndex = PHASES.indexOf(phase);
  const outcomes = transaction.objectStore('outcomes');
  if (await outcomes.getKey(keysUnder(runId, ordinal, phaseIndex))) throw new StoreError('failed', `already settled: run ${runId}, row ${ordinal}, ${phase}`);
  await Promise.all(parts.map((value, part) => outcomes.add(value, [runId, ordinal, phaseIndex, part])));
}

/** See Store.decide. What was decided before need not be readable: this mends it. */
export function decide(connection: Connection, runId: string, ordinal: number, decision: Decision | undefined): Promise<void> {
  return connection.write(['outcomes', 'statuses', 'decisions'], async (transaction) => {
    const outcomes = decodeOutcomes(await outcomeGroupsIn(transaction, runId, ordinal, 1));
    if (!outcomes.some(({ status }) => status === 'rewritten' || status === 'undecided')) throw new StoreError('not-found', `run ${runId}, row ${ordinal}: no rewrite`);
    await putDecision(transaction, runId, ordinal, decision);
    await setStatuses(transaction, [{ runId, ordinal, outcomes, decision }]);
  });
}

/** See Store.outcomes. */
export async function readOutcomes(connection: Connection, runId: string, from: number, limit: number): Promise<Outcome[]> {
  const groups = await connection.read(['runs', 'outcomes'], async (transaction) => {
    const run = await transaction.objectStore('runs').getKey(keysUnder(runId));
    if (!run) throw new StoreError('not-found', `run ${runId}`);
    return outcomeGroupsIn(transaction, runId, from, limit);
  });
  return decodeOutcomes(groups);
}

type OutcomeGroups = PartGroup<[runId: string, ordinal: number, phaseIndex: number]>[];

function outcomeGroupsIn(transaction: Reading | Writing, runId: string, from: number, limit: number): Promise<OutcomeGroups> {
  // A key of the row `from + limit` is longer than the upper bound, and so lies beyond it.
  return readGroups(transaction.objectStore('outcomes'), IDBKeyRange.bound([runId, from], [runId, from + limit]));
}

function decodeOutcomes(groups: OutcomeGroups): Outcome[] {
  return groups.map(({ place: [runId, ordinal, phaseIndex], parts }) =>
    decodeDocument<Outcome>(parts, `run ${runId}, row ${ordinal}, ${PHASES[phaseIndex]}`),
  );
}
