import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DeviceName } from '../../src/core/run.ts';
import { CONTEXT_TOKENS } from '../../src/practice/files.ts';
import { randomModelFiles } from '../random-model/model-files.ts';
import { type AttentionKind, type ModelShape, type NumberFormat, QWEN25_0_5B, SMOLLM2_135M, TINY } from '../random-model/model-shape.ts';
import type { BenchModel } from './page/bench-api.ts';

/** Weights that a model multiplies a token with. */
export interface Weights {
  /** Of its layers: for each token that it reads. */
  readonly layers: number;
  /** Of its head: for each token that it writes. */
  readonly head: number;
  /** In the model's number format, with its scales. */
  readonly bytesEach: number;
}

/** A model that can be measured, before its files are made. */
export interface ModelPlan {
  readonly name: string;
  readonly devices: readonly DeviceName[];
  /** In words, for the head of its table. */
  readonly description: string;
  /** Undefined where they are too few to matter. */
  readonly weights: Weights | undefined;
  /** Writes its files into the folder of its name under `folder`. */
  prepare(folder: string, device: DeviceName): BenchModel;
}

/** Answers of the longest prompts stay below it. */
const RANDOM_CONTEXT_TOKENS = 2048;

const BYTES_EACH: Partial<Record<NumberFormat, number>> = { fp32: 4, fp16: 2, q8: 1, q4: 0.5 + 4 / 32, q4f16: 0.5 + 2 / 32 };

const PRACTICE: ModelPlan = {
  name: 'practice',
  devices: ['wasm', 'webgpu'],
  description: 'The practice model has next to no arithmetic: what shows is the cost of the loop itself, of the runtime’s calls and of messages.',
  weights: undefined,
  prepare: (_folder, device) => ({
    name: 'practice',
    spec: { engine: 'transformers', modelId: 'tain-practice', revision: '1', device, dtype: 'fp32', contextTokens: CONTEXT_TOKENS, lanes: 1, practice: true },
    files: [],
  }),
};

interface RandomPlan {
  readonly name: string;
  readonly of: string;
  readonly shape: ModelShape;
  readonly attention: AttentionKind;
  readonly format: NumberFormat;
  readonly devices?: readonly DeviceName[];
}

const ATTENTION: Record<AttentionKind, string> = {
  standard: 'attention in plain operators',
  gqa: 'GroupQueryAttention by row lengths',
  'gqa-positions': 'GroupQueryAttention by row lengths, positions as an input',
  'gqa-bias': 'GroupQueryAttention with the mask as a bias',
  hybrid: 'attention in plain operators, short convolutions',
};

function randomModel({ name, of, shape, attention, format, devices = ['wasm'] }: RandomPlan): ModelPlan {
  return {
    name,
    devices,
    description: `Random weights in the shape of ${of}: ${shape.layers} layers of ${shape.hiddenSize}, vocabulary ${shape.vocabularySize}, ${ATTENTION[attention]}, ${format}.`,
    weights: weightsOf(shape, format),
    prepare: (folder, device) => {
      const files = [...randomModelFiles({ shape, attention, format, seed: 1 })].map(([path, bytes]) => {
        const file = join(folder, 'bench', name, path);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, bytes);
        return { path, sizeBytes: statSync(file).size };
      });
      const contextTokens = Math.min(RANDOM_CONTEXT_TOKENS, shape.contextTokens);
      return { name, spec: { engine: 'transformers', modelId: `bench/${name}`, revision: 'b'.repeat(40), device, dtype: format, contextTokens, lanes: 1, practice: false }, files };
    },
  };
}

function weightsOf({ layers, hiddenSize, intermediateSize, heads, keyValueHeads, headSize, vocabularySize }: ModelShape, format: NumberFormat): Weights {
  const attention = hiddenSize * headSize * (2 * heads + 2 * keyValueHeads);
  return { layers: layers * (attention + 3 * hiddenSize * intermediateSize), head: hiddenSize * vocabularySize, bytesEach: BYTES_EACH[format] ?? 4 };
}

// Vocabulary and layers are cut alike, so that reading, writing and the head stand to each other as in the whole model.
const SMOLLM2_FIFTH: ModelShape = { ...SMOLLM2_135M, layers: 6, vocabularySize: 9824 };
const QWEN_SIXTH: ModelShape = { ...QWEN25_0_5B, layers: 4, vocabularySize: 25_312 };
const SMOLLM2 = 'a fifth of SmolLM2 135M';
const WHOLE_SMOLLM2 = 'the whole SmolLM2 135M';
const QWEN = 'a sixth of Qwen2.5 0.5B';

/** Every model that can be measured. */
export const MODELS: readonly ModelPlan[] = [
  PRACTICE,
  randomModel({ name: 'tiny-fp32', of: 'no model in particular, tiny', shape: TINY, attention: 'standard', format: 'fp32', devices: ['wasm', 'webgpu'] }),
  randomModel({ name: 'smollm2-q8', of: SMOLLM2, shape: SMOLLM2_FIFTH, attention: 'standard', format: 'q8' }),
  randomModel({ name: 'smollm2-gqa-q8', of: SMOLLM2, shape: SMOLLM2_FIFTH, attention: 'gqa', format: 'q8' }),
  randomModel({ name: 'smollm2-q4', of: SMOLLM2, shape: SMOLLM2_FIFTH, attention: 'gqa', format: 'q4' }),
  randomModel({ name: 'smollm2-fp32', of: SMOLLM2, shape: SMOLLM2_FIFTH, attention: 'standard', format: 'fp32' }),
  randomModel({ name: 'qwen-q8', of: QWEN, shape: QWEN_SIXTH, attention: 'gqa', format: 'q8' }),
  randomModel({ name: 'qwen-q4', of: QWEN, shape: QWEN_SIXTH, attention: 'gqa', format: 'q4' }),
  randomModel({ name: 'whole-smollm2-q8', of: WHOLE_SMOLLM2, shape: SMOLLM2_135M, attention: 'standard', format: 'q8' }),
  randomModel({ name: 'whole-smollm2-q4f16', of: WHOLE_SMOLLM2, shape: SMOLLM2_135M, attention: 'gqa', format: 'q4f16', devices: ['webgpu'] }),
  randomModel({ name: 'whole-qwen-q4f16', of: 'the whole Qwen2.5 0.5B', shape: QWEN25_0_5B, attention: 'gqa', format: 'q4f16', devices: ['webgpu'] }),
];

/** The models of these names, or whose names begin with them. Throws for one that is not there. */
export function modelsNamed(names: readonly string[]): ModelPlan[] {
  return names.flatMap((name) => {
    const found = MODELS.filter((model) => model.name === name || model.name.startsWith(`${name}-`));
    if (found.length === 0) throw new Error(`there is no model ${name}: ${MODELS.map((model) => model.name).join(', ')}`);
    return found;
  });
}
