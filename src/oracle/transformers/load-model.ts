import { AutoModelForCausalLM, AutoTokenizer, ModelFileNotFoundError, type PreTrainedModel, type PreTrainedTokenizer, type ProgressInfo } from '@huggingface/transformers';
import type { InferenceSession } from 'onnxruntime-web';
import type { OracleSpec } from '../../core/run.ts';
import { missingWeight } from '../catalogue/cached-weights.ts';
import { type LoadProgress, OracleError } from '../oracle.ts';
import { confineTransformers } from './confine.ts';

/** A model in memory with its tokenizer. */
export interface LoadedModel {
  readonly tokenizer: PreTrainedTokenizer;
  readonly session: InferenceSession;
  /** Tokens that end the model's turn. */
  readonly endTokens: ReadonlySet<number>;
}

type Dtype = NonNullable<NonNullable<Parameters<typeof AutoModelForCausalLM.from_pretrained>[1]>['dtype']>;

/** Loads the model of `spec` from this machine or this site, once in a worker's life. Rejects with OracleError `weights-missing` or `load-failed`. */
export async function loadModel(spec: OracleSpec, onProgress: (progress: LoadProgress) => void): Promise<LoadedModel> {
  try {
    const missing = await missingWeight(spec);
    if (missing !== undefined) throw new OracleError('weights-missing', missing);
    confineTransformers(spec);
    const model = await AutoModelForCausalLM.from_pretrained(spec.modelId, {
      device: spec.device,
      // Checked below.
      dtype: spec.dtype as Dtype,
      progress_callback: (info: ProgressInfo) => reportProgress(info, onProgress),
    });
    const tokenizer = await AutoTokenizer.from_pretrained(spec.modelId);
    return { tokenizer, session: onlySession(model, spec), endTokens: endTokens(model, tokenizer) };
  } catch (error) {
    if (error instanceof OracleError) throw error;
    const code = error instanceof ModelFileNotFoundError ? 'weights-missing' : 'load-failed';
    throw new OracleError(code, String(error), { cause: error });
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
  if (names.length !== 1 || names[0] !== 'model') throw new Error(`not a plain language model: its graphs are ${names.join(', ')}`);
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
