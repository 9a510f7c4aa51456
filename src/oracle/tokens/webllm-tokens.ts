import { PreTrainedTokenizer } from '@huggingface/transformers';
import type { OracleSpec } from '../../core/run.ts';
import { OracleError } from '../oracle.ts';
import { plainTokens } from '../transformers/special-tokens.ts';
import { conversationTexts, readConversationTemplate } from '../webllm/conversation-template.ts';
import { folderUrl } from '../weights/addresses.ts';
import { openStored } from '../weights/file-store.ts';
import { thinks } from '../weights/find-weights.ts';
import type { WeightScope } from '../weights/weight-file.ts';
import type { ModelTokens } from './model-tokens.ts';

/**
 * Counts as the engine reads: the texts that it makes of a prompt, by the model's own `tokenizer.json`. The engine runs that file in another library, so a
 * count is as exact as the two agree: a test finds them the same, token for token, on tokenizers of the kinds that all models of the catalogue have. In a conversation
 * that goes on, the engine keeps the tokens that the model wrote, where here the text of the answer is tokenised anew: that may be a token more or less.
 * Rejects with a TypeError where a file cannot be read so, as with a SentencePiece model in place of `tokenizer.json`.
 */
export async function webLlmTokens(spec: OracleSpec): Promise<ModelTokens> {
  const [config, tokenizerJson, thinksAloud] = await Promise.all([readJson(spec, 'webllm/config', 'mlc-chat-config.json'), readJson(spec, 'webllm/model', 'tokenizer.json'), thinks(spec)]);
  const template = readConversationTemplate(config);
  const tokenizer = new PreTrainedTokenizer(tokenizerJson, {});
  const ofText = (text: string) => plainTokens(tokenizer, text).length;
  return {
    ofText,
    ofPrompt: (prompt) => conversationTexts(prompt, template, thinksAloud).reduce((sum, text) => sum + ofText(text), template.prefixTokens.length),
  };
}

async function readJson(spec: OracleSpec, scope: WeightScope, path: string): Promise<object> {
  const file = await openStored({ scope, url: folderUrl(spec) + path });
  if (!file) throw new OracleError('load-failed', `${path} is not among the model’s files`);
  const value: unknown = JSON.parse(await file.text());
  if (typeof value !== 'object' || value === null) throw new TypeError(`${path} holds no object`);
  return value;
}
