import type { Run } from '../core/run.ts';
import { Connection } from './connection.ts';
import { readDecisions } from './decisions.ts';
import { Imports } from './imports.ts';
import { Locks } from './locks.ts';
import { addMeasuring, listMeasurings, putMeasures, readMeasures, removeMeasuring } from './measurings.ts';
import { OutcomeGroups } from './outcome-groups.ts';
import { decide, readOutcomes, settle } from './outcomes.ts';
import { listRecipes, removeRecipe, saveRecipe } from './recipes.ts';
import { addRun, listRuns, readRun, removeRun } from './runs.ts';
import { listSources, readRecords, readSource, removeSource } from './sources.ts';
import { readStatuses } from './statuses.ts';
import { StoreError, type Store } from './store.ts';

/** How the store is opened. */
export interface StoreOptions {
  /** Name of the database and prefix of its locks. */
  readonly name?: string;
  /** Limit of every call, in milliseconds. A write that timed out may or may not be stored: read before doing it again. */
  readonly timeoutMs?: number;
  /** Makes a stored run, which an earlier version may have written, one of this version. Applied to every run that is read. */
  readonly reviveRun?: (run: Run) => Run;
}

/** A store that can be closed. */
export interface OpenStore extends Store {
  /** Releases all claims and imports. Calls in progress end as they would, later ones reject with StoreError `failed`. */
  close(): void;
}

/**
 * Opens the store, on the page or in a worker, and sweeps away imports that were broken off. Several may be
 * open at a time. Rejects with StoreError: `unavailable` where the browser has no IndexedDB or no Web Locks,
 * `blocked` when the database is of a newer version, `timed-out`, or `failed`.
 */
export async function openStore({ name = 'tain', timeoutMs = 30_000, reviveRun = (run) => run }: StoreOptions = {}): Promise<OpenStore> {
  // lib.dom takes it for granted; some browsers and private windows do not have it.
  if (!(globalThis.indexedDB as IDBFactory | undefined)) throw new StoreError('unavailable', 'no IndexedDB');
  const locks = new Locks(timeoutMs);
  const connection = new Connection(name, timeoutMs);
  const imports = new Imports(connection, locks, name);
  await imports.sweep();
  return {
    ...sourceCalls(connection, imports),
    ...runCalls(connection, reviveRun),
    ...outcomeCalls(connection),
    ...measuringCalls(connection),
    ...recipeCalls(connection),
    claimRun: async (runId) => {
      const release = await locks.take(`${name}/run/${runId}`);
      return release && { release };
    },
    close: () => {
      locks.close();
      connection.close();
    },
  };
}

function sourceCalls(connection: Connection, imports: Imports) {
  return {
    appendRecords: (sourceId, records) => imports.append(sourceId, records),
    addSource: (source) => imports.finish(source),
    source: (sourceId) => readSource(connection, sourceId),
    sources: (onDamage) => listSources(connection, onDamage),
    records: (sourceId, from, limit) => readRecords(connection, sourceId, from, limit),
    removeSource: async (sourceId) => {
      await removeSource(connection, sourceId);
      imports.forget(sourceId);
    },
  } satisfies Partial<Store>;
}

function runCalls(connection: Connection, reviveRun: (run: Run) => Run) {
  return {
    addRun: (run) => addRun(connection, run),
    run: async (runId) => reviveRun(await readRun(connection, runId)),
    runs: async (onDamage) => (await listRuns(connection, onDamage)).map(reviveRun),
    removeRun: (runId) => removeRun(connection, runId),
  } satisfies Partial<Store>;
}

function outcomeCalls(connection: Connection) {
  const groups = new OutcomeGroups((outcomes) => settle(connection, outcomes));
  return {
    settle: (outcome) => groups.settle(outcome),
    outcomes: (runId, from, limit) => readOutcomes(connection, runId, from, limit),
    statuses: (runId) => readStatuses(connection, runId),
    decide: (runId, ordinal, decision) => decide(connection, runId, ordinal, decision),
    decisions: (runId, from, limit) => readDecisions(connection, runId, from, limit),
  } satisfies Partial<Store>;
}

function measuringCalls(connection: Connection) {
  return {
    addMeasuring: (measuring) => addMeasuring(connection, measuring),
    measurings: (onDamage) => listMeasurings(connection, onDamage),
    putMeasures: (measuringId, measures) => putMeasures(connection, measuringId, measures),
    measures: (measuringId, from, limit) => readMeasures(connection, measuringId, from, limit),
    removeMeasuring: (measuringId) => removeMeasuring(connection, measuringId),
  } satisfies Partial<Store>;
}

function recipeCalls(connection: Connection) {
  return {
    saveRecipe: (recipe) => saveRecipe(connection, recipe),
    recipes: (onDamage) => listRecipes(connection, onDamage),
    removeRecipe: (name) => removeRecipe(connection, name),
  } satisfies Partial<Store>;
}
