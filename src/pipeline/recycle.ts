import { CodedError } from '../core/coded-error.ts';
import type { Outcome } from '../core/outcome.ts';
import type { SourceRecord } from '../core/row.ts';
import type { Run } from '../core/run.ts';
import { rowStatus } from '../core/status.ts';
import type { Oracle } from '../oracle/oracle.ts';
import { nextStep } from '../reflection/next-step.ts';
import type { Store } from '../store/store.ts';
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

/** A record with what is already settled for it. */
interface Work {
  readonly record: SourceRecord;
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
  readRow: ReturnType<typeof rowReader>,
  report: (event: RunEvent) => void,
  signal: AbortSignal,
): (work: Work) => Promise<void> {
  return async ({ record, outcomes: known }) => {
    const row = readRow(record);
    const outcomes = [...known];
    for (let step = nextStep(row, outcomes, run.recipe); step; step = nextStep(row, outcomes, run.recipe)) {
      signal.throwIfAborted();
      const outcome = await reflect(run, row, step, oracle, report, signal);
      await store.settle(outcome);
      outcomes.push(outcome);
      report({ kind: 'settled', outcome });
    }
  };
}

/** The records that still lack an outcome, in order, page by page. Shared by all lanes: each record is given out once. */
async function* openWork(run: Run, store: Store, signal: AbortSignal): AsyncGenerator<Work, void, undefined> {
  const statuses = await store.statuses(run.id);
  for (let from = 0; from < run.rowCount; from += PAGE_ROWS) {
    const pending = (ordinal: number) => rowStatus(statuses[ordinal] ?? 0, run.recipe.phases) === 'pending';
    const page = statuses.subarray(from, from + PAGE_ROWS);
    if (!page.some((_, index) => pending(from + index))) continue;
    signal.throwIfAborted();
    const outcomes = await store.outcomes(run.id, from, PAGE_ROWS);
    for (const record of await store.records(run.sourceId, from, PAGE_ROWS)) {
      const own = outcomes.filter(({ ordinal }) => ordinal === record.ordinal);
      if (pending(record.ordinal)) yield { record, outcomes: own };
    }
  }
}
