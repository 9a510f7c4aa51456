import type { DeviceName } from '../../core/run.ts';
import type { ModelCard } from '../model-card.ts';
import { WeightError } from '../shelf.ts';
import { embedderSpec, ENCODER_CONTEXT_TOKENS, encoderGpuNeeds } from './embedder-entries.ts';
import { licenceOf } from './licences.ts';
import { CONTEXT_TOKENS_LIMIT, tableSize } from './model-shape.ts';
import type { RepositoryConfig } from './repository-config.ts';
import type { RepositoryFacts } from './repository-facts.ts';
import { titleOf } from './repository-title.ts';
import { onnxFixedBytes, onnxGpuNeeds, onnxMemory, onnxSpec } from './transformers-entries.ts';

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

/** Encoders that Transformers.js knows, by the makers' names of their kinds. */
const READS = /^(?:bert|roberta|xlm-roberta|camembert|distilbert|mpnet|albert|modernbert|nomic_bert|deberta(?:-v2)?)$/;

/** Encoders that were made to tell kinds of texts apart, or to find answers in them, give no vectors. */
const CLASSIFIES = /For(?:SequenceClassification|TokenClassification|QuestionAnswering|MultipleChoice)$/;

/** Makers' names of models that write one token after the other. */
const WRITES = /(?:ForCausalLM|LMHeadModel)$/;

/** Lines of models that write a chain of thought unless told not to. */
const THINKERS = /^(?:qwen3|smollm3)/;

/** The cards of a repository or folder with ONNX exports. Throws WeightError `not-a-model`. */
export function onnxCards(facts: RepositoryFacts, config: RepositoryConfig): ModelCard[] {
  const isEncoder = READS.test(config.modelType) && !config.architectures.some((name) => CLASSIFIES.test(name));
  if (!isEncoder) requireLanguageModel(config, facts.modelId);
  requireCompanions(facts);
  const cards = (['webgpu', 'wasm'] as const).flatMap((device) =>
    FORMATS[device].flatMap(([dtype, suffix]) => {
      const sizeBytes = graphBytes(facts, suffix);
      const overflows = dtype.endsWith('f16') || dtype === 'fp16' ? OVERFLOWS_IN_F16.test(config.modelType) : false;
      if (sizeBytes === 0 || overflows) return [];
      return [isEncoder ? encoderCard(facts, config, device, dtype, sizeBytes) : card(facts, config, device, dtype, sizeBytes)];
    }),
  );
  if (cards.length === 0) throw new WeightError('not-a-model', `${facts.modelId}: onnx/model_q4f16.onnx, _q4, _fp16 or _quantized`);
  return cards;
}

function requireLanguageModel({ architectures, modelType, senses }: RepositoryConfig, modelId: string): void {
  const [architecture = modelType] = architectures;
  if (senses) throw new WeightError('not-a-model', `${modelId}: ${architecture} also sees or hears, and its graph is in several parts`);
  if (!architectures.some((name) => WRITES.test(name))) throw new WeightError('not-a-model', `${modelId}: ${architecture} does not write text`);
}

function requireCompanions({ modelId, files }: RepositoryFacts): void {
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
    ...described(facts, config, weightBytes),
    spec,
    ...onnxMemory(config.shape, spec, weightBytes),
    contextTokensMax,
    gpu: onnxGpuNeeds(config.shape, spec),
    thinks: THINKERS.test(config.modelType),
  };
}

function encoderCard(facts: RepositoryFacts, config: RepositoryConfig, device: DeviceName, dtype: string, weightBytes: number): ModelCard {
  const contextTokensMax = Math.min(config.contextTokensMax, ENCODER_CONTEXT_TOKENS);
  return {
    ...described(facts, config, weightBytes),
    spec: embedderSpec(facts.modelId, facts.revision, device, dtype, contextTokensMax),
    memoryBytes: onnxFixedBytes(device, weightBytes),
    contextTokensMax,
    gpu: encoderGpuNeeds(tableSize(config.shape), device, dtype),
    thinks: false,
    serves: 'embedder',
  };
}

function described({ modelId, licence, languages, files }: RepositoryFacts, { parametersBillions }: RepositoryConfig, weightBytes: number): Pick<ModelCard, 'title' | 'licence' | 'parametersBillions' | 'downloadBytes' | 'languages' | 'strengths'> {
  const companions = files.filter(({ path }) => COMPANIONS.includes(path));
  return { title: titleOf(modelId), licence: licenceOf(licence, modelId), parametersBillions, downloadBytes: weightBytes + sum(companions), languages, strengths: [] };
}

function sum(files: RepositoryFacts['files']): number {
  return files.reduce((total, { sizeBytes }) => total + sizeBytes, 0);
}
