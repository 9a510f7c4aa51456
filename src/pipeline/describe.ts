import type { Edition } from '../core/edition.ts';
import { groupByRow } from '../core/outcome.ts';
import { pairMark } from '../core/pair.ts';
import { CoherenceCounter, type CoherenceReport } from '../quality/coherence-report.ts';
import { EditionDescriber, type EditionReport } from '../quality/edition-report.ts';
import { readVerbObject } from '../quality/verb-object.ts';
import { type Store, StoreError } from '../store/store.ts';
import { type EditionPage, editionPages, openEdition } from './edition-pairs.ts';
import { readIntact } from './intact-rows.ts';

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
 * texts, but with how many records, different words and verbs there are. Damaged records are counted and left out.
 * Rejects with a StoreError, `not-found` when its source or run is gone, or with the signal's reason.
 */
export async function describeEdition(edition: Edition, rows: readonly number[] | undefined, store: Store, watch: DescribeWatch): Promise<EditionReport> {
  const open = await openEdition(edition, store);
  const wanted = rows && new Set(rows);
  const describer = new EditionDescriber(edition, open.run?.recipe, readVerbObject);
  const progress = new RowProgress(wanted?.size ?? open.rowCount, watch);
  for await (const page of editionPages(open, store, watch.signal, PAGE_ROWS)) {
    const chosen = wanted ? page.rows.filter(({ ordinal }) => wanted.has(ordinal)) : page.rows;
    const outcomes = open.run ? await outcomesOf(open.run.id, page, store) : new Map<number, never[]>();
    for (const row of chosen) {
      describer.add(row);
      describer.addOutcomes(outcomes.get(row.ordinal) ?? []);
    }
    const damaged = page.damaged.filter((ordinal) => !wanted || wanted.has(ordinal)).length;
    describer.addDamaged(damaged);
    progress.add(chosen.length + damaged);
  }
  return describer.read();
}

/**
 * What an embedder's measuring says of its edition, or of the records with the given ordinals. Values of other texts than the
 * records' present ones count as missing. Rejects as {@link describeEdition} does, and with `not-found` when the measuring is gone.
 */
export async function describeCoherence(measuringId: string, rows: readonly number[] | undefined, store: Store, watch: DescribeWatch): Promise<CoherenceReport> {
  const measurings = await store.measurings(() => undefined);
  const measuring = measurings.find(({ id }) => id === measuringId);
  if (!measuring) throw new StoreError('not-found', `measuring ${measuringId}`);
  const open = await openEdition(measuring.edition, store);
  const wanted = rows && new Set(rows);
  const counter = new CoherenceCounter();
  const progress = new RowProgress(wanted?.size ?? open.rowCount, watch);
  for await (const page of editionPages(open, store, watch.signal)) {
    const values = new Map((await store.measures(measuringId, page.from, spanOf(page))).map((measure) => [measure.ordinal, measure]));
    const chosen = wanted ? page.rows.filter(({ ordinal }) => wanted.has(ordinal)) : page.rows;
    for (const { ordinal, pair } of chosen) {
      const measure = values.get(ordinal);
      counter.add(ordinal, measure?.pairMark === pairMark(pair) ? measure.value : undefined);
    }
    progress.add(chosen.length);
  }
  return counter.read(measuring);
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
