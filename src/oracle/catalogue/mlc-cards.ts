import type { ModelCard } from '../model-card.ts';
import { WeightError } from '../shelf.ts';
import { licenceOf } from './licences.ts';
import { cacheBytesPerToken, CONTEXT_TOKENS_DEFAULT, CONTEXT_TOKENS_LIMIT } from './model-shape.ts';
import type { RepositoryConfig } from './repository-config.ts';
import type { RepositoryFacts } from './repository-facts.ts';
import { titleOf } from './repository-title.ts';
import { webLlmBindingBytes, webLlmCacheValueBytes } from './webllm-entries.ts';
import { webLlmDtype, webLlmThinks } from './webllm-library.ts';

/** Who publishes the engine's own catalogue: there ids name no owner. */
const OWNER = 'mlc-ai';

/** Activations of a piece of the prompt, beside weights and cache. Fitted to the figures of prebuiltAppConfig. */
const WORKING_BYTES = 400e6;

/** Size of a compiled library, which comes from elsewhere and is in no repository. */
const LIBRARY_BYTES = 6_000_000;

/** The one card of a repository in MLC's form. Throws WeightError `not-a-model` or `no-library`. */
export function mlcCards({ modelId, revision, licence, languages, files }: RepositoryFacts, config: RepositoryConfig): [ModelCard] {
  const id = modelId.replace(`${OWNER}/`, '');
  const dtype = webLlmDtype(id);
  const thinks = webLlmThinks(id);
  if (dtype === undefined || thinks === undefined) throw new WeightError('no-library', `${modelId} (${config.modelType})`);
  const weightBytes = sizeOf(files, /(?:^|\/)params_shard_\d+\.bin$/);
  if (weightBytes === 0) throw new WeightError('not-a-model', `${modelId}: params_shard_0.bin`);
  const contextTokensMax = Math.min(config.contextTokensMax, CONTEXT_TOKENS_LIMIT);
  const contextTokens = Math.min(CONTEXT_TOKENS_DEFAULT, contextTokensMax);
  const contextTokenBytes = cacheBytesPerToken(config.shape, webLlmCacheValueBytes(dtype));
  const card: ModelCard = {
    spec: { engine: 'webllm', modelId: id, revision, device: 'webgpu', dtype, contextTokens, lanes: 1, practice: false },
    title: titleOf(id),
    licence: licenceOf(licence, id.includes('/') ? id : `${OWNER}/${id}`),
    parametersBillions: config.parametersBillions,
    downloadBytes: sizeOf(files, /\.(?:bin|json|model|txt)$/) + LIBRARY_BYTES,
    memoryBytes: weightBytes + contextTokens * contextTokenBytes + WORKING_BYTES,
    contextTokenBytes, contextTokensMax, languages, thinks,
    strengths: [],
    gpu: { shaderF16: dtype.includes('f16'), bufferBytes: webLlmBindingBytes(config.shape) },
  };
  return [card];
}

function sizeOf(files: RepositoryFacts['files'], pattern: RegExp): number {
  return files.filter(({ path }) => pattern.test(path)).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}
