import type { PreTrainedTokenizer } from '@huggingface/transformers';

/** What each token of a model stands for, as XGrammar reads a vocabulary. */
export interface TokenTexts {
  /** How the texts spell bytes: each as a letter of its own (GPT-2), or the odd ones as `<0x0A>` and spaces as `▁` (SentencePiece). */
  readonly spelling: 'byte_level' | 'byte_fallback';
  /** One for each logit; `''` where no text with a form may use the token. */
  readonly texts: readonly string[];
}

/**
 * The raw texts of a tokenizer's tokens, for a model of `size` logits: many models have more logits than tokens, some fewer.
 * Control tokens are left out. So are, where bytes are letters, the other added ones: they are spelt in plain text, and are
 * for tools and thoughts.
 */
export function tokenTexts(tokenizer: PreTrainedTokenizer, size: number): TokenTexts {
  const spelling = isByteLevel(tokenizer) ? 'byte_level' : 'byte_fallback';
  const texts = Array<string>(size).fill('');
  for (const [text, token] of tokenizer.get_vocab()) if (token < size) texts[token] = text;
  const added = [...tokenizer._tokenizer.get_added_tokens_decoder().keys()];
  const leftOut = spelling === 'byte_level' ? [...tokenizer.all_special_ids, ...added] : tokenizer.all_special_ids;
  for (const token of leftOut) if (token < size) texts[token] = '';
  return { spelling, texts };
}

function isByteLevel({ _tokenizerJSON }: PreTrainedTokenizer): boolean {
  // The library hands on the file's JSON without a type.
  const { decoder } = _tokenizerJSON as { readonly decoder?: unknown };
  return (JSON.stringify(decoder) ?? '').includes('"ByteLevel"');
}
