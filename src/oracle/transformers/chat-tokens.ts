import type { Message, PreTrainedTokenizer } from '@huggingface/transformers';
import type { Prompt } from '../../core/prompt.ts';
import { OracleError } from '../oracle.ts';

// Reasoning models would spend the room of the answer on thoughts; templates that know no such switch ignore it.
const TEMPLATE_SWITCHES = { enable_thinking: false };

/** The tokens of a prompt in the model's own chat template, up to where its answer begins. Throws OracleError `prompt-refused`. */
export function chatTokens(tokenizer: PreTrainedTokenizer, { system, user }: Prompt): number[] {
  const alone: Message[] = [{ role: 'user', content: system === '' ? user : `${system}\n\n${user}` }];
  try {
    if (system === '') return encode(tokenizer, alone);
    return encodeOr(tokenizer, [{ role: 'system', content: system }, { role: 'user', content: user }], alone);
  } catch (error) {
    throw new OracleError('prompt-refused', String(error));
  }
}

/** Some templates, such as Gemma 2's, refuse a system message: then it opens the user's. */
function encodeOr(tokenizer: PreTrainedTokenizer, messages: Message[], otherwise: Message[]): number[] {
  try {
    return encode(tokenizer, messages);
  } catch {
    return encode(tokenizer, otherwise);
  }
}

function encode(tokenizer: PreTrainedTokenizer, messages: Message[]): number[] {
  const options = { add_generation_prompt: true, return_tensor: false, return_dict: false, ...TEMPLATE_SWITCHES } as const;
  const tokens: unknown = tokenizer.apply_chat_template(messages, options);
  if (!Array.isArray(tokens) || tokens.length === 0) throw new Error('the chat template gave no tokens');
  // One conversation without tensors is a flat list of ids.
  return tokens as number[];
}
