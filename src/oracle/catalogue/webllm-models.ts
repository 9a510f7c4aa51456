import type { OracleOffer } from '../oracle.ts';
import { LICENCES } from './licences.ts';

/** The number formats that are offered: 4-bit weights, computing in f16 or, on GPUs without it, in f32. */
export const WEBLLM_DTYPES = ['q4f16_1', 'q4f32_1'] as const;

/** One of {@link WEBLLM_DTYPES}. */
export type WebLlmDtype = (typeof WEBLLM_DTYPES)[number];

/** A model that WebLLM has a compiled library for. Ids and memory: prebuiltAppConfig of @mlc-ai/web-llm 0.2.86. */
export interface WebLlmModel {
  /** The model's id up to the number format. */
  readonly name: string;
  readonly title: string;
  readonly licence: OracleOffer['licence'];
  readonly parametersBillions: number;
  /** Size of the token table: the largest single tensor, 4 bits a value. */
  readonly embedding: { readonly tokens: number; readonly width: number };
  /** With a context of 4096 tokens. */
  readonly memoryMegabytes: Readonly<Record<WebLlmDtype, number>>;
  /** Writes a chain of thought before its answer unless told not to. */
  readonly thinks: boolean;
}

/** The WebLLM models, smallest first. */
export const WEBLLM_MODELS: readonly WebLlmModel[] = [
  {
    name: 'SmolLM2-360M-Instruct',
    title: 'SmolLM2 360M',
    licence: LICENCES.apache,
    parametersBillions: 0.36,
    embedding: { tokens: 49_152, width: 960 },
    memoryMegabytes: { q4f16_1: 376.06, q4f32_1: 579.61 },
    thinks: false,
  },
  {
    name: 'Llama-3.2-1B-Instruct',
    title: 'Llama 3.2 1B',
    licence: LICENCES.llama32,
    parametersBillions: 1.24,
    embedding: { tokens: 128_256, width: 2048 },
    memoryMegabytes: { q4f16_1: 879.04, q4f32_1: 1128.82 },
    thinks: false,
  },
  {
    name: 'Qwen3-1.7B',
    title: 'Qwen3 1.7B',
    licence: LICENCES.apache,
    parametersBillions: 1.72,
    embedding: { tokens: 151_936, width: 2048 },
    memoryMegabytes: { q4f16_1: 2036.66, q4f32_1: 2635.44 },
    thinks: true,
  },
  {
    name: 'Llama-3.2-3B-Instruct',
    title: 'Llama 3.2 3B',
    licence: LICENCES.llama32,
    parametersBillions: 3.21,
    embedding: { tokens: 128_256, width: 3072 },
    memoryMegabytes: { q4f16_1: 2263.69, q4f32_1: 2951.51 },
    thinks: false,
  },
  {
    name: 'Phi-4-mini-instruct',
    title: 'Phi-4 mini 3.8B',
    licence: LICENCES.mit,
    parametersBillions: 3.84,
    embedding: { tokens: 200_064, width: 3072 },
    memoryMegabytes: { q4f16_1: 3437.58, q4f32_1: 4220.59 },
    thinks: false,
  },
  {
    name: 'Qwen3-4B',
    title: 'Qwen3 4B',
    licence: LICENCES.apache,
    parametersBillions: 4.02,
    embedding: { tokens: 151_936, width: 2560 },
    memoryMegabytes: { q4f16_1: 3431.59, q4f32_1: 4327.71 },
    thinks: true,
  },
  {
    name: 'Llama-3.1-8B-Instruct',
    title: 'Llama 3.1 8B',
    licence: LICENCES.llama31,
    parametersBillions: 8.03,
    embedding: { tokens: 128_256, width: 4096 },
    memoryMegabytes: { q4f16_1: 5001, q4f32_1: 6101.01 },
    thinks: false,
  },
  {
    name: 'Qwen3-8B',
    title: 'Qwen3 8B',
    licence: LICENCES.apache,
    parametersBillions: 8.19,
    embedding: { tokens: 151_936, width: 4096 },
    memoryMegabytes: { q4f16_1: 5695.78, q4f32_1: 6852.55 },
    thinks: true,
  },
];
