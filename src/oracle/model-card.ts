import { leastLanes, type OracleSpec } from '../core/run.ts';

/** A licence by its name and where it can be read. */
export interface Licence {
  readonly name: string;
  /** `''` where no such place is known. */
  readonly url: string;
  /** Its terms reach models that are trained on what this one writes. Absent where they do not. */
  readonly bindsTrainees?: true;
}

/** What a model demands of the GPU. */
export interface GpuNeeds {
  readonly shaderF16: boolean;
  /** Size of the largest single buffer that the engine binds. */
  readonly bufferBytes: number;
}

/** What a model is good for, as far as it is worth choosing by. */
export type ModelStrength = 'best-writing' | 'balanced' | 'fast' | 'small-machine' | 'many-languages' | 'open-data' | 'trial';

/** One model in one number format on one device, with all that a person may want to know before choosing it. */
export interface ModelCard {
  readonly spec: OracleSpec;
  readonly title: string;
  readonly licence: Licence;
  /** Billions of parameters. */
  readonly parametersBillions: number;
  /** Bytes to download, 0 when the model comes with the page. Approximate until the weights are here. */
  readonly downloadBytes: number;
  /** GPU or main memory the model takes with the context and the lanes of its spec, one where it measures for itself. Approximate. */
  readonly memoryBytes: number;
  /** What each further token of the context takes of that memory, in each lane. Approximate; absent where nothing is known of it. */
  readonly contextTokenBytes?: number;
  /** The largest context that the model was made for and its engine can be set to. */
  readonly contextTokensMax: number;
  /** The languages that its makers name, as BCP 47 tags, the best first; empty when unknown. */
  readonly languages: readonly string[];
  readonly strengths: readonly ModelStrength[];
  /** Undefined when it computes on the CPU. */
  readonly gpu: GpuNeeds | undefined;
  /** Writes a chain of thought before its answer unless told not to. */
  readonly thinks: boolean;
  /** All that it can serve as, where it cannot be an oracle: a base model, which nobody taught to chat, as a student; a model that turns texts into vectors as an embedder. Absent where it can be one. */
  readonly serves?: ModelRole;
}

/** What a model can be beside an oracle. */
export type ModelRole = 'student' | 'embedder';

/** Whether a model can serve as this. Students are run by Transformers.js only, which gives the likelihood of each token. */
export function canServe({ serves, spec }: Pick<ModelCard, 'serves' | 'spec'>, role: ModelRole | 'oracle'): boolean {
  if (role === 'student') return serves !== 'embedder' && spec.engine === 'transformers';
  return serves === (role === 'oracle' ? undefined : role);
}

/** Memory that a model takes with this context and these lanes, in place of its card's; with the one lane that it has at least where it measures for itself. Approximate. */
export function memoryWith(card: ModelCard, { contextTokens, lanes }: Pick<OracleSpec, 'contextTokens' | 'lanes'>): number {
  const { memoryBytes, contextTokenBytes = 0, spec } = card;
  return memoryBytes + (contextTokens * leastLanes(lanes) - spec.contextTokens * leastLanes(spec.lanes)) * contextTokenBytes;
}
