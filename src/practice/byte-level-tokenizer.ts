import type { Vocabulary } from './vocabulary.ts';

/** What lies in `tokenizer.json`: byte pairs over bytes spelt as letters. The added tokens are numbered behind the others. Source: the format of Hugging Face's tokenizers. */
export function byteLevelTokenizer({ spellings, added, merges }: Pick<Vocabulary, 'spellings' | 'added' | 'merges'>) {
  const flags = { single_word: false, lstrip: false, rstrip: false, normalized: false };
  const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true };
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: added.map(({ text, special }, index) => ({ id: spellings.length + index, content: text, special, ...flags })),
    normalizer: null,
    pre_tokenizer: byteLevel,
    post_processor: null,
    decoder: byteLevel,
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: '',
      end_of_word_suffix: '',
      fuse_unk: false,
      byte_fallback: false,
      // A word that is a token as a whole becomes that token, although no merges lead to it.
      ignore_merges: true,
      vocab: Object.fromEntries(spellings.map((spelling, number) => [spelling, number])),
      merges: merges.map((merge) => merge.join(' ')),
    },
  };
}
