import { CodedError } from '../core/coded-error.ts';
import type { Measure, Measuring } from '../core/measuring.ts';
import type { Decision, Outcome } from '../core/outcome.ts';
import type { Recipe } from '../core/recipe.ts';
import type { SourceRecord } from '../core/row.ts';
import type { Run } from '../core/run.ts';
import type { Source } from '../core/source.ts';

/** What goes wrong with storage. */
export const STORE_ERROR_CODES = [
  /** The browser gives no database, as in some private windows. */
  'unavailable',
  /** The disk or the site's share of it is full. */
  'full',
  /** A call took longer than its limit; the database hangs. What it was to write may or may not be stored. */
  'timed-out',
  /** Stored data does not match its checksum. `detail` says where. */
  'damaged',
  /** The run or source is not there. */
  'not-found',
  /** Another tab with a newer version of the page holds or has upgraded the database. */
  'blocked',
  /** Anything else the database reported. */
  'failed',
] as const;

/** One of {@link STORE_ERROR_CODES}. */
export type StoreErrorCode = (typeof STORE_ERROR_CODES)[number];

/** The store's failure. What was acknowledged before it stays stored. */
export class StoreError extends CodedError<StoreErrorCode> {}

/** The largest value the store writes for records; a longer record is spread over several. Source: DESIGN, storage. */
export const MAX_BLOCK_BYTES = 48 * 1024;

/** Leave to write to a run: held by one tab at a time. */
export interface RunClaim {
  release(): void;
}

/** Keeps sources, runs and outcomes between visits. Every method may reject with {@link StoreError}. */
export interface Store {
  /** Adds records to a source that is being imported, in order, about 1 MB a call and one call at a time; durable when it resolves. After a failure the same records can be given again. */
  appendRecords(sourceId: string, records: readonly SourceRecord[]): Promise<void>;
  /** Makes an imported source visible; until then its records are swept away at the next opening. */
  addSource(source: Source): Promise<void>;
  source(sourceId: string): Promise<Source>;
  /** Newest first. With `onDamage`, a damaged one is reported there and left out, so that the others stay within reach; without, it rejects with `damaged`. */
  sources(onDamage?: (error: StoreError) => void): Promise<Source[]>;
  /** At most `limit` records from `from` on, in order, checked against their checksum; shorter only at the end. */
  records(sourceId: string, from: number, limit: number): Promise<SourceRecord[]>;
  /** Removes the source with its records and measurings, and the runs made from it. An import that was given up is removed in the same way. */
  removeSource(sourceId: string): Promise<void>;

  /** Adds a run over a source that is there; all its rows are pending, those that are not among its `rows` left out. */
  addRun(run: Run): Promise<void>;
  run(runId: string): Promise<Run>;
  /** Newest first; `onDamage` as for sources. */
  runs(onDamage?: (error: StoreError) => void): Promise<Run[]>;
  /** Stores one outcome and its status in one strict transaction, which outcomes that come close together share; durable when it resolves. Rejects with `failed` when that phase of that row is settled already: an outcome never changes. */
  settle(outcome: Outcome): Promise<void>;
  /** Outcomes of the rows `from` to `from + limit - 1`, by row, then by phase. */
  outcomes(runId: string, from: number, limit: number): Promise<Outcome[]>;
  /** One status byte a row (see core/status), `rowCount` long. */
  statuses(runId: string): Promise<Uint8Array>;
  /**
   * Stores what the person says to a record of a run and its statuses in one transaction, in place of what they said before; undefined takes it back.
   * Rejects with `not-found` when none of the record's phases was rewritten.
   */
  decide(runId: string, ordinal: number, decision: Decision | undefined): Promise<void>;
  /** The decisions on the rows `from` to `from + limit - 1`, by ordinal; rows without one are not in it. */
  decisions(runId: string, from: number, limit: number): Promise<Map<number, Decision>>;
  /** Removes the run with its outcomes, decisions and measurings; its source stays. */
  removeRun(runId: string): Promise<void>;

  /** Adds a measuring without values. */
  addMeasuring(measuring: Measuring): Promise<void>;
  /** Newest first; `onDamage` as for sources. */
  measurings(onDamage?: (error: StoreError) => void): Promise<Measuring[]>;
  /** Stores values in one strict transaction, in place of former ones of the same records; durable when it resolves. */
  putMeasures(measuringId: string, measures: readonly Measure[]): Promise<void>;
  /** The values of the rows `from` to `from + limit - 1`, in order; rows without one are not in it. */
  measures(measuringId: string, from: number, limit: number): Promise<Measure[]>;
  removeMeasuring(measuringId: string): Promise<void>;

  /** Keeps a recipe under its name, in place of one of the same name. */
  saveRecipe(recipe: Recipe): Promise<void>;
  /** The kept recipes by name; `onDamage` as for sources. */
  recipes(onDamage?: (error: StoreError) => void): Promise<Recipe[]>;
  removeRecipe(name: string): Promise<void>;

  /** Undefined when another tab writes to this run. */
  claimRun(runId: string): Promise<RunClaim | undefined>;
}
