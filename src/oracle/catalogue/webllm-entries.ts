import type { CatalogueEntry, CatalogueFamily } from './catalogue-entry.ts';
import { WEBLLM_DTYPES, WEBLLM_MODELS, type WebLlmDtype, type WebLlmModel } from './webllm-models.ts';

const MEBIBYTE = 1024 ** 2;

/** Bytes of a weight on disk: 4 bits, and one scale in the computing format for each 32 weights. */
const BYTES_PER_WEIGHT: Record<WebLlmDtype, number> = { q4f16_1: 0.5625, q4f32_1: 0.625 };

/** Tokenizer, configuration and compiled library beside the weights. */
const BESIDES_BYTES = 20_000_000;

/** Of the figures of prebuiltAppConfig: all its memory figures hold for this context. */
const CONTEXT_TOKENS = 4096;

// The engine asks for bindings of 1 GiB, and where the GPU has less makes do with 128 MiB: there is nothing in between.
const SMALL_BINDING_BYTES = 128 * MEBIBYTE;
const LARGE_BINDING_BYTES = 1024 * MEBIBYTE;

/** The WebLLM part of the catalogue, smallest model first, f16 before f32. */
export const WEBLLM_FAMILIES: readonly CatalogueFamily[] = WEBLLM_MODELS.map((model) => [entry(model, 'q4f16_1'), entry(model, 'q4f32_1')]);

/** The model's id in the engine's catalogue. */
export function webLlmModelId(model: WebLlmModel, dtype: WebLlmDtype): string {
  return `${model.name}-${dtype}-MLC`;
}

/** The model of an id with a number format in it; undefined when the catalogue has none. */
export function findWebLlmModel(modelId: string): WebLlmModel | undefined {
  return WEBLLM_MODELS.find((model) => WEBLLM_DTYPES.some((dtype) => webLlmModelId(model, dtype) === modelId));
}

function entry(model: WebLlmModel, dtype: WebLlmDtype): CatalogueEntry {
  const embeddingBytes = (model.embedding.tokens * model.embedding.width) / 2;
  return {
    spec: {
      engine: 'webllm',
      modelId: webLlmModelId(model, dtype),
      revision: 'main',
      device: 'webgpu',
      dtype,
      contextTokens: CONTEXT_TOKENS,
      lanes: 1,
      practice: false,
    },
    title: model.title,
    licence: model.licence,
    parametersBillions: model.parametersBillions,
    downloadBytes: model.parametersBillions * 1e9 * BYTES_PER_WEIGHT[dtype] + BESIDES_BYTES,
    memoryBytes: model.memoryMegabytes[dtype] * MEBIBYTE,
    gpu: {
      shaderF16: dtype === 'q4f16_1',
      bufferBytes: embeddingBytes <= SMALL_BINDING_BYTES ? SMALL_BINDING_BYTES : LARGE_BINDING_BYTES,
    },
  };
}
