import type { DeviceName, OracleSpec } from '../../core/run.ts';
import type { ModelCard } from '../model-card.ts';
import type { CatalogueFamily } from './catalogue-entry.ts';
import { EMBEDDER_MODELS, type EmbedderModel, type EncoderDtype } from './embedder-models.ts';
import { PRACTICE_EMBEDDER_FAMILIES } from './practice-entries.ts';
import { onnxFixedBytes } from './transformers-entries.ts';

/** No model of sentence vectors reads more, whatever its tokenizer allows. */
export const ENCODER_CONTEXT_TOKENS = 512;

/** Every model that is offered as an embedder: the GPU's, the CPU's, the practice embedder. */
export const EMBEDDER_FAMILIES: readonly CatalogueFamily[] = [
  ...(['webgpu', 'wasm'] as const).flatMap((device) => EMBEDDER_MODELS.map((model) => family(model, device, model.formats[device]))),
  ...PRACTICE_EMBEDDER_FAMILIES,
];

/** The specification with which such a model is loaded. */
export function embedderSpec(modelId: string, revision: string, device: DeviceName, dtype: string, contextTokens: number): OracleSpec {
  return { engine: 'transformers', modelId, revision, device, dtype, contextTokens, lanes: 1, practice: false };
}

/** What it asks of the GPU: its table of words is its largest tensor. Undefined on the CPU. */
export function encoderGpuNeeds(tableSize: number, device: DeviceName, dtype: string): ModelCard['gpu'] {
  if (device === 'wasm') return undefined;
  const shaderF16 = dtype.endsWith('16');
  return { shaderF16, bufferBytes: tableSize * (shaderF16 ? 2 : 4) };
}

function family(model: EmbedderModel, device: DeviceName, [best, ...others]: readonly [EncoderDtype, ...EncoderDtype[]]): CatalogueFamily {
  return [card(model, device, best), ...others.map((dtype) => card(model, device, dtype))];
}

function card(model: EmbedderModel, device: DeviceName, dtype: EncoderDtype): ModelCard {
  const { title, licence, parametersBillions, languages } = model;
  return {
    spec: embedderSpec(model.modelId, 'main', device, dtype, model.contextTokens),
    title, licence, parametersBillions, languages,
    downloadBytes: model.weightBytes[dtype] + model.besidesBytes,
    memoryBytes: onnxFixedBytes(device, model.weightBytes[dtype]),
    contextTokensMax: ENCODER_CONTEXT_TOKENS,
    strengths: languages.length > 1 ? ['many-languages'] : ['fast', 'small-machine'],
    gpu: encoderGpuNeeds(model.vocabulary * model.width, device, dtype),
    thinks: false,
    serves: 'embedder',
  };
}
