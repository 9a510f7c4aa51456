import { type AutoModel, AutoModelForCausalLM, ModelFileNotFoundError, type PreTrainedModel, type PreTrainedTokenizer, type ProgressInfo } from '@huggingface/transformers';
import type { InferenceSession } from 'onnxruntime-web';
import type { OracleSpec } from '../../core/run.ts';
import { type LoadProgress, OracleError } from '../oracle.ts';
import { missingWeight } from '../weights/find-weights.ts';
import { confineTransformers } from './confine.ts';
import { oracleError } from './failures.ts';
import { loadTokenizer } from './load-tokenizer.ts';

/** A model in memory with its tokenizer. */
export interface LoadedModel {
  readonly tokenizer: PreTrainedTokenizer;
  readonly session: InferenceSession;
  /** Tokens that end the model's turn. */
  readonly endTokens: ReadonlySet<number>;
  /** It is the practice oracle, under whatever name. */
  readonly practice: boolean;
}

type Dtype = NonNullable<NonNullable<Parameters<typeof AutoModelForCausalLM.from_pretrained>[1]>['dtype']>;

/** A model of any kind in memory, with its tokenizer and its only graph. */
export interface LoadedGraph {
  readonly model: PreTrainedModel;
  readonly tokenizer: PreTrainedTokenizer;
  readonly session: InferenceSession;
}

/** Loads the language model of `spec` as `loadGraph` does. */
export async function loadModel(spec: OracleSpec, onProgress: (progress: LoadProgress) => void): Promise<LoadedModel> {
  const { model, tokenizer, session } = await loadGraph(AutoModelForCausalLM, spec, onProgress);
  return { tokenizer, session, endTokens: endTokens(model, tokenizer), practice: isPractice(model) };
}

/** Loads the model of `spec` from this machine or this site, once in a worker's life. Rejects with OracleError `weights-missing`, `out-of-memory` or `load-failed`. */
export async function loadGraph(kind: Pick<typeof AutoModel, 'from_pretrained'>, spec: OracleSpec, onProgress: (progress: LoadProgress) => void): Promise<LoadedGraph> {
  try {
    const missing = await missingWeight(spec);
    if (missing !== undefined) throw new OracleError('weights-missing', missing);
    confineTransformers(spec);
    const model = await kind.from_pretrained(spec.modelId, {
      device: spec.device,
      // Checked below.
      dtype: spec.dtype as Dtype,
      progress_callback: (info: ProgressInfo) => reportProgress(info, onProgress),
    });
    return { model, tokenizer: await loadTokenizer(spec), session: onlySession(model, spec) };
  } catch (error) {
    throw oracleError(error, error instanceof ModelFileNotFoundError ? 'weights-missing' : 'load-failed');
  }
}

function reportProgress(info: ProgressInfo, onProgress: (progress: LoadProgress) => void): void {
  if (info.status !== 'progress_total') return;
  const { loaded, total } = info;
  const known = total > 0 && loaded <= total;
  onProgress({ stage: 'load', fraction: known ? loaded / total : undefined, loadedBytes: loaded, totalBytes: known ? total : undefined });
}

function onlySession({ sessions }: PreTrainedModel, { dtype }: OracleSpec): InferenceSession {
  const names = Object.keys(sessions);
  // Models that read images or split off their embeddings come in several graphs.
  if (names.length !== 1 || names[0] !== 'model') throw new Error(`not a model of one graph: its graphs are ${names.join(', ')}`);
  // Transformers.js keeps its own notes on the session; source: createInferenceSession.
  const session = sessions['model'] as InferenceSession & { readonly config: { readonly dtype: string } };
  // For a format that it does not know it silently takes another one.
  if (session.config.dtype !== dtype) throw new Error(`unknown number format ${dtype}`);
  return session;
}

function endTokens(model: PreTrainedModel, tokenizer: PreTrainedTokenizer): ReadonlySet<number> {
  const config = model.config as { eos_token_id?: unknown };
  const generation = model.generation_config as { eos_token_id?: unknown } | null;
  const named = [generation?.eos_token_id, config.eos_token_id, tokenizer.eos_token_id].flat();
  return new Set(named.filter((id) => typeof id === 'number'));
}

/** As the practice model's own configuration says; source: src/practice/files.ts. */
function isPractice({ config }: PreTrainedModel): boolean {
  return (config as { tain_practice?: unknown }).tain_practice === true;
}
