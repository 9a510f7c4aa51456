import type { PreTrainedTokenizer } from '@huggingface/transformers';
import type { OracleSpec } from '../../core/run.ts';
import { OracleError } from '../oracle.ts';
import { chatTokens } from '../transformers/chat-tokens.ts';
import { confineTransformers } from '../transformers/confine.ts';
import { oracleError } from '../transformers/failures.ts';
import { loadTokenizer } from '../transformers/load-tokenizer.ts';
import { plainTokens } from '../transformers/special-tokens.ts';
import { missingWeight } from '../weights/find-weights.ts';
import type { ModelTokens } from './model-tokens.ts';
import { webLlmTokens } from './webllm-tokens.ts';

/** Loads what of a model counts tokens, from this machine or this site. Rejects with OracleError `weights-missing` or `load-failed`. */
export async function loadModelTokens(spec: OracleSpec): Promise<ModelTokens> {
  const missing = await missingWeight(spec);
  if (missing !== undefined) throw new OracleError('weights-missing', missing);
  try {
    if (spec.engine === 'webllm') return await webLlmTokens(spec);
    confineTransformers(spec);
    return transformersTokens(await loadTokenizer(spec));
  } catch (error) {
    throw oracleError(error, 'load-failed');
  }
}

function transformersTokens(tokenizer: PreTrainedTokenizer): ModelTokens {
  return { ofPrompt: (prompt) => chatTokens(tokenizer, prompt).length, ofText: (text) => plainTokens(tokenizer, text).length };
}
