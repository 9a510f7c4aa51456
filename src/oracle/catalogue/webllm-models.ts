import type { Licence, ModelStrength } from '../model-card.ts';
import { LICENCES } from './licences.ts';
import { MODEL_LANGUAGES } from './model-languages.ts';
import type { ModelShape } from './model-shape.ts';

/** The number formats that are offered: 4-bit weights, computing in f16 or, on GPUs without it, in f32. */
export const WEBLLM_DTYPES = ['q4f16_1', 'q4f32_1'] as const;

/** One of {@link WEBLLM_DTYPES}. */
export type WebLlmDtype = (typeof WEBLLM_DTYPES)[number];

/** A model that WebLLM has a compiled library for. Names and memory: prebuiltAppConfig of @mlc-ai/web-llm 0.2.86. The rest: the makers' config.json and model cards. */
export interface WebLlmModel {
  /** The model's id up to the number format. */
  readonly name: string;
  readonly title: string;
  readonly licence: Licence;
  readonly parametersBillions: number;
  readonly shape: ModelShape;
  /** With a context of 4096 tokens, in f16 and in f32. */
  readonly memoryMegabytes: Readonly<Record<WebLlmDtype, number>>;
  /** Of the model itself, before any limit of ours. */
  readonly contextTokensMax: number;
  readonly languages: readonly string[];
  readonly strengths: readonly ModelStrength[];
  /** Writes a chain of thought before its answer unless told not to. */
  readonly thinks: boolean;
}

// Longer contexts of Gemma 2 slide, and those of Phi-4-mini turn by other angles: the engine's own list goes no further either.
const UNTRIED_BEYOND = 4096;

const { english, llama, ministral, phi, qwen } = MODEL_LANGUAGES;
const { apache, gemma, llama31, llama32, mit } = LICENCES;

/** The WebLLM models, smallest first. */
export const WEBLLM_MODELS: readonly WebLlmModel[] = [
  {
    name: 'SmolLM2-360M-Instruct', title: 'SmolLM2 360M', licence: apache, parametersBillions: 0.36, thinks: false,
    shape: shape(32, 5, 64, 49_152, 960), memoryMegabytes: memory(376.06, 579.61), contextTokensMax: 8192,
    languages: english, strengths: ['small-machine', 'fast', 'open-data'],
  },
  {
    name: 'Qwen3-0.6B', title: 'Qwen3 0.6B', licence: apache, parametersBillions: 0.6, thinks: true,
    shape: shape(28, 8, 128, 151_936, 1024), memoryMegabytes: memory(1403.34, 1924.98), contextTokensMax: 40_960,
    languages: qwen, strengths: ['fast', 'many-languages'],
  },
  {
    name: 'Llama-3.2-1B-Instruct', title: 'Llama 3.2 1B', licence: llama32, parametersBillions: 1.24, thinks: false,
    shape: shape(16, 8, 64, 128_256, 2048), memoryMegabytes: memory(879.04, 1128.82), contextTokensMax: 131_072,
    languages: llama, strengths: ['small-machine', 'fast'],
  },
  {
    name: 'OLMo-2-0425-1B-Instruct', title: 'OLMo 2 1B', licence: apache, parametersBillions: 1.48, thinks: false,
    shape: shape(16, 16, 128, 100_352, 2048), memoryMegabytes: memory(1776.75, 2453.51), contextTokensMax: 4096,
    languages: english, strengths: ['open-data'],
  },
  {
    name: 'Qwen2.5-1.5B-Instruct', title: 'Qwen2.5 1.5B', licence: apache, parametersBillions: 1.54, thinks: false,
    shape: shape(28, 2, 128, 151_936, 1536), memoryMegabytes: memory(1629.75, 1888.97), contextTokensMax: 32_768,
    languages: qwen, strengths: ['balanced', 'many-languages'],
  },
  {
    name: 'Qwen3-1.7B', title: 'Qwen3 1.7B', licence: apache, parametersBillions: 1.72, thinks: true,
    shape: shape(28, 8, 128, 151_936, 2048), memoryMegabytes: memory(2036.66, 2635.44), contextTokensMax: 40_960,
    languages: qwen, strengths: ['balanced', 'many-languages'],
  },
  {
    name: 'gemma-2-2b-it', title: 'Gemma 2 2B', licence: gemma, parametersBillions: 2.61, thinks: false,
    shape: shape(26, 4, 256, 256_000, 2304), memoryMegabytes: memory(1895.3, 2508.75), contextTokensMax: UNTRIED_BEYOND,
    languages: english, strengths: ['balanced'],
  },
  {
    name: 'Llama-3.2-3B-Instruct', title: 'Llama 3.2 3B', licence: llama32, parametersBillions: 3.21, thinks: false,
    shape: shape(28, 8, 128, 128_256, 3072), memoryMegabytes: memory(2263.69, 2951.51), contextTokensMax: 131_072,
    languages: llama, strengths: ['balanced'],
  },
  {
    name: 'Ministral-3-3B-Instruct-2512-BF16', title: 'Ministral 3 3B', licence: apache, parametersBillions: 3.43, thinks: false,
    shape: shape(26, 8, 128, 131_072, 3072), memoryMegabytes: memory(2863.69, 3532.37), contextTokensMax: 262_144,
    languages: ministral, strengths: ['balanced', 'many-languages'],
  },
  {
    name: 'Phi-4-mini-instruct', title: 'Phi-4 mini 3.8B', licence: mit, parametersBillions: 3.84, thinks: false,
    shape: shape(32, 8, 128, 200_064, 3072), memoryMegabytes: memory(3437.58, 4220.59), contextTokensMax: UNTRIED_BEYOND,
    languages: phi, strengths: ['balanced', 'many-languages'],
  },
  {
    name: 'Qwen3-4B', title: 'Qwen3 4B', licence: apache, parametersBillions: 4.02, thinks: true,
    shape: shape(36, 8, 128, 151_936, 2560), memoryMegabytes: memory(3431.59, 4327.71), contextTokensMax: 40_960,
    languages: qwen, strengths: ['best-writing', 'many-languages'],
  },
  {
    // Only every fourth layer keeps the context.
    name: 'Qwen3.5-4B', title: 'Qwen3.5 4B', licence: apache, parametersBillions: 4.21, thinks: true,
    shape: shape(8, 4, 256, 248_320, 2560), memoryMegabytes: memory(3867.82, 4680.36), contextTokensMax: 262_144,
    languages: qwen, strengths: ['best-writing', 'many-languages'],
  },
  {
    name: 'Llama-3.1-8B-Instruct', title: 'Llama 3.1 8B', licence: llama31, parametersBillions: 8.03, thinks: false,
    shape: shape(32, 8, 128, 128_256, 4096), memoryMegabytes: memory(5001, 6101.01), contextTokensMax: 131_072,
    languages: llama, strengths: ['best-writing'],
  },
  {
    name: 'Qwen3-8B', title: 'Qwen3 8B', licence: apache, parametersBillions: 8.19, thinks: true,
    shape: shape(36, 8, 128, 151_936, 4096), memoryMegabytes: memory(5695.78, 6852.55), contextTokensMax: 40_960,
    languages: qwen, strengths: ['best-writing', 'many-languages'],
  },
];

function shape(layers: number, keyValueHeads: number, headWidth: number, vocabulary: number, width: number): ModelShape {
  return { layers, keyValueHeads, headWidth, vocabulary, width };
}

function memory(f16: number, f32: number): WebLlmModel['memoryMegabytes'] {
  return { q4f16_1: f16, q4f32_1: f32 };
}
