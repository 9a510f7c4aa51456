import type { PhaseName } from './outcome.ts';

/** What the oracle is asked to do and how its answers are taken. Fixed for a run. */
export interface Recipe {
  readonly name: string;
  /** In the order of the method; at least one. */
  readonly phases: readonly PhaseName[];
  readonly temperature: number;
  /** In (0, 1]. */
  readonly topP: number;
  readonly seed: number;
  readonly maxNewTokens: number;
  /** Room an answer needs at least; with less the record is kept as too long. */
  readonly minNewTokens: number;
  /** Questions per phase and record, at least 1; each repetition changes the request. */
  readonly maxAttempts: number;
  /**
   * Phase 2 goes on in phase 1's conversation, where there is one, in place of starting afresh with the new pair.
   * An engine that keeps what it has read then reads next to nothing for phase 2. Not the paper's way.
   */
  readonly continues?: boolean;
}

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

/** One recycling of one source. Fixed at its birth; what is done is what the store holds for it. */
export interface Run {
  readonly id: string;
  readonly sourceId: string;
  readonly sourceName: string;
  readonly sourceSha256: string;
  readonly rowCount: number;
  readonly recipe: Recipe;
  readonly oracle: OracleSpec;
  /** Milliseconds since the epoch. */
  readonly createdAtMs: number;
}
