import { CodedError } from '../core/coded-error.ts';
import { groupByRow, type Outcome, type PhaseName, resultPair } from '../core/outcome.ts';
import type { Pair } from '../core/pair.ts';
import type { Row, SourceRecord } from '../core/row.ts';
import type { Run } from '../core/run.ts';
import { pendingPhases } from '../core/status.ts';
import type { Oracle } from '../oracle/oracle.ts';
import type { Store } from '../store/store.ts';
import { EventQueue } from './event-queue.ts';
import { readIntact } from './intact-rows.ts';
import { reflect, type Step } from './reflect.ts';
import { rowReader } from './row-reader.ts';
import type { RunEvent } from './run-event.ts';

/** Why a run cannot go on, beyond what the oracle or the store report. */
export const RUN_ERROR_CODES = [
  /** The stored source is not the one that the run was made for. */
  'source-changed',
  /** The oracle was lost, and was lost again too soon after a fresh one had been opened. `detail` says how. */
  'lost-again',
] as const;

/** One of {@link RUN_ERROR_CODES}. */
export type RunErrorCode = (typeof RUN_ERROR_CODES)[number];

/** A run that cannot go on. What is settled stays. */
export class RunError extends CodedError<RunErrorCode> {}

/** What a run needs of the world. The oracle is loaded. */
export interface RecycleServices {
  readonly oracle: Oracle;
  readonly store: Store;
  /** When given, only these rows are recycled, one after the other. */
  readonly alone?: ReadonlySet<number>;
}

/** A row with what it still lacks. */
interface Work {
  readonly ordinal: number;
  /** In the order of the method. */
  readonly phases: readonly PhaseName[];
  /** What it is and what is settled for it; undefined when its stored bytes or an outcome are damaged. */
  readonly known: { readonly record: SourceRecord; readonly outcomes: readonly Outcome[] } | undefined;
}

const PAGE_ROWS = 64;

/**
 * Recycles a run and reports what happens until every record is done. Starting and resuming are the
 * same call: what is done is what the store holds. Keeps `oracle.lanes` records in work, and stores
 * each outcome before it reports it. Aborting the signal pauses: the sequence ends without an error.
 * Throws RunError `source-changed`, a StoreError, or an OracleError once the oracle can serve no more;
 * every reported outcome stays stored.
 */
export async function* recycle(run: Run, services: RecycleServices, signal: AbortSignal): AsyncGenerator<RunEvent, void, undefined> {
  const source = await services.store.source(run.sourceId);
  if (source.sha256 !== run.sourceSha256) throw new RunError('source-changed', source.name);
  const events = new EventQueue<RunEvent>();
  const stop = new AbortController();
  const lanesSignal = AbortSignal.any([signal, stop.signal]);
  const lane = laneOf(run, services, rowReader(source), (event) => events.push(event), lanesSignal);
  const unsettled = openWork(run, services, lanesSignal);
  const lanes = Array.from({ length: services.alone ? 1 : services.oracle.lanes }, async () => {
    for await (const work of unsettled) await lane(work);
  });
  const settleLanes = async (error: unknown) => {
    // What another lane is storing at this moment is still reported.
    stop.abort();
    await Promise.allSettled(lanes);
    if (signal.aborted) events.close();
    else events.fail(error);
  };
  const finished = Promise.all(lanes).then(() => events.close(), settleLanes);
  try {
    yield* events;
  } finally {
    stop.abort();
    // No lane may still write when the caller gives up its claim on the run.
    await Promise.allSettled([...lanes, finished]);
  }
}

/** Takes one record through all phases that it still lacks. */
function laneOf(
  run: Run,
  { oracle, store }: RecycleServices,
  readRow: (record: SourceRecord) => Row | undefined,
  report: (event: RunEvent) => void,
  signal: AbortSignal,
): (work: Work) => Promise<void> {
  return async ({ ordinal, phases, known }) => {
    const row = known && readRow(known.record);
    const outcomes = [...(known?.outcomes ?? [])];
    for (const phase of phases) {
      signal.throwIfAborted();
      const outcome = row
        ? await reflect(run, ordinal, stepOf(phase, row.pair, outcomes), oracle, report, signal)
        : ({ runId: run.id, ordinal, phase, attempts: [], status: 'failed', reason: 'record-damaged' } as const);
      await store.settle(outcome);
      outcomes.push(outcome);
      report({ kind: 'settled', outcome });
    }
  };
}

/** A phase of a record with what it starts from, which is the same when it follows a pause. */
function stepOf(phase: PhaseName, original: Pair, outcomes: readonly Outcome[]): Step {
  const first = phase === 'response' ? outcomes.find((outcome) => outcome.phase === 'instruction') : undefined;
  return { phase, pair: resultPair(original, outcomes), firstPhase: first && { pair: original, outcome: first } };
}

/** The rows that still lack an outcome, in order, page by page. Shared by all lanes: each row is given out once. */
async function* openWork(run: Run, { store, alone }: RecycleServices, signal: AbortSignal): AsyncGenerator<Work, void, undefined> {
  const statuses = await store.statuses(run.id);
  for (let from = 0; from < run.rowCount; from += PAGE_ROWS) {
    const limit = Math.min(PAGE_ROWS, run.rowCount - from);
    const isWanted = (index: number) => !alone || alone.has(from + index);
    const lacking = [...statuses.subarray(from, from + limit)].map((byte, index) => (isWanted(index) ? pendingPhases(byte, run.recipe.phases) : []));
    if (lacking.every((phases) => phases.length === 0)) continue;
    signal.throwIfAborted();
    const known = await readKnown(run, store, from, limit);
    for (const [index, phases] of lacking.entries()) {
      if (phases.length > 0) yield { ordinal: from + index, phases, known: known.get(from + index) };
    }
  }
}

/** Records with their outcomes by ordinal, without those of which anything is damaged. */
async function readKnown(run: Run, store: Store, from: number, limit: number): Promise<Map<number, NonNullable<Work['known']>>> {
  const records = await readIntact((start, count) => store.records(run.sourceId, start, count), from, limit);
  const outcomes = await readIntact((start, count) => store.outcomes(run.id, start, count), from, limit);
  const byRow = groupByRow(outcomes.items);
  const intact = records.items.filter(({ ordinal }) => !outcomes.damaged.includes(ordinal));
  return new Map(intact.map((record) => [record.ordinal, { record, outcomes: byRow.get(record.ordinal) ?? [] }]));
}
