import { byteLetters } from './byte-pairs.ts';
import { byteLevelTokenizer } from './byte-level-tokenizer.ts';

/** What every text begins with. */
const START = '<|start|>';

/** Tokens of a model that reads bytes: the 256, and {@link START}. */
export const BYTE_VOCABULARY_SIZE = 257;

/** The number of the token with which every text begins. */
export const START_TOKEN = 256;

/** The files of a tokenizer whose tokens are single bytes, and which puts a token before each text. */
export function byteTokenizerFiles({ contextTokens, lowerCase }: { readonly contextTokens: number; readonly lowerCase: boolean }): readonly (readonly [name: string, value: object])[] {
  const start = { SpecialToken: { id: START, type_id: 0 } };
  const text = { Sequence: { id: 'A', type_id: 0 } };
  const tokenizer = {
    ...byteLevelTokenizer({ spellings: byteLetters(), added: [{ text: START, special: true }], merges: [] }),
    normalizer: lowerCase ? { type: 'Lowercase' } : null,
    post_processor: { type: 'TemplateProcessing', single: [start, text], pair: [start, text], special_tokens: { [START]: { id: START, ids: [START_TOKEN], tokens: [START] } } },
  };
  const config = { tokenizer_class: 'PreTrainedTokenizerFast', model_max_length: contextTokens, bos_token: START, pad_token: START, clean_up_tokenization_spaces: false };
  return [['tokenizer.json', tokenizer], ['tokenizer_config.json', config]];
}
