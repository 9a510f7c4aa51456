import { AutoTokenizer, type PreTrainedTokenizer } from '@huggingface/transformers';
import type { OracleSpec } from '../../core/run.ts';
import { folderUrl } from '../weights/addresses.ts';
import { matchWeight } from '../weights/find-weights.ts';
import { CHAT_TEMPLATE_FILE } from '../weights/transformers-layout.ts';

/**
 * The tokenizer of a model from this machine or this site, once Transformers.js is confined to it. With the chat template also where that lies in a
 * file of its own, which Transformers.js reads for processors only. Source: 4.3.1, PreTrainedTokenizer. Rejects with what the library throws.
 */
export async function loadTokenizer(spec: OracleSpec): Promise<PreTrainedTokenizer> {
  const tokenizer = await AutoTokenizer.from_pretrained(spec.modelId);
  if (tokenizer.chat_template || spec.practice) return tokenizer;
  const template = await matchWeight(folderUrl(spec) + CHAT_TEMPLATE_FILE);
  if (template) tokenizer.chat_template = await template.text();
  return tokenizer;
}
