import type { Row } from '../core/row.ts';
import type { Source } from '../core/source.ts';
import type { Store } from '../store/store.ts';
import { rowReader } from './row-reader.ts';

/** At most `limit` rows of a source from `from` on, in order. Rejects with a StoreError. */
export async function readRows(store: Store, source: Source, from: number, limit: number): Promise<Row[]> {
  const read = rowReader(source);
  const records = await store.records(source.id, from, limit);
  return records.flatMap((record) => read(record) ?? []);
}
