import type { DBSchema, IDBPDatabase, IDBPTransaction } from 'idb';
import type { CheckedBytes } from './documents.ts';
import type { RecordPart } from './record-blocks.ts';

/**
 * What lies in the database, by object store. Values larger than MAX_BLOCK_BYTES are spread over parts,
 * counted from 0 in the last member of the key. There are no indexes: they halve the rate of writing.
 */
export interface StoreSchema extends DBSchema {
  /** Imports that are running or were broken off, by source id. */
  imports: { key: string; value: { startedAtMs: number } };
  sources: { key: [sourceId: string, part: number]; value: CheckedBytes };
  records: { key: [sourceId: string, firstOrdinal: number, part: number]; value: RecordPart };
  runs: { key: [runId: string, part: number]; value: CheckedBytes };
  outcomes: { key: [runId: string, ordinal: number, phaseIndex: number, part: number]; value: CheckedBytes };
  /** One byte a row, see core/status, in chunks of {@link STATUS_CHUNK_ROWS}. All chunks exist from the run's birth on. */
  statuses: { key: [runId: string, chunkIndex: number]; value: CheckedBytes };
  decisions: { key: [runId: string, ordinal: number, part: number]; value: CheckedBytes };
  measurings: { key: [measuringId: string, part: number]; value: CheckedBytes };
  /** The values of {@link MEASURE_BLOCK_ROWS} rows together. A block without values is not there. */
  measures: { key: [measuringId: string, blockIndex: number, part: number]; value: CheckedBytes };
  /** Recipes that a person has kept, by name. */
  recipes: { key: [name: string, part: number]; value: CheckedBytes };
}

/** Name of an object store. */
export type StoreName = 'imports' | 'sources' | 'records' | 'runs' | 'outcomes' | 'statuses' | 'decisions' | 'measurings' | 'measures' | 'recipes';

/** Rows in a status chunk; the last of a run is shorter. */
export const STATUS_CHUNK_ROWS = 1024;

/**
 * Rows whose values share a block: about 30 KB of a student's scores, below MAX_BLOCK_BYTES. Measured with 52,000 of them in Chromium:
 * written 128 at a time in 0.3 s, against 2.5 s with a value of its own for each; read in 0.2 s against 0.6 s; a page of 1,024 in 4 ms against 12 ms.
 */
export const MEASURE_BLOCK_ROWS = 128;

type SchemaStep = (database: IDBPDatabase<StoreSchema>, upgrade: IDBPTransaction<StoreSchema, StoreName[], 'versionchange'>) => void;

/** How the database came to its present form: the step at index n leads from version n to n + 1. Append, never change. */
export const SCHEMA_STEPS: readonly SchemaStep[] = [
  (database) => {
    const names: StoreName[] = ['imports', 'sources', 'records', 'runs', 'outcomes', 'statuses'];
    for (const name of names) database.createObjectStore(name);
  },
  (database) => {
    const names: StoreName[] = ['decisions', 'measurings', 'measures', 'recipes'];
    for (const name of names) database.createObjectStore(name);
  },
];

/** Every key that begins with `prefix`. */
export function keysUnder(...prefix: (string | number)[]): IDBKeyRange {
  // Arrays sort after numbers and strings, so an empty array closes the range.
  return IDBKeyRange.bound(prefix, [...prefix, []]);
}
