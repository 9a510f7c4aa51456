import type { DeviceName } from '../../core/run.ts';
import type { Licence, ModelRole, ModelStrength } from '../model-card.ts';
import { LICENCES } from './licences.ts';
import { MODEL_LANGUAGES } from './model-languages.ts';
import type { ModelShape } from './model-shape.ts';

/**
 * The number formats of ONNX exports that are offered. On the GPU never q8, whose kernels write nonsense there (transformers.js #1317);
 * on the CPU never q4, whose weights are unpacked anew for each token.
 */
export type OnnxDtype = 'fp16' | 'q4f16' | 'q4' | 'q8';

/** A language model with ONNX exports in one graph for Transformers.js. Measures: the makers' config.json and model cards. */
export interface OnnxModel {
  /** Repository on Hugging Face. */
  readonly modelId: string;
  readonly title: string;
  readonly licence: Licence;
  readonly parametersBillions: number;
  readonly shape: ModelShape;
  /** Of the model itself, before any limit of ours. */
  readonly contextTokensMax: number;
  readonly languages: readonly string[];
  readonly strengths: readonly ModelStrength[];
  readonly thinks: boolean;
  /** As on its card. */
  readonly serves?: ModelRole;
  /** Best first; no entry for a device means that the model is too slow or too poor there. */
  readonly formats: Readonly<Partial<Record<DeviceName, readonly [OnnxDtype, ...OnnxDtype[]]>>>;
}

const GPU = ['q4f16', 'q4'] as const;
const GPU_AND_CPU = { webgpu: GPU, wasm: ['q8'] } as const;
const { english, granite4, llama, phi, qwen, smollm3 } = MODEL_LANGUAGES;
const { apache, gemma, llama32, mit } = LICENCES;

/** The instruction-tuned models for Transformers.js, smallest first. */
export const ONNX_MODELS: readonly OnnxModel[] = [
  {
    modelId: 'HuggingFaceTB/SmolLM2-135M-Instruct', title: 'SmolLM2 135M', licence: apache, parametersBillions: 0.135, thinks: false,
    shape: shape(30, 3, 64, 49_152, 576), contextTokensMax: 8192, formats: { wasm: ['q8'] },
    languages: english, strengths: ['fast', 'trial', 'open-data'],
  },
  {
    modelId: 'HuggingFaceTB/SmolLM2-360M-Instruct', title: 'SmolLM2 360M', licence: apache, parametersBillions: 0.36, thinks: false,
    shape: shape(32, 5, 64, 49_152, 960), contextTokensMax: 8192, formats: GPU_AND_CPU,
    languages: english, strengths: ['small-machine', 'fast', 'open-data'],
  },
  {
    modelId: 'onnx-community/Qwen2.5-0.5B-Instruct', title: 'Qwen2.5 0.5B', licence: apache, parametersBillions: 0.49, thinks: false,
    shape: shape(24, 2, 64, 151_936, 896), contextTokensMax: 32_768, formats: GPU_AND_CPU,
    languages: qwen, strengths: ['fast', 'many-languages'],
  },
  {
    modelId: 'onnx-community/Qwen3-0.6B-ONNX', title: 'Qwen3 0.6B', licence: apache, parametersBillions: 0.6, thinks: true,
    shape: shape(28, 8, 128, 151_936, 1024), contextTokensMax: 40_960, formats: GPU_AND_CPU,
    languages: qwen, strengths: ['fast', 'many-languages'],
  },
  {
    // Its activations grow beyond what f16 can hold, and the text turns to nonsense (onnxruntime #26732).
    modelId: 'onnx-community/gemma-3-1b-it-ONNX', title: 'Gemma 3 1B', licence: gemma, parametersBillions: 1, thinks: false,
    shape: shape(26, 1, 256, 262_144, 1152), contextTokensMax: 32_768, formats: { webgpu: ['q4'] },
    languages: english, strengths: ['balanced'],
  },
  {
    modelId: 'onnx-community/Llama-3.2-1B-Instruct-ONNX', title: 'Llama 3.2 1B', licence: llama32, parametersBillions: 1.24, thinks: false,
    shape: shape(16, 8, 64, 128_256, 2048), contextTokensMax: 131_072, formats: { webgpu: GPU },
    languages: llama, strengths: ['fast'],
  },
  {
    modelId: 'onnx-community/Qwen2.5-1.5B-Instruct', title: 'Qwen2.5 1.5B', licence: apache, parametersBillions: 1.54, thinks: false,
    shape: shape(28, 2, 128, 151_936, 1536), contextTokensMax: 32_768, formats: { webgpu: GPU },
    languages: qwen, strengths: ['balanced', 'many-languages'],
  },
  {
    modelId: 'HuggingFaceTB/SmolLM2-1.7B-Instruct', title: 'SmolLM2 1.7B', licence: apache, parametersBillions: 1.71, thinks: false,
    shape: shape(24, 32, 64, 49_152, 2048), contextTokensMax: 8192, formats: { webgpu: GPU },
    languages: english, strengths: ['balanced', 'open-data'],
  },
  {
    modelId: 'onnx-community/Qwen3-1.7B-ONNX', title: 'Qwen3 1.7B', licence: apache, parametersBillions: 1.72, thinks: true,
    shape: shape(28, 8, 128, 151_936, 2048), contextTokensMax: 40_960, formats: { webgpu: GPU },
    languages: qwen, strengths: ['balanced', 'many-languages'],
  },
  {
    modelId: 'HuggingFaceTB/SmolLM3-3B-ONNX', title: 'SmolLM3 3B', licence: apache, parametersBillions: 3.08, thinks: true,
    shape: shape(36, 4, 128, 128_256, 2048), contextTokensMax: 65_536, formats: { webgpu: GPU },
    languages: smollm3, strengths: ['balanced', 'open-data'],
  },
  {
    modelId: 'onnx-community/granite-4.0-micro-ONNX-web', title: 'Granite 4.0 Micro 3B', licence: apache, parametersBillions: 3.4, thinks: false,
    shape: shape(40, 8, 64, 100_352, 2560), contextTokensMax: 131_072, formats: { webgpu: ['q4f16'] },
    languages: granite4, strengths: ['balanced', 'many-languages'],
  },
  {
    modelId: 'onnx-community/Phi-3.5-mini-instruct-onnx-web', title: 'Phi-3.5 mini 3.8B', licence: mit, parametersBillions: 3.82, thinks: false,
    shape: shape(32, 32, 96, 32_064, 3072), contextTokensMax: 4096, formats: { webgpu: ['q4f16'] },
    languages: phi, strengths: ['balanced', 'many-languages'],
  },
];

function shape(layers: number, keyValueHeads: number, headWidth: number, vocabulary: number, width: number): ModelShape {
  return { layers, keyValueHeads, headWidth, vocabulary, width };
}
