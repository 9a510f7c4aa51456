import type { DeviceName } from '../../core/run.ts';
import type { CatalogueEntry, CatalogueFamily } from './catalogue-entry.ts';
import { ONNX_MODELS, type OnnxFormat, type OnnxModel } from './transformers-models.ts';

const CONTEXT_TOKENS = 4096;

// Exports built on GroupQueryAttention write silently wrong text in rows that are padded to the length of others, and no file
// tells beforehand whether a graph is one of them. One lane is always right.
const LANES = 1;

/** Room beside the weights: on the GPU for the attention cache and activations, on the CPU for a second copy of the file while it is unpacked. */
const MEMORY_FACTOR: Record<DeviceName, number> = { webgpu: 1.5, wasm: 2 };

/** The Transformers.js part of the catalogue: the GPU's models, smallest first, then the CPU's. */
export const TRANSFORMERS_FAMILIES: readonly CatalogueFamily[] = (['webgpu', 'wasm'] as const).flatMap((device) =>
  ONNX_MODELS.flatMap((model) => {
    const formats = model.formats[device];
    return formats === undefined ? [] : [family(model, device, formats)];
  }),
);

function family(model: OnnxModel, device: DeviceName, [best, ...others]: readonly [OnnxFormat, ...OnnxFormat[]]): CatalogueFamily {
  return [entry(model, device, best), ...others.map((format) => entry(model, device, format))];
}

function entry(model: OnnxModel, device: DeviceName, { dtype, downloadBytes }: OnnxFormat): CatalogueEntry {
  const bytesPerValue = dtype === 'q4f16' ? 2 : 4;
  return {
    spec: {
      engine: 'transformers',
      modelId: model.modelId,
      revision: 'main',
      device,
      dtype,
      contextTokens: CONTEXT_TOKENS,
      lanes: LANES,
      practice: false,
    },
    title: model.title,
    licence: model.licence,
    parametersBillions: model.parametersBillions,
    downloadBytes,
    memoryBytes: downloadBytes * MEMORY_FACTOR[device],
    gpu: device === 'webgpu' ? { shaderF16: dtype === 'q4f16', bufferBytes: model.embedding.tokens * model.embedding.width * bytesPerValue } : undefined,
  };
}
