import { CONTROL_TOKENS, type TokenList } from './token-list.ts';

const CHAT_TEMPLATE =
  "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}{% endfor %}" +
  "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

/** What lies in `tokenizer.json` and `tokenizer_config.json`: byte-level byte pairs with the ChatML template. */
export function tokenizerFiles(tokens: TokenList, contextTokens: number): Record<'tokenizer.json' | 'tokenizer_config.json', unknown> {
  return { 'tokenizer.json': tokenizer(tokens), 'tokenizer_config.json': tokenizerConfig(contextTokens) };
}

function tokenizer({ spellings, merges, firstControl }: TokenList) {
  const flags = { special: true, single_word: false, lstrip: false, rstrip: false, normalized: false };
  const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true };
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: CONTROL_TOKENS.map((content, index) => ({ id: firstControl + index, content, ...flags })),
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

function tokenizerConfig(contextTokens: number) {
  const [padding, start, end] = CONTROL_TOKENS;
  return {
    tokenizer_class: 'PreTrainedTokenizerFast',
    add_prefix_space: false,
    bos_token: start,
    eos_token: end,
    pad_token: padding,
    unk_token: null,
    padding_side: 'left',
    clean_up_tokenization_spaces: false,
    model_max_length: contextTokens,
    chat_template: CHAT_TEMPLATE,
  };
}
