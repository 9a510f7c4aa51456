import { CodedError } from '../core/coded-error.ts';
import { type Outcome, resultPair } from '../core/outcome.ts';
import type { Row, SourceRecord } from '../core/row.ts';
import type { Run } from '../core/run.ts';
import { rowStatus } from '../core/status.ts';
import type { Oracle } from '../oracle/oracle.ts';
import { nextPhase } from '../reflection/next-phase.ts';
import { type Store, StoreError } from '../store/store.ts';
import { EventQueue } from './event-queue.ts';
import { reflect } from './reflect.ts';
import { rowReader } from './row-reader.ts';
import type { RunEvent } from './run-event.ts';

/** `source-changed`: the stored source is not the one that the run was made for. */
export class RunError extends CodedError<'source-changed'> {}

/** What a run needs of the world. The oracle is loaded. */
export interface RecycleServices {
  readonly oracle: Oracle;
  readonly store: Store;
}

/** A row with what is already settled for it. Its record is undefined when its stored bytes are damaged. */
interface Work {
  readonly ordinal: number;
  readonly record: SourceRecord | undefined;
  readonly outcomes: readonly Outcome[];
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
  const unsettled = openWork(run, services.store, lanesSignal);
  const lanes = Array.from({ length: services.oracle.lanes }, async () => {
    for await (const work of unsettled) await lane(work);
  });
  const finished = Promise.all(lanes).then(
    () => events.close(),
    (error: unknown) => (signal.aborted ? events.close() : events.fail(error)),
  );
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
  return async ({ ordinal, record, outcomes: known }) => {
    const row = record && readRow(record);
    const outcomes = [...known];
    for (let phase = nextPhase(outcomes, run.recipe); phase; phase = nextPhase(outcomes, run.recipe)) {
      signal.throwIfAborted();
      const outcome = row
        ? await reflect(run, row.ordinal, { phase, pair: resultPair(row.pair, outcomes) }, oracle, report, signal)
        : ({ runId: run.id, ordinal, phase, attempts: [], status: 'failed', reason: 'record-damaged' } as const);
      await store.settle(outcome);
      outcomes.push(outcome);
      report({ kind: 'settled', outcome });
    }
  };
}

/** The rows that still lack an outcome, in order, page by page. Shared by all lanes: each row is given out once. */
async function* openWork(run: Run, store: Store, signal: AbortSignal): AsyncGenerator<Work, void, undefined> {
  const statuses = await store.statuses(run.id);
  for (let from = 0; from < run.rowCount; from += PAGE_ROWS) {
    const pending = [...statuses.subarray(from, from + PAGE_ROWS).keys()]
      .map((index) => from + index)
      .filter((ordinal) => rowStatus(statuses[ordinal] ?? 0, run.recipe.phases) === 'pending');
    if (pending.length === 0) continue;
    signal.throwIfAborted();
    const outcomes = await store.outcomes(run.id, from, PAGE_ROWS);
    const records = await readPage(store, run, from);
    for (const ordinal of pending) {
      yield { ordinal, record: records.get(ordinal), outcomes: outcomes.filter((outcome) => outcome.ordinal === ordinal) };
    }
  }
}

/** A page of records by ordinal. Where the page holds a damaged record, all others of it. */
async function readPage(store: Store, run: Run, from: number): Promise<Map<number, SourceRecord>> {
  const read = (ordinal: number, limit: number) => store.records(run.sourceId, ordinal, limit);
  const orNothing = (error: unknown): SourceRecord[] => {
    if (error instanceof StoreError && error.code === 'damaged') return [];
    throw error;
  };
  const page = await read(from, PAGE_ROWS).catch(orNothing);
  const rows = Math.min(PAGE_ROWS, run.rowCount - from);
  if (page.length < rows) for (let row = 0; row < rows; row++) page.push(...(await read(from + row, 1).catch(orNothing)));
  return new Map(page.map((record) => [record.ordinal, record]));
}
