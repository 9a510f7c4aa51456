import type { DeviceName } from '../../src/core/run.ts';
import { CONTEXT_TOKENS } from '../../src/practice/files.ts';
import type { BenchModel } from './page/bench-api.ts';

/** A model that can be measured, before its files are made. */
export interface ModelPlan {
  readonly name: string;
  readonly devices: readonly DeviceName[];
  /** In words, for the head of its table. */
  readonly description: string;
  /** Bytes of weights that a step of the model reads. */
  readonly stepBytes: number;
  /** Writes its files under `folder`. */
  prepare(folder: string, device: DeviceName): Promise<BenchModel>;
}

const PRACTICE: ModelPlan = {
  name: 'practice',
  devices: ['wasm', 'webgpu'],
  description: 'The practice model: next to no arithmetic, so that what is left is the cost of the loop itself, of the runtime’s calls and of messages.',
  stepBytes: 0,
  prepare: (_folder, device) =>
    Promise.resolve({
      name: 'practice',
      spec: { engine: 'transformers', modelId: 'tain-practice', revision: '1', device, dtype: 'fp32', contextTokens: CONTEXT_TOKENS, lanes: 1, practice: true },
      files: [],
    }),
};

/** Every model that can be measured. */
export const MODELS: readonly ModelPlan[] = [PRACTICE];

/** The models of these names. Throws for one that is not there. */
export function modelsNamed(names: readonly string[]): ModelPlan[] {
  return names.flatMap((name) => {
    const found = MODELS.filter((model) => name === 'all' || model.name === name || model.name.startsWith(`${name}-`));
    if (found.length === 0) throw new Error(`there is no model ${name}: ${MODELS.map((model) => model.name).join(', ')}`);
    return found;
  });
}
