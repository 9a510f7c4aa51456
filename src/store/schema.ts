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
}

/** Name of an object store. */
export type StoreName = 'imports' | 'sources' | 'records' | 'runs' | 'outcomes' | 'statuses';

/** Rows in a status chunk; the last of a run is shorter. */
export const STATUS_CHUNK_ROWS = 1024;

type SchemaStep = (database: IDBPDatabase<StoreSchema>, upgrade: IDBPTransaction<StoreSchema, StoreName[], 'versionchange'>) => void;

/** How the database came to its present form: the step at index n leads from version n to n + 1. Append, never change. */
export const SCHEMA_STEPS: readonly SchemaStep[] = [
  (database) => {
    const names: StoreName[] = ['imports', 'sources', 'records', 'runs', 'outcomes', 'statuses'];
    for (const name of names) database.createObjectStore(name);
  },
];

/** Every key that begins with `prefix`. */
export function keysUnder(...prefix: (string | number)[]): IDBKeyRange {
  // Arrays sort after numbers and strings, so an empty array closes the range.
  return IDBKeyRange.bound(prefix, [...prefix, []]);
}
