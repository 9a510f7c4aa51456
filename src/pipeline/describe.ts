import type { Edition } from '../core/edition.ts';
import type { MeasureValue } from '../core/measuring.ts';
import { groupByRow } from '../core/outcome.ts';
import { CoherenceCounter, type CoherenceReport } from '../quality/coherence-report.ts';
import { EditionDescriber, type EditionReport } from '../quality/edition-report.ts';
import { type TableLine, TableLineCounter } from '../quality/measure-table.ts';
import { VerbReader } from '../quality/verb-reader.ts';
import type { Store } from '../store/store.ts';
import { type EditionPage, editionPages, openEdition } from './edition-pairs.ts';
import { readIntact } from './intact-rows.ts';
import { presentValues } from './measurings.ts';

/** How far a description has come. Counts are of records. */
export interface DescribeProgress {
  readonly done: number;
  readonly total: number;
}

/** How a description is watched and stopped. */
export interface DescribeWatch {
  readonly onProgress: (progress: DescribeProgress) => void;
  readonly signal: AbortSignal;
}

/** Few enough for a page to take less than a second, most of which goes into reading instructions' verbs. */
const PAGE_ROWS = 256;

/**
 * Describes an edition, or only the records of it with the given ordinals, page by page: what is held of it does not grow with the
 * texts, but with how many records, different words and verbs there are. Damaged records are counted and left out. `verbs` may know
 * sentences of other editions already.
 * Rejects with a StoreError, `not-found` when its source or run is gone, or with the signal's reason.
 */
export async function describeEdition(
  edition: Edition,
  rows: readonly number[] | undefined,
  store: Store,
  watch: DescribeWatch,
  verbs = new VerbReader(),
): Promise<EditionReport> {
  const open = await openEdition(edition, store);
  const wanted = rows && new Set(rows);
  const isWanted = (ordinal: number) => !wanted || wanted.has(ordinal);
  const describer = new EditionDescriber(edition, open.run, (text) => verbs.read(text));
  const progress = new RowProgress(wanted?.size ?? open.rowCount, watch);
  for await (const page of editionPages(open, store, watch.signal, PAGE_ROWS)) {
    const chosen = page.rows.filter(({ ordinal }) => isWanted(ordinal));
    const outcomes = open.run ? await outcomesOf(open.run.id, page, store) : new Map<number, never[]>();
    for (const row of chosen) {
      describer.add(row);
      describer.addOutcomes(outcomes.get(row.ordinal) ?? []);
    }
    const damaged = page.damaged.filter(isWanted).length;
    describer.addDamaged(damaged);
    progress.add(chosen.length + damaged);
  }
  return describer.read();
}

/** Which measurings of an edition are to be read, by their ids; either may be left out. */
export interface MeasuredWish {
  readonly edition: Edition;
  /** Only records with these ordinals. */
  readonly rows?: readonly number[] | undefined;
  readonly studentId?: string | undefined;
  readonly embedderId?: string | undefined;
}

/** What models found of an edition. */
export interface MeasuredReport {
  readonly table: TableLine;
  /** Absent where no embedder was asked about. */
  readonly coherence?: CoherenceReport;
}

/**
 * What a student's and an embedder's measurings say of their edition. Values of other texts than the records' present ones do not
 * count. Rejects as {@link describeEdition} does, and with `not-found` when a measuring is gone.
 */
export async function describeMeasured({ edition, rows, studentId, embedderId }: MeasuredWish, store: Store, watch: DescribeWatch): Promise<MeasuredReport> {
  const open = await openEdition(edition, store);
  const wanted = rows && new Set(rows);
  const isWanted = (ordinal: number) => !wanted || wanted.has(ordinal);
  const table = new TableLineCounter();
  const coherence = new CoherenceCounter();
  const progress = new RowProgress(wanted?.size ?? open.rowCount, watch);
  for await (const page of editionPages(open, store, watch.signal)) {
    const valuesOf = async (id: string | undefined) => (id === undefined ? new Map<number, MeasureValue>() : presentValues(id, page, store));
    const [student, embedder] = await Promise.all([valuesOf(studentId), valuesOf(embedderId)]);
    const chosen = page.rows.filter(({ ordinal }) => isWanted(ordinal));
    for (const { ordinal } of chosen) {
      table.add(student.get(ordinal), embedder.get(ordinal));
      coherence.add(ordinal, embedder.get(ordinal));
    }
    progress.add(chosen.length + page.damaged.filter(isWanted).length);
  }
  return { table: table.read(), ...(embedderId === undefined ? {} : { coherence: coherence.read() }) };
}

async function outcomesOf(runId: string, page: EditionPage, store: Store) {
  const { items } = await readIntact((from, limit) => store.outcomes(runId, from, limit), page.from, spanOf(page));
  return groupByRow(items);
}

/** Rows from the first of a page to its last that could be read. */
function spanOf({ from, rows }: EditionPage): number {
  return Math.max(1, (rows.at(-1)?.ordinal ?? from) - from + 1);
}

class RowProgress {
  readonly #total: number;
  readonly #onProgress: DescribeWatch['onProgress'];
  #done = 0;

  constructor(total: number, { onProgress }: DescribeWatch) {
    this.#total = total;
    this.#onProgress = onProgress;
  }

  add(rows: number): void {
    this.#done += rows;
    this.#onProgress({ done: this.#done, total: this.#total });
  }
}
