import type { ModelCard } from '../model-card.ts';
import type { CatalogueFamily } from './catalogue-entry.ts';
import { cacheBytesPerToken, CONTEXT_TOKENS_DEFAULT, CONTEXT_TOKENS_LIMIT, type ModelShape, tableSize } from './model-shape.ts';
import { WEBLLM_MODELS, type WebLlmDtype, type WebLlmModel } from './webllm-models.ts';

const MEBIBYTE = 1024 ** 2;

/** Bytes of a weight on disk: 4 bits, and one scale in the computing format for each 32 weights. */
const BYTES_PER_WEIGHT: Record<WebLlmDtype, number> = { q4f16_1: 0.5625, q4f32_1: 0.625 };

/** Tokenizer, configuration and compiled library beside the weights. */
const BESIDES_BYTES = 20_000_000;

// The engine asks for bindings of 1 GiB, and where the GPU has less makes do with 128 MiB: there is nothing in between.
const SMALL_BINDING_BYTES = 128 * MEBIBYTE;
const LARGE_BINDING_BYTES = 1024 * MEBIBYTE;

/** The WebLLM part of the catalogue, smallest model first, f16 before f32. */
export const WEBLLM_FAMILIES: readonly CatalogueFamily[] = WEBLLM_MODELS.map((model) => [card(model, 'q4f16_1'), card(model, 'q4f32_1')]);

/** What WebLLM needs to bind the token table of such a model, at 4 bits a value. */
export function webLlmBindingBytes(shape: ModelShape): number {
  return tableSize(shape) / 2 <= SMALL_BINDING_BYTES ? SMALL_BINDING_BYTES : LARGE_BINDING_BYTES;
}

/** Bytes of a value of the attention cache, by the computing format in a dtype's name. */
export function webLlmCacheValueBytes(dtype: string): number {
  return dtype.includes('f16') ? 2 : 4;
}

function card(model: WebLlmModel, dtype: WebLlmDtype): ModelCard {
  const { name, title, licence, parametersBillions, shape, languages, strengths, thinks } = model;
  return {
    spec: {
      engine: 'webllm',
      modelId: `${name}-${dtype}-MLC`,
      revision: 'main',
      device: 'webgpu',
      dtype,
      // All memory figures of prebuiltAppConfig hold for this context.
      contextTokens: CONTEXT_TOKENS_DEFAULT,
      lanes: 1,
      practice: false,
    },
    title, licence, parametersBillions, languages, strengths, thinks,
    downloadBytes: parametersBillions * 1e9 * BYTES_PER_WEIGHT[dtype] + BESIDES_BYTES,
    memoryBytes: model.memoryMegabytes[dtype] * MEBIBYTE,
    contextTokenBytes: cacheBytesPerToken(shape, webLlmCacheValueBytes(dtype)),
    contextTokensMax: Math.min(model.contextTokensMax, CONTEXT_TOKENS_LIMIT),
    gpu: { shaderF16: dtype === 'q4f16_1', bufferBytes: webLlmBindingBytes(shape) },
  };
}
