import { type Decision, groupByRow, type PhaseName } from '../core/outcome.ts';
import type { Recipe } from '../core/recipe.ts';
import type { OracleSpec, Run } from '../core/run.ts';
import type { Source } from '../core/source.ts';
import { LEFT_OUT_BYTE, type RowStatus, withStatus } from '../core/status.ts';
import { CostCounter, type CostSum } from '../quality/cost.ts';
import { type ExaminationCounts, ExaminationTally } from '../quality/examinations.ts';
import { type PhaseCounts, StatusHistogram } from '../quality/status-counts.ts';
import { recipeHash } from '../reflection/recipe-hash.ts';
import type { Store } from '../store/store.ts';
import { FINGERPRINT_RECIPE } from './fingerprint.ts';
import { pageRowsOf, readIntact, readIntactDecisions } from './intact-rows.ts';

const METHOD = [
  { title: 'Reflection-Tuning', arxiv: '2310.11716' },
  { title: 'Selective Reflection-Tuning', arxiv: '2402.10110' },
] as const;

const PRACTICE_NOTICE = 'A practice oracle wrote this to try the machinery out. It is not for training.';

/** What an export was made from and how it came about. Times are ISO 8601 in UTC. */
export interface Manifest {
  readonly product: { readonly name: string; readonly version: string };
  readonly createdAt: string;
  readonly practice: boolean;
  /** Only for practice. */
  readonly notice?: string;
  readonly source: ReturnType<typeof sourceFacts>;
  readonly run: { readonly id: string; readonly createdAt: string };
  readonly oracle: OracleSpec;
  /** The model that vetoed rewrites, where there was one. */
  readonly student?: OracleSpec;
  /** Whole, prompts and all. */
  readonly recipe: Recipe;
  /** Of everything in the recipe but its name, 64 hex digits. */
  readonly recipeSha256: string;
  /** Add up to the source's rows. `damaged`: an outcome or decision cannot be read, so the row is exported as it was imported. */
  readonly rows: Record<RowStatus | 'damaged', number>;
  /** For each phase of the recipe, how it ended for all rows of the run but the damaged ones. */
  readonly phases: Partial<Record<PhaseName, PhaseCounts['statuses']>>;
  /** Phases whose rewrite a rule found something in, and what gate and student made of the rewrites. */
  readonly examinations: ExaminationCounts;
  /** What the person said to records, in the place of gate or oracle. */
  readonly decisions: Readonly<Record<Decision, number>>;
  /** Of all answers of the oracle, repetitions and reviews included. `seconds` is the oracle's time, lanes added up. */
  readonly totals: CostSum;
  readonly method: typeof METHOD;
}

/** Makes a run's manifest out of what the store holds for it now. Rejects with StoreError. */
export async function makeManifest(runId: string, store: Store, productVersion: string): Promise<Manifest> {
  const run = await store.run(runId);
  const source = await store.source(run.sourceId);
  const { statuses, damaged, totals, examinations, decisions } = await tallyOutcomes(run, source, store);
  const intact = new StatusHistogram(statuses.filter((_, ordinal) => !damaged.has(ordinal))).counts(run.recipe.phases);
  const { practice } = run.oracle;
  return {
    product: { name: 'Tain', version: productVersion },
    createdAt: new Date().toISOString(),
    practice,
    ...(practice ? { notice: PRACTICE_NOTICE } : {}),
    source: sourceFacts(source),
    run: { id: run.id, createdAt: new Date(run.createdAtMs).toISOString() },
    oracle: run.oracle,
    ...(run.student ? { student: run.student } : {}),
    recipe: run.recipe,
    recipeSha256: recipeHash(run.recipe),
    rows: { ...intact.rows, 'left-out': intact.leftOut, damaged: damaged.size },
    phases: Object.fromEntries(intact.phases.map(({ phase, statuses }) => [phase, statuses])),
    examinations,
    decisions,
    totals: { ...totals, seconds: Math.round(totals.seconds * 10) / 10 },
    method: METHOD,
  };
}

function sourceFacts(source: Source) {
  const { name, sizeBytes, container, shape, sha256, rowCount, rowsWithInput, defectCount, defects, parent } = source;
  return {
    name,
    sizeBytes,
    container,
    shape,
    sha256,
    sha256Of: FINGERPRINT_RECIPE,
    rows: rowCount,
    rowsWithInput,
    defects: defectCount,
    // Without their excerpts: a manifest may be published where the data is not.
    listedDefects: defects.map(({ line, reason }) => ({ line, reason })),
    ...(parent ? { parent } : {}),
  };
}

/** One status byte a row, from the outcomes and decisions themselves: they are what is exported. */
async function tallyOutcomes(run: Run, source: Source, store: Store) {
  const statuses = new Uint8Array(source.rowCount).fill(run.rows ? LEFT_OUT_BYTE : 0);
  for (const ordinal of run.rows ?? []) statuses[ordinal] = 0;
  const damaged = new Set<number>();
  const examinations = new ExaminationTally(source.rowCount);
  const cost = new CostCounter(run.recipe.phases);
  const decided: Record<Decision, number> = { rewrite: 0, original: 0 };
  const pageRows = pageRowsOf(source);
  for (let from = 0; from < source.rowCount; from += pageRows) {
    const limit = Math.min(pageRows, source.rowCount - from);
    const page = await readIntact((start, count) => store.outcomes(run.id, start, count), from, limit);
    const decisions = await readIntactDecisions(store, run.id, from, limit);
    const decisionOf = new Map(decisions.items);
    for (const decision of decisionOf.values()) decided[decision] += 1;
    for (const ordinal of [...page.damaged, ...decisions.damaged]) damaged.add(ordinal);
    for (const outcomes of groupByRow(page.items).values()) cost.add(outcomes);
    for (const outcome of page.items) {
      statuses[outcome.ordinal] = withStatus(statuses[outcome.ordinal] ?? 0, outcome, decisionOf.get(outcome.ordinal));
      examinations.add(outcome);
    }
  }
  return { statuses, damaged, totals: cost.read().total, examinations: examinations.counts(), decisions: decided };
}
