import { COMMON_WORDS } from '../../src/practice/english.ts';
import { draftEncoder } from './encoder.ts';
import type { ModelShape } from './model-shape.ts';

/** What a random encoder is to be. */
export interface RandomEncoderOptions {
  readonly shape: ModelShape;
  readonly format: 'fp32' | 'q8';
  readonly seed: number;
}

const SPECIAL_TOKENS = ['[PAD]', '[UNK]', '[CLS]', '[SEP]'] as const;

/** The files of an encoder with random weights, by their path in the model's folder, as Transformers.js reads them. Always the same for the same options. */
export function randomEncoderFiles({ shape, format, seed }: RandomEncoderOptions): Map<string, Uint8Array> {
  const suffix = format === 'q8' ? '_quantized' : '';
  const draft = draftEncoder({ shape, format, seed, attention: 'standard', keepsLogits: false, accuracyLevel: 0, mutedTokens: [] });
  const { model } = draft.writer.toModel('', Infinity);
  const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
  return new Map([
    ['config.json', json(config(shape))],
    ['tokenizer.json', json(tokenizer(shape.vocabularySize))],
    ['tokenizer_config.json', json({ tokenizer_class: 'BertTokenizer', pad_token: '[PAD]', unk_token: '[UNK]', cls_token: '[CLS]', sep_token: '[SEP]', model_max_length: shape.contextTokens })],
    [`onnx/model${suffix}.onnx`, model],
  ]);
}

function config(shape: ModelShape) {
  return {
    architectures: ['BertModel'],
    model_type: 'bert',
    vocab_size: shape.vocabularySize,
    hidden_size: shape.hiddenSize,
    intermediate_size: shape.intermediateSize,
    num_hidden_layers: shape.layers,
    num_attention_heads: shape.heads,
    max_position_embeddings: shape.contextTokens,
    type_vocab_size: 2,
    layer_norm_eps: shape.normEpsilon,
  };
}

/** Word pieces: letters, which spell every other word, and common words as a whole. */
function tokenizer(vocabularySize: number) {
  const letters = Array.from('abcdefghijklmnopqrstuvwxyz0123456789.,:;!?\'"()-');
  const words = COMMON_WORDS.map((word) => word.trim().toLowerCase()).filter((word) => /^[a-z]{2,}$/.test(word));
  const pieces = [...new Set([...SPECIAL_TOKENS, ...letters, ...letters.map((letter) => `##${letter}`), ...words])].slice(0, vocabularySize);
  const special = (token: (typeof SPECIAL_TOKENS)[number]) => ({ id: token, ids: [SPECIAL_TOKENS.indexOf(token)], tokens: [token] });
  const part = (id: string) => ({ SpecialToken: { id, type_id: 0 } });
  const flags = { special: true, single_word: false, lstrip: false, rstrip: false, normalized: false };
  return {
    version: '1.0',
    // As all-MiniLM-L6-v2 has it: it asks for texts far shorter than the model can read.
    truncation: { direction: 'Right', max_length: 128, strategy: 'LongestFirst', stride: 0 },
    padding: null,
    added_tokens: SPECIAL_TOKENS.map((content, id) => ({ id, content, ...flags })),
    normalizer: { type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, strip_accents: null, lowercase: true },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [part('[CLS]'), { Sequence: { id: 'A', type_id: 0 } }, part('[SEP]')],
      pair: [part('[CLS]'), { Sequence: { id: 'A', type_id: 0 } }, part('[SEP]'), { Sequence: { id: 'B', type_id: 1 } }, part('[SEP]')],
      special_tokens: { '[CLS]': special('[CLS]'), '[SEP]': special('[SEP]') },
    },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: { type: 'WordPiece', unk_token: '[UNK]', continuing_subword_prefix: '##', max_input_chars_per_word: 100, vocab: Object.fromEntries(pieces.map((piece, id) => [piece, id])) },
  };
}
