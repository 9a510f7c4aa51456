import { type DeviceName, leastLanes, type OracleSpec } from '../../core/run.ts';
import type { GpuNeeds, ModelCard } from '../model-card.ts';
import type { CatalogueFamily } from './catalogue-entry.ts';
import { cacheBytesPerToken, CONTEXT_TOKENS_DEFAULT, CONTEXT_TOKENS_LIMIT, type ModelShape, tableSize } from './model-shape.ts';
import { ONNX_MODELS, type OnnxDtype, type OnnxModel } from './transformers-models.ts';

/** Bytes of a weight on disk, beside the token table: its bits, and a scale for each 32 weights. */
const BYTES_PER_WEIGHT: Record<OnnxDtype, number> = { fp16: 2, q4f16: 0.5625, q4: 0.625, q8: 1 };

/** These exports keep the token table unpacked, in the computing format; only q8 packs it too. */
const BYTES_PER_TABLE_VALUE: Record<OnnxDtype, number> = { fp16: 2, q4f16: 2, q4: 4, q8: 1 };

/** Tokenizer and configuration beside the weights. */
const BESIDES_BYTES = 12_000_000;

/** Activations, and the logits of one step. */
const WORKING_BYTES = 256 * 1024 ** 2;

/** What a model takes of memory. */
export interface OnnxMemory {
  readonly memoryBytes: number;
  readonly contextTokenBytes: number;
}

/** The Transformers.js part of the catalogue. */
export const TRANSFORMERS_FAMILIES: readonly CatalogueFamily[] = onnxFamilies(ONNX_MODELS);

/** The offers of ONNX models: the GPU's, in the order of the models, then the CPU's. */
export function onnxFamilies(models: readonly OnnxModel[]): CatalogueFamily[] {
  return (['webgpu', 'wasm'] as const).flatMap((device) =>
    models.flatMap((model) => {
      const formats = model.formats[device];
      return formats === undefined ? [] : [family(model, device, formats)];
    }),
  );
}

/** The specification with which such a model is loaded unless a person chooses otherwise. No file tells how many lanes a graph can keep apart, nor how many pay here: it is measured. */
export function onnxSpec(modelId: string, revision: string, device: DeviceName, dtype: string): OracleSpec {
  return { engine: 'transformers', modelId, revision, device, dtype, contextTokens: CONTEXT_TOKENS_DEFAULT, lanes: 'auto', practice: false };
}

/** An estimate: the weights, twice on the CPU, where a second copy exists while they are unpacked; and the attention cache twice, as each step writes a new one beside the old. */
export function onnxMemory(shape: ModelShape, { device, dtype, contextTokens, lanes }: OracleSpec, weightBytes: number): OnnxMemory {
  const contextTokenBytes = 2 * cacheBytesPerToken(shape, computesInF16(dtype) ? 2 : 4);
  return { contextTokenBytes, memoryBytes: onnxFixedBytes(device, weightBytes) + contextTokenBytes * contextTokens * leastLanes(lanes) };
}

/** What a model takes of memory before it has a lane. */
export function onnxFixedBytes(device: DeviceName, weightBytes: number): number {
  const copies = device === 'wasm' ? 2 : 1;
  return weightBytes * copies + WORKING_BYTES;
}

/** What an ONNX model asks of the GPU: the token table is its largest tensor. Undefined on the CPU. */
export function onnxGpuNeeds(shape: ModelShape, { device, dtype }: OracleSpec): GpuNeeds | undefined {
  if (device === 'wasm') return undefined;
  const shaderF16 = computesInF16(dtype);
  return { shaderF16, bufferBytes: tableSize(shape) * (shaderF16 ? 2 : 4) };
}

function computesInF16(dtype: string): boolean {
  return dtype.endsWith('f16') || dtype === 'fp16';
}

function family(model: OnnxModel, device: DeviceName, [best, ...others]: readonly [OnnxDtype, ...OnnxDtype[]]): CatalogueFamily {
  return [card(model, device, best), ...others.map((dtype) => card(model, device, dtype))];
}

function card(model: OnnxModel, device: DeviceName, dtype: OnnxDtype): ModelCard {
  const { title, licence, parametersBillions, shape, languages, strengths, thinks } = model;
  const usual = onnxSpec(model.modelId, 'main', device, dtype);
  const spec = { ...usual, contextTokens: Math.min(usual.contextTokens, model.contextTokensMax) };
  const table = tableSize(shape);
  const weightBytes = table * BYTES_PER_TABLE_VALUE[dtype] + (parametersBillions * 1e9 - table) * BYTES_PER_WEIGHT[dtype];
  return {
    spec,
    title, licence, parametersBillions, languages, strengths, thinks,
    downloadBytes: Math.round(weightBytes) + BESIDES_BYTES,
    ...onnxMemory(shape, spec, weightBytes),
    contextTokensMax: Math.min(model.contextTokensMax, CONTEXT_TOKENS_LIMIT),
    gpu: onnxGpuNeeds(shape, spec),
    ...(model.serves === undefined ? {} : { serves: model.serves }),
  };
}
