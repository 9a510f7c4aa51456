import { byteLevelTokenizer } from '../../src/practice/byte-level-tokenizer.ts';
import { CONTROL_TOKENS, type TokenList } from './token-list.ts';

const CHAT_TEMPLATE =
  "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}{% endfor %}" +
  "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

/** What lies in `tokenizer.json` and `tokenizer_config.json`: byte-level byte pairs with the ChatML template. */
export function tokenizerFiles(tokens: TokenList, contextTokens: number): Record<'tokenizer.json' | 'tokenizer_config.json', unknown> {
  const added = CONTROL_TOKENS.map((text) => ({ text, special: true }));
  return { 'tokenizer.json': byteLevelTokenizer({ ...tokens, added }), 'tokenizer_config.json': tokenizerConfig(contextTokens) };
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
