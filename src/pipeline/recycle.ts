import { CodedError } from '../core/coded-error.ts';
import { latestPair, type Outcome, type PhaseName } from '../core/outcome.ts';
import type { Pair } from '../core/pair.ts';
import type { Row, SourceRecord } from '../core/row.ts';
import type { Run } from '../core/run.ts';
import type { Store } from '../store/store.ts';
import { EventQueue } from './event-queue.ts';
import { GatheringStudent } from './gathering-student.ts';
import { openWork, type Work } from './open-work.ts';
import { OutcomeWriter } from './outcome-writer.ts';
import { reflect, type Step } from './reflect.ts';
import { rowReader } from './row-reader.ts';
import type { RunEvent } from './run-event.ts';
import type { RunModels } from './run-models.ts';

/** Why a run cannot go on, beyond what the oracle or the store report. */
export const RUN_ERROR_CODES = [
  /** The stored source is not the one that the run was made for. */
  'source-changed',
  /** The recipe asks for a student, and there is none. */
  'no-student',
  /** The student could not be loaded beside the oracle. `detail` says why, its code first. */
  'student-failed',
  /** The oracle was lost, and was lost again too soon after a fresh one had been opened. `detail` says how. */
  'lost-again',
] as const;

/** One of {@link RUN_ERROR_CODES}. */
export type RunErrorCode = (typeof RUN_ERROR_CODES)[number];

/** A run that cannot go on. What is settled stays. */
export class RunError extends CodedError<RunErrorCode> {}

/** What a run needs of the world. */
export interface RecycleServices extends RunModels {
  readonly store: Store;
  /** When given, only these rows are recycled, one after the other. */
  readonly alone?: ReadonlySet<number>;
}

/**
 * Recycles a run and reports what happens until every record is done. Starting and resuming are the
 * same call: what is done is what the store holds. Keeps the oracle's lanes busy: some records more than it has lanes are in
 * work, so that a prompt always waits for the next free lane, and outcomes are stored while the next question is asked.
 * Each is stored before it is reported. Aborting the signal pauses: the sequence ends without an error.
 * Throws RunError `source-changed` or `no-student`, a StoreError, or an OracleError once the oracle can serve no more;
 * every reported outcome stays stored.
 */
export async function* recycle(run: Run, services: RecycleServices, signal: AbortSignal): AsyncGenerator<RunEvent, void, undefined> {
  const source = await services.store.source(run.sourceId);
  if (source.sha256 !== run.sourceSha256) throw new RunError('source-changed', source.name);
  if (run.recipe.student && !services.student) throw new RunError('no-student');
  const events = new EventQueue<RunEvent>();
  const stop = new AbortController();
  let failure: { readonly error: unknown } | undefined;
  // What others are storing at this moment is still reported.
  const fail = (error: unknown) => {
    failure ??= { error };
    stop.abort();
  };
  const ended = AbortSignal.any([signal, stop.signal]);
  const report = (event: RunEvent) => events.push(event);
  const { oracle, student } = services;
  const models = { oracle, student: student && new GatheringStudent(student, ended) };
  const takeRecord = recordTaker(run, models, rowReader(source), report, ended);
  const works = openWork(run, source, services.store, services.alone, ended);
  const working = Array.from({ length: recordsInWork(run, services) }, () => workThrough(works, takeRecord, new OutcomeWriter(services.store, report, fail)).catch(fail));
  const finished = Promise.all(working).then(() => (failure && !signal.aborted ? events.fail(failure.error) : events.close()));
  try {
    yield* events;
  } finally {
    stop.abort();
    // Nothing may still be written when the caller gives up its claim on the run.
    await finished;
  }
}

/**
 * One for each lane, and as many again whose prompts wait at the oracle, read into tokens already: then a lane is never empty, even if
 * all end in the same step, as long as an answer takes longer than its way here and the next prompt's way there. A record whose
 * phase 2 goes on with phase 1's conversation is to come back before as many others have ended as the oracle has lanes: so many it
 * holds, and with one lane, none but the last.
 */
function recordsInWork({ recipe }: Run, { oracle: { lanes }, alone }: RecycleServices): number {
  if (alone) return 1;
  return recipe.continues ? 2 * lanes - 1 : 2 * lanes;
}

/** Takes one record after the other. No record waits for what is stored of the one before, but for what is stored of the one before that, lest outcomes pile up. */
async function workThrough(works: AsyncGenerator<Work, undefined>, takeRecord: (work: Work, outcomes: OutcomeWriter) => Promise<void>, outcomes: OutcomeWriter): Promise<void> {
  try {
    for (let next = await works.next(); !next.done; next = await works.next()) {
      const { stored } = outcomes;
      await takeRecord(next.value, outcomes);
      await stored;
    }
  } finally {
    // Its failure, if any, is told already.
    await outcomes.stored.catch(() => undefined);
  }
}

/** Takes one record through all phases that it still lacks. Each phase is asked as soon as the one before is answered, and is stored after it. */
function recordTaker(
  run: Run,
  models: RunModels,
  readRow: (record: SourceRecord) => Row | undefined,
  report: (event: RunEvent) => void,
  signal: AbortSignal,
): (work: Work, outcomes: OutcomeWriter) => Promise<void> {
  return async ({ ordinal, phases, known }, writer) => {
    const row = known && readRow(known.record);
    const outcomes = [...(known?.outcomes ?? [])];
    for (const phase of phases) {
      signal.throwIfAborted();
      const outcome = row
        ? await reflect(run, stepOf(ordinal, phase, row.pair, outcomes), models, report, signal)
        : ({ runId: run.id, ordinal, phase, attempts: [], status: 'failed', reason: 'record-damaged' } as const);
      writer.add(outcome);
      outcomes.push(outcome);
    }
  };
}

/** A phase of a record with what it starts from, which is the same when it follows a pause. */
function stepOf(ordinal: number, phase: PhaseName, original: Pair, outcomes: readonly Outcome[]): Step {
  const first = phase === 'response' ? outcomes.find((outcome) => outcome.phase === 'instruction') : undefined;
  return { ordinal, phase, pair: latestPair(original, outcomes), firstPhase: first && { pair: original, outcome: first } };
}
