import type { Recipe } from '../core/recipe.ts';
import type { OracleSpec, Run } from '../core/run.ts';

/** A run before it is made: what its siblings in an experiment have in common. */
export type RunDraft = Omit<Run, 'id' | 'rows' | 'experiment' | 'createdAtMs'>;

/** Who writes and how, in one of the runs that are compared. */
export interface Variant {
  readonly recipe: Recipe;
  readonly oracle: OracleSpec;
  /** There if and only if the recipe asks for one. */
  readonly student?: OracleSpec;
}

/** How a consistency experiment is set up. */
export interface ConsistencySettings {
  /** The ordinals of the sample, ascending. */
  readonly rows: readonly number[];
  /** Runs, at least two. */
  readonly times: number;
  /** In place of the recipe's own, in all runs alike. */
  readonly temperature?: number;
}

/** Why repetitions cannot tell anything. `greedy`: at temperature 0 the seed has no say, so that all of them are alike. `too-few`: one repetition agrees with itself, and no records are no sample. */
export type NoExperiment = 'greedy' | 'too-few';

// More than the attempts of a phase, each of which has the next seed.
const SEED_STEP = 1000;

/** The same run as often as asked for, over the same records with other seeds. Or why that would tell nothing. */
export function consistencyRuns(draft: RunDraft, { rows, times, temperature = draft.recipe.temperature }: ConsistencySettings): Run[] | NoExperiment {
  if (temperature <= 0) return 'greedy';
  if (times < 2 || rows.length === 0) return 'too-few';
  const { seed } = draft.recipe;
  const recipes = Array.from({ length: times }, (_, at): Recipe => ({ ...draft.recipe, temperature, seed: seed + at * SEED_STEP }));
  return siblings('consistency', draft, recipes.map((recipe) => ({ ...variantOf(draft), recipe })), rows);
}

/** A run for each variant over the same records, in their order: those that are compared with one another, or with the run that is there already. Or why that would tell nothing. */
export function crossRuns(draft: RunDraft, variants: readonly Variant[], rows: readonly number[]): Run[] | NoExperiment {
  return variants.length === 0 || rows.length === 0 ? 'too-few' : siblings('cross', draft, variants, rows);
}

function variantOf({ recipe, oracle, student }: RunDraft): Variant {
  return { recipe, oracle, ...(student ? { student } : {}) };
}

/** Made a millisecond apart, so that they stand in their order wherever runs are listed by age. */
function siblings(kind: 'consistency' | 'cross', { sourceId, sourceName, sourceSha256, rowCount }: RunDraft, variants: readonly Variant[], rows: readonly number[]): Run[] {
  const experiment = { id: crypto.randomUUID(), kind };
  const begunAtMs = Date.now();
  return variants.map((variant, at) => ({
    id: crypto.randomUUID(),
    sourceId,
    sourceName,
    sourceSha256,
    rowCount,
    rows,
    ...variant,
    experiment,
    createdAtMs: begunAtMs + at,
  }));
}
