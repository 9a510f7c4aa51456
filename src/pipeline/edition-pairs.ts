import type { Edition } from '../core/edition.ts';
import { groupByRow, resultPair } from '../core/outcome.ts';
import type { Row } from '../core/row.ts';
import { type Run, rowsInRun } from '../core/run.ts';
import type { Source } from '../core/source.ts';
import type { Store } from '../store/store.ts';
import { pageRowsOf, readIntact, readIntactDecisions } from './intact-rows.ts';
import { rowReader } from './row-reader.ts';

/** An edition with what is needed to read it. */
export interface OpenEdition {
  readonly edition: Edition;
  readonly source: Source;
  /** The run whose edition it is; absent for an original. */
  readonly run?: Run;
  /** Records that belong to it: those of the source, but for a run only those that it takes. */
  readonly rowCount: number;
}

/** A stretch of an edition. */
export interface EditionPage {
  /** The first ordinal of the stretch. */
  readonly from: number;
  /** The records that belong to the edition, in order, with the pair that each has in it. */
  readonly rows: readonly Row[];
  /** Ordinals of records that belong to it and whose stored data is damaged. */
  readonly damaged: readonly number[];
}

/** Looks up what an edition is made of. Rejects with a StoreError, `not-found` when its source or run is gone. */
export async function openEdition(edition: Edition, store: Store): Promise<OpenEdition> {
  if (edition.kind === 'original') {
    const source = await store.source(edition.sourceId);
    return { edition, source, rowCount: source.rowCount };
  }
  const run = await store.run(edition.runId);
  return { edition, source: await store.source(run.sourceId), run, rowCount: rowsInRun(run) };
}

/** The records of an edition among the ordinals `from` to `from + limit - 1`. Records that a run leaves out are not part of its editions. Rejects with a StoreError. */
export async function editionPairs(open: OpenEdition, store: Store, from: number, limit: number): Promise<EditionPage> {
  const wanted = wantedRows(open, from, limit);
  if (wanted.size === 0) return { from, rows: [], damaged: [] };
  const read = rowReader(open.source);
  const records = await readIntact((start, count) => store.records(open.source.id, start, count), from, limit);
  const { pairOf, lost } = await pairReader(open, store, from, limit);
  const damaged = new Set([...records.damaged, ...lost]);
  const rows: Row[] = [];
  for (const record of records.items) {
    if (!wanted.has(record.ordinal) || damaged.has(record.ordinal)) continue;
    const row = read(record);
    if (row) rows.push(pairOf(row));
    else damaged.add(record.ordinal);
  }
  return { from, rows, damaged: [...damaged].filter((ordinal) => wanted.has(ordinal)).sort((a, b) => a - b) };
}

/** An edition page by page, in order, with as many rows a page as memory allows, at most `pageRows`. Throws a StoreError or the signal's reason. */
export async function* editionPages(open: OpenEdition, store: Store, signal: AbortSignal, pageRows = Infinity): AsyncGenerator<EditionPage, void, undefined> {
  const limit = Math.min(pageRows, pageRowsOf(open.source));
  for (let from = 0; from < open.source.rowCount; from += limit) {
    signal.throwIfAborted();
    const page = await editionPairs(open, store, from, Math.min(limit, open.source.rowCount - from));
    if (page.rows.length + page.damaged.length > 0) yield page;
  }
}

function wantedRows({ source, run }: OpenEdition, from: number, limit: number): ReadonlySet<number> {
  const end = Math.min(from + limit, source.rowCount);
  if (!run?.rows) return new Set(Array.from({ length: Math.max(0, end - from) }, (_, place) => from + place));
  const { rows } = run;
  return new Set(rows.slice(firstAtLeast(rows, from), firstAtLeast(rows, end)));
}

/** The place of the first number in an ascending list that is not below `bound`. */
function firstAtLeast(ascending: readonly number[], bound: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? bound) < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface PairReader {
  readonly pairOf: (row: Row) => Row;
  /** Ordinals whose outcomes or decision cannot be read. */
  readonly lost: readonly number[];
}

async function pairReader({ edition, run }: OpenEdition, store: Store, from: number, limit: number): Promise<PairReader> {
  if (!run) return { pairOf: (row) => row, lost: [] };
  const outcomes = await readIntact((start, count) => store.outcomes(run.id, start, count), from, limit);
  const decisions = await readIntactDecisions(store, run.id, from, limit);
  const byRow = groupByRow(edition.kind === 'after-instruction' ? outcomes.items.filter(({ phase }) => phase === 'instruction') : outcomes.items);
  const decided = new Map(decisions.items);
  return {
    pairOf: ({ ordinal, pair }) => ({ ordinal, pair: resultPair(pair, byRow.get(ordinal) ?? [], decided.get(ordinal)) }),
    lost: [...outcomes.damaged, ...decisions.damaged],
  };
}
