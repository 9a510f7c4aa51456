import { groupByRow, type Outcome, type PhaseName } from '../core/outcome.ts';
import type { SourceRecord } from '../core/row.ts';
import type { Run } from '../core/run.ts';
import type { Source } from '../core/source.ts';
import { pendingPhases } from '../core/status.ts';
import type { Store } from '../store/store.ts';
import { pageRowsOf, readIntact } from './intact-rows.ts';

/** A row with what it still lacks. */
export interface Work {
  readonly ordinal: number;
  /** In the order of the method; at least one. */
  readonly phases: readonly PhaseName[];
  /** What it is and what is settled for it; undefined when its stored bytes or an outcome are damaged. */
  readonly known: { readonly record: SourceRecord; readonly outcomes: readonly Outcome[] } | undefined;
}

/** Rows side by side of which at least one lacks something. */
interface Page {
  readonly from: number;
  /** For each of its rows. */
  readonly lacking: readonly (readonly PhaseName[])[];
}

const MAX_PAGE_ROWS = 64;

/**
 * The rows that still lack an outcome, in order, and only those in `alone` when it is given. Read page by page, the next page
 * while the rows of this one are given out. Each row is given out once, however many readers share the sequence.
 * Throws a StoreError or the signal's reason.
 */
export async function* openWork(run: Run, source: Source, store: Store, alone: ReadonlySet<number> | undefined, signal: AbortSignal): AsyncGenerator<Work, undefined> {
  const pages = lackingPages(run, await store.statuses(run.id), alone, Math.min(MAX_PAGE_ROWS, pageRowsOf(source)));
  const readNext = async () => {
    const { value: page } = pages.next();
    return page && readPage(run, store, page);
  };
  for (let reading = readNext(); ; ) {
    const works = await reading;
    if (!works) return undefined;
    signal.throwIfAborted();
    reading = readNext();
    // Should it fail before anybody waits for it, whoever waits next is told.
    reading.catch(() => undefined);
    yield* works;
  }
}

function* lackingPages(run: Run, statuses: Uint8Array, alone: ReadonlySet<number> | undefined, pageRows: number): Generator<Page, undefined> {
  for (let from = 0; from < run.rowCount; from += pageRows) {
    const isWanted = (index: number) => !alone || alone.has(from + index);
    const bytes = [...statuses.subarray(from, Math.min(from + pageRows, run.rowCount))];
    const lacking = bytes.map((byte, index) => (isWanted(index) ? pendingPhases(byte, run.recipe.phases) : []));
    if (lacking.some((phases) => phases.length > 0)) yield { from, lacking };
  }
}

async function readPage(run: Run, store: Store, { from, lacking }: Page): Promise<Work[]> {
  const known = await readKnown(run, store, from, lacking.length);
  return lacking.flatMap((phases, index) => (phases.length > 0 ? [{ ordinal: from + index, phases, known: known.get(from + index) }] : []));
}

/** Records with their outcomes by ordinal, without those of which anything is damaged. */
async function readKnown(run: Run, store: Store, from: number, limit: number): Promise<Map<number, NonNullable<Work['known']>>> {
  const records = await readIntact((start, count) => store.records(run.sourceId, start, count), from, limit);
  const outcomes = await readIntact((start, count) => store.outcomes(run.id, start, count), from, limit);
  const byRow = groupByRow(outcomes.items);
  const intact = records.items.filter(({ ordinal }) => !outcomes.damaged.includes(ordinal));
  return new Map(intact.map((record) => [record.ordinal, { record, outcomes: byRow.get(record.ordinal) ?? [] }]));
}
