import type { PreTrainedTokenizer } from '@huggingface/transformers';

/** Tokens that a tokenizer puts round every text. */
export interface SpecialTokens {
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/** Any text with tokens will do. */
const SOME_TEXT = 'a';

/** Tokens of a text by itself. */
export function plainTokens(tokenizer: PreTrainedTokenizer, text: string): number[] {
  return tokenizer.encode(text, { add_special_tokens: false });
}

/** What the tokenizer puts round a text, such as `[CLS]` and `[SEP]`. */
export function specialTokens(tokenizer: PreTrainedTokenizer): SpecialTokens {
  const plain = plainTokens(tokenizer, SOME_TEXT);
  const whole = tokenizer.encode(SOME_TEXT);
  const from = whole.findIndex((_, index) => plain.every((token, place) => whole[index + place] === token));
  if (from === -1) return { before: [], after: [] };
  return { before: whole.slice(0, from), after: whole.slice(from + plain.length) };
}

/**
 * What every text of a language model begins with: what the tokenizer itself puts before it, else the token that the model knows as the
 * beginning, else the one that separates documents, behind which any text may begin. Throws when there is none of them.
 */
export function beginTokens(tokenizer: PreTrainedTokenizer): readonly number[] {
  const { before } = specialTokens(tokenizer);
  if (before.length > 0) return before;
  // Undefined where the model has no such token, whatever the types say.
  const begin = (tokenizer.bos_token_id as number | undefined) ?? tokenizer.eos_token_id;
  if (begin === undefined) throw new Error('the tokenizer has no token to begin a text with');
  return [begin];
}
