import { groupByRow } from '../core/outcome.ts';
import { ordinalsInRun, type Run } from '../core/run.ts';
import { type RowStatus, ROW_STATUSES, rowStatus } from '../core/status.ts';
import { type Consistency, consistencyOf, type RecordConsistency, recordConsistency, type Repetition } from '../quality/consistency.ts';
import { type Cost, CostCounter } from '../quality/cost.ts';
import { estimateMean, type MeanEstimate } from '../quality/mean-estimate.ts';
import { wordsOf } from '../quality/words.ts';
import type { Store } from '../store/store.ts';
import { stretchesOf } from './edition-couples.ts';
import { editionPairs, type OpenEdition, openEdition } from './edition-pairs.ts';
import { readIntact } from './intact-rows.ts';

/** One of the runs that are compared, by what became of the records that count. */
export interface ComparedRun {
  readonly run: Run;
  readonly statuses: Readonly<Record<RowStatus, number>>;
  /** Of what the records end with. */
  readonly instructionWords: MeanEstimate;
  readonly responseWords: MeanEstimate;
  readonly cost: Cost;
}

/** Runs of one dataset side by side. Records count that are through in all of them. */
export interface RunComparison {
  /** Records that belong to all runs, through or not. */
  readonly common: number;
  readonly runs: readonly ComparedRun[];
  /** How far the runs agree on each record, in order. */
  readonly records: readonly RecordConsistency[];
  readonly consistency: Consistency;
}

/** Gathers what one run made of the records that count. */
class RunTally {
  readonly open: OpenEdition & { readonly run: Run };
  readonly statuses: Uint8Array;
  readonly #counts = Object.fromEntries(ROW_STATUSES.map((status) => [status, 0]));
  readonly #instructionWords: number[] = [];
  readonly #responseWords: number[] = [];
  readonly #cost: CostCounter;

  constructor(open: OpenEdition & { readonly run: Run }, statuses: Uint8Array) {
    this.open = open;
    this.statuses = statuses;
    this.#cost = new CostCounter(open.run.recipe.phases);
  }

  statusOf(ordinal: number): RowStatus {
    return rowStatus(this.statuses[ordinal] ?? 0, this.open.run.recipe.phases);
  }

  add({ status, pair }: Repetition): void {
    this.#counts[status] = (this.#counts[status] ?? 0) + 1;
    this.#instructionWords.push(wordsOf(pair.instruction).length);
    this.#responseWords.push(wordsOf(pair.response).length);
  }

  addCost(outcomes: Parameters<CostCounter['add']>[0]): void {
    this.#cost.add(outcomes);
  }

  read(): ComparedRun {
    return {
      run: this.open.run,
      // Built from the complete list of statuses.
      statuses: this.#counts as Record<RowStatus, number>,
      instructionWords: estimateMean(this.#instructionWords),
      responseWords: estimateMean(this.#responseWords),
      cost: this.#cost.read(),
    };
  }
}

/** Compares runs of one dataset record by record, a stretch of them at a time. Rejects with a StoreError or the signal's reason. */
export async function compareRuns(runs: readonly Run[], store: Store, signal: AbortSignal): Promise<RunComparison> {
  const tallies = await Promise.all(runs.map((run) => tallyOf(run, store)));
  const common = commonRows(runs);
  const through = common.filter((ordinal) => tallies.every((tally) => tally.statusOf(ordinal) !== 'pending'));
  const records: RecordConsistency[] = [];
  for (const stretch of stretchesOf(through)) {
    signal.throwIfAborted();
    records.push(...(await takeStretch(tallies, stretch, store)));
  }
  return { common: common.length, runs: tallies.map((tally) => tally.read()), records, consistency: consistencyOf(records) };
}

async function tallyOf({ id: runId }: Run, store: Store): Promise<RunTally> {
  const open = await openEdition({ kind: 'recycled', runId }, store);
  // What a run made has a run.
  return new RunTally(open as OpenEdition & { readonly run: Run }, await store.statuses(runId));
}

/** The ordinals that all runs take, ascending. */
function commonRows(runs: readonly Run[]): readonly number[] {
  const [first, ...others] = runs;
  if (!first) return [];
  const sets = others.flatMap(({ rows }) => (rows ? [new Set(rows)] : []));
  const rows = ordinalsInRun(first);
  return sets.length === 0 ? rows : rows.filter((ordinal) => sets.every((set) => set.has(ordinal)));
}

async function takeStretch(tallies: readonly RunTally[], stretch: readonly number[], store: Store): Promise<RecordConsistency[]> {
  const [from = 0] = stretch;
  const limit = (stretch.at(-1) ?? from) - from + 1;
  const pages = await Promise.all(tallies.map((tally) => readPage(tally, from, limit, store)));
  return stretch.flatMap((ordinal) => {
    const repetitions = pages.flatMap(({ tally, pairs }) => {
      const pair = pairs.get(ordinal);
      return pair ? [{ status: tally.statusOf(ordinal), pair }] : [];
    });
    // One that is damaged in a run compares with nothing.
    if (repetitions.length < tallies.length) return [];
    pages.forEach(({ tally, outcomes }, at) => {
      const repetition = repetitions[at];
      if (repetition) tally.add(repetition);
      tally.addCost(outcomes.get(ordinal) ?? []);
    });
    return [recordConsistency(ordinal, repetitions)];
  });
}

async function readPage(tally: RunTally, from: number, limit: number, store: Store) {
  const { rows } = await editionPairs(tally.open, store, from, limit);
  const { items: outcomes } = await readIntact((start, count) => store.outcomes(tally.open.run.id, start, count), from, limit);
  return { tally, pairs: new Map(rows.map(({ ordinal, pair }) => [ordinal, pair])), outcomes: groupByRow(outcomes) };
}
