import type { Recipe } from './recipe.ts';

/** The library that runs a model. */
export type EngineName = 'transformers' | 'webllm';

/** Where a model computes. */
export type DeviceName = 'webgpu' | 'wasm';

/** How many prompts an oracle serves at once: the number that a person asked for, or `auto`, with which the oracle measures on this machine how many are best. */
export type LaneSetting = number | 'auto';

/** Everything needed to load one model the same way again. */
export interface OracleSpec {
  readonly engine: EngineName;
  /** Id in the engine's own catalogue, or a folder of this site for the practice oracle. */
  readonly modelId: string;
  /** Commit or tag of the weights. */
  readonly revision: string;
  readonly device: DeviceName;
  /** The engine's name of the number format, such as `fp32`, `q4f16`, `q4f16_1`. */
  readonly dtype: string;
  /** Tokens that prompt and answer share. */
  readonly contextTokens: number;
  readonly lanes: LaneSetting;
  /** A practice oracle tries the machinery out; what it writes is not for training. */
  readonly practice: boolean;
}

/** Lanes that an oracle has at least, as far as can be known before it has measured: the number that was asked for, or one. */
export function leastLanes(lanes: LaneSetting): number {
  return lanes === 'auto' ? 1 : lanes;
}

/** Runs over the same records that belong together: `consistency` repeats one run with other seeds, `cross` has other oracles or recipes. */
export interface Experiment {
  readonly id: string;
  readonly kind: 'consistency' | 'cross';
}

/** One recycling of one source. Fixed at its birth; what is done is what the store holds for it. */
export interface Run {
  readonly id: string;
  readonly sourceId: string;
  readonly sourceName: string;
  readonly sourceSha256: string;
  /** Records of the source. */
  readonly rowCount: number;
  /** The ordinals that are recycled, ascending; absent means all. The others stand as `left-out`. */
  readonly rows?: readonly number[];
  readonly recipe: Recipe;
  readonly oracle: OracleSpec;
  /** The model that vetoes rewrites; there if and only if the recipe asks for one. */
  readonly student?: OracleSpec;
  /** Set for runs that were made together to be compared. */
  readonly experiment?: Experiment;
  /** Milliseconds since the epoch. */
  readonly createdAtMs: number;
}

/** Records that a run recycles. */
export function rowsInRun({ rowCount, rows }: Pick<Run, 'rowCount' | 'rows'>): number {
  return rows?.length ?? rowCount;
}

/** The ordinals of those records, ascending. */
export function ordinalsInRun({ rowCount, rows }: Pick<Run, 'rowCount' | 'rows'>): readonly number[] {
  return rows ?? Array.from({ length: rowCount }, (_, ordinal) => ordinal);
}
