import type { Outcome, PhaseName } from '../core/outcome.ts';
import type { Recipe } from '../core/recipe.ts';
import type { OracleSpec, Run } from '../core/run.ts';
import type { Source } from '../core/source.ts';
import { LEFT_OUT_BYTE, type RowStatus, withStatus } from '../core/status.ts';
import { type PhaseCounts, StatusHistogram } from '../quality/status-counts.ts';
import type { Store } from '../store/store.ts';
import { FINGERPRINT_RECIPE } from './fingerprint.ts';
import { pageRowsOf, readIntact } from './intact-rows.ts';

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
  readonly recipe: Recipe;
  /** Add up to the source's rows. `damaged`: an outcome cannot be read, so the row is exported as it was imported. */
  readonly rows: Record<RowStatus | 'damaged', number>;
  /** For each phase of the recipe, how it ended for all rows of the run but the damaged ones. */
  readonly phases: Partial<Record<PhaseName, PhaseCounts['statuses']>>;
  readonly totals: Totals;
  readonly method: typeof METHOD;
}

/** Over all attempts of all outcomes, repetitions included. `seconds` is the oracle's time, lanes added up. */
interface Totals {
  readonly attempts: number;
  readonly promptTokens: number;
  readonly newTokens: number;
  readonly seconds: number;
}

/** Makes a run's manifest out of what the store holds for it now. Rejects with StoreError. */
export async function makeManifest(runId: string, store: Store, productVersion: string): Promise<Manifest> {
  const run = await store.run(runId);
  const source = await store.source(run.sourceId);
  const { statuses, damaged, totals } = await tallyOutcomes(run, source, store);
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
    recipe: run.recipe,
    rows: { ...intact.rows, 'left-out': intact.leftOut, damaged: damaged.size },
    phases: Object.fromEntries(intact.phases.map(({ phase, statuses }) => [phase, statuses])),
    totals: { ...totals, seconds: Math.round(totals.seconds * 10) / 10 },
    method: METHOD,
  };
}

function sourceFacts(source: Source) {
  const { name, sizeBytes, container, shape, sha256, rowCount, rowsWithInput, defectCount, defects } = source;
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
  };
}

/** One status byte a row, from the outcomes and decisions themselves: they are what is exported. */
async function tallyOutcomes(run: Run, source: Source, store: Store) {
  const statuses = new Uint8Array(source.rowCount).fill(run.rows ? LEFT_OUT_BYTE : 0);
  for (const ordinal of run.rows ?? []) statuses[ordinal] = 0;
  const damaged = new Set<number>();
  const pageRows = pageRowsOf(source);
  let totals: Totals = { attempts: 0, promptTokens: 0, newTokens: 0, seconds: 0 };
  for (let from = 0; from < source.rowCount; from += pageRows) {
    const limit = Math.min(pageRows, source.rowCount - from);
    const page = await readIntact((start, count) => store.outcomes(run.id, start, count), from, limit);
    const decisions = await store.decisions(run.id, from, limit);
    for (const ordinal of page.damaged) damaged.add(ordinal);
    for (const outcome of page.items) {
      statuses[outcome.ordinal] = withStatus(statuses[outcome.ordinal] ?? 0, outcome, decisions.get(outcome.ordinal));
      totals = addAttempts(totals, outcome);
    }
  }
  return { statuses, damaged, totals };
}

function addAttempts(totals: Totals, { attempts }: Outcome): Totals {
  return attempts.reduce(
    (sum, attempt) => ({
      attempts: sum.attempts + 1,
      promptTokens: sum.promptTokens + attempt.promptTokens,
      newTokens: sum.newTokens + attempt.newTokens,
      seconds: sum.seconds + attempt.durationMs / 1000,
    }),
    totals,
  );
}
