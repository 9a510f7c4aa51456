import { ordinalsInRun } from '../core/run.ts';
import type { Measuring } from '../core/measuring.ts';
import type { Source } from '../core/source.ts';
import { type RowSample, sampleOf } from '../quality/row-sample.ts';
import type { TriageRow } from '../quality/triage.ts';
import type { Store } from '../store/store.ts';

const PAGE_ROWS = 1024;

/** The rows of a source that a sample holds, ascending, as a run takes them; undefined for all. */
export function sampledRows({ rowCount }: Pick<Source, 'rowCount'>, sample: RowSample): readonly number[] | undefined {
  if (sample.kind === 'all' || sample.count >= rowCount) return undefined;
  return sampleOf(ordinalsInRun({ rowCount }), sample);
}

/** What a student has found of the originals of a source, for every row. Rejects with a StoreError or the signal's reason. */
export async function triageRows(measuring: Measuring, store: Store, signal: AbortSignal): Promise<TriageRow[]> {
  const rows: TriageRow[] = Array.from({ length: measuring.rowCount }, (_, ordinal) => ({ ordinal, score: undefined }));
  for (let from = 0; from < measuring.rowCount; from += PAGE_ROWS) {
    signal.throwIfAborted();
    // Originals never change, so their values are never out of date.
    for (const { ordinal, value } of await store.measures(measuring.id, from, PAGE_ROWS)) {
      if (value.kind === 'pair') rows[ordinal] = { ordinal, score: value };
    }
  }
  return rows;
}
