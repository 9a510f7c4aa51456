import type { PreTrainedTokenizer } from '@huggingface/transformers';
import type { Prompt } from '../../core/prompt.ts';
import { OracleError } from '../oracle.ts';

interface Message {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

// Reasoning models would spend the room of the answer on thoughts; templates that know no such switch ignore it.
const TEMPLATE_SWITCHES = { enable_thinking: false };

/** The tokens of a conversation in the model's own chat template, up to where the next answer begins. Throws OracleError `prompt-refused`. */
export function chatTokens(tokenizer: PreTrainedTokenizer, { system, earlier = [], user }: Prompt): number[] {
  const turns = [...earlier.flatMap(({ user, answer }): Message[] => [asUser(user), { role: 'assistant', content: answer }]), asUser(user)];
  try {
    return system === '' ? encode(tokenizer, turns) : encodeUnder(system, tokenizer, turns);
  } catch (error) {
    throw new OracleError('prompt-refused', String(error));
  }
}

/** Some templates, such as Gemma 2's, refuse a system message: then it opens the first user's. */
function encodeUnder(system: string, tokenizer: PreTrainedTokenizer, turns: readonly Message[]): number[] {
  try {
    return encode(tokenizer, [{ role: 'system', content: system }, ...turns]);
  } catch {
    return encode(tokenizer, turns.map((turn, index) => (index === 0 ? asUser(`${system}\n\n${turn.content}`) : turn)));
  }
}

function asUser(content: string): Message {
  return { role: 'user', content };
}

function encode(tokenizer: PreTrainedTokenizer, messages: readonly Message[]): number[] {
  const options = { add_generation_prompt: true, return_tensor: false, return_dict: false, ...TEMPLATE_SWITCHES } as const;
  const tokens: unknown = tokenizer.apply_chat_template([...messages], options);
  if (!Array.isArray(tokens) || tokens.length === 0) throw new Error('the chat template gave no tokens');
  // One conversation without tensors is a flat list of ids.
  return tokens as number[];
}
