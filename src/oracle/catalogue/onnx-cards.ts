import type { DeviceName } from '../../core/run.ts';
import type { ModelCard } from '../model-card.ts';
import { WeightError } from '../shelf.ts';
import { licenceOf } from './licences.ts';
import { CONTEXT_TOKENS_LIMIT } from './model-shape.ts';
import type { RepositoryConfig } from './repository-config.ts';
import type { RepositoryFacts } from './repository-facts.ts';
import { titleOf } from './repository-title.ts';
import { onnxGpuNeeds, onnxMemory, onnxSpec } from './transformers-entries.ts';

/** Number formats by device, the best first, with the engine's name of the file. On the GPU never q8, on the CPU never q4: see transformers-models.ts. */
const FORMATS: Readonly<Record<DeviceName, readonly (readonly [dtype: string, suffix: string])[]>> = {
  webgpu: [
    ['q4f16', '_q4f16'],
    ['fp16', '_fp16'],
    ['q4', '_q4'],
    ['fp32', ''],
  ],
  wasm: [
    ['q8', '_quantized'],
    ['fp32', ''],
  ],
};

/** What the engine reads beside the graph. */
const COMPANIONS = ['config.json', 'tokenizer.json', 'tokenizer_config.json'];

/** In f16 the activations of these overflow, and the text turns to nonsense without any error (onnxruntime #26732). */
const OVERFLOWS_IN_F16 = /^gemma/;

/** Makers' names of models that write one token after the other. */
const WRITES = /(?:ForCausalLM|LMHeadModel)$/;

/** Lines of models that write a chain of thought unless told not to. */
const THINKERS = /^(?:qwen3|smollm3)/;

/** The cards of a repository or folder with ONNX exports. Throws WeightError `not-a-model`. */
export function onnxCards(facts: RepositoryFacts, config: RepositoryConfig): ModelCard[] {
  requireLanguageModel(facts, config);
  const cards = (['webgpu', 'wasm'] as const).flatMap((device) =>
    FORMATS[device].flatMap(([dtype, suffix]) => {
      const sizeBytes = graphBytes(facts, suffix);
      const overflows = dtype.endsWith('f16') || dtype === 'fp16' ? OVERFLOWS_IN_F16.test(config.modelType) : false;
      return sizeBytes === 0 || overflows ? [] : [card(facts, config, device, dtype, sizeBytes)];
    }),
  );
  if (cards.length === 0) throw new WeightError('not-a-model', `${facts.modelId}: onnx/model_q4f16.onnx, _q4, _fp16 or _quantized`);
  return cards;
}

function requireLanguageModel({ modelId, files }: RepositoryFacts, { architectures, modelType, senses }: RepositoryConfig): void {
  const [architecture = modelType] = architectures;
  if (senses) throw new WeightError('not-a-model', `${modelId}: ${architecture} also sees or hears, and its graph is in several parts`);
  if (!architectures.some((name) => WRITES.test(name))) throw new WeightError('not-a-model', `${modelId}: ${architecture} does not write text`);
  const missing = COMPANIONS.find((path) => !files.some((file) => file.path === path));
  if (missing !== undefined) throw new WeightError('not-a-model', `${modelId}: ${missing}`);
}

/** The graph with its data files; 0 when there is no such graph. Weights beyond 2 GB lie beside the graph in files of their own. */
function graphBytes({ files }: RepositoryFacts, suffix: string): number {
  const graph = `onnx/model${suffix}.onnx`;
  const own = files.filter(({ path }) => path === graph || (path.startsWith(`${graph}_data`) && /^(?:_\d+)?$/.test(path.slice(`${graph}_data`.length))));
  return own.some(({ path }) => path === graph) ? sum(own) : 0;
}

function card(facts: RepositoryFacts, config: RepositoryConfig, device: DeviceName, dtype: string, weightBytes: number): ModelCard {
  const contextTokensMax = Math.min(config.contextTokensMax, CONTEXT_TOKENS_LIMIT);
  const usual = onnxSpec(facts.modelId, facts.revision, device, dtype);
  const spec = { ...usual, contextTokens: Math.min(usual.contextTokens, contextTokensMax) };
  return {
    spec,
    title: titleOf(facts.modelId),
    licence: licenceOf(facts.licence, facts.modelId),
    parametersBillions: config.parametersBillions,
    downloadBytes: weightBytes + sum(facts.files.filter(({ path }) => COMPANIONS.includes(path))),
    ...onnxMemory(config.shape, spec, weightBytes),
    contextTokensMax,
    languages: facts.languages,
    strengths: [],
    gpu: onnxGpuNeeds(config.shape, spec),
    thinks: THINKERS.test(config.modelType),
  };
}

function sum(files: RepositoryFacts['files']): number {
  return files.reduce((total, { sizeBytes }) => total + sizeBytes, 0);
}
