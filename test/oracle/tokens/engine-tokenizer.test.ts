import { readFileSync } from 'node:fs';
import { PreTrainedTokenizer } from '@huggingface/transformers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainTokens } from '../../../src/oracle/transformers/special-tokens.ts';
import { publishedTokenizer } from '../webllm/published-engine.ts';

const PRACTICE = JSON.parse(readFileSync('public/models/tain-practice/tokenizer.json', 'utf8')) as { readonly pre_tokenizer: object };

/** How Qwen's and Llama's tokenizers cut texts into words. Source: their tokenizer.json. */
const WORDS = "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
const SPLIT = { type: 'Split', pattern: { Regex: WORDS }, behavior: 'Isolated', invert: false };

const begins = {
  type: 'TemplateProcessing',
  single: [{ SpecialToken: { id: 'B', type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }],
  pair: [{ Sequence: { id: 'A', type_id: 0 } }, { Sequence: { id: 'B', type_id: 1 } }],
  special_tokens: { B: { id: 'B', ids: [0], tokens: ['B'] } },
};

/** Pieces of text with bytes for what is in none, as Gemma's tokenizer has them: spaces are letters, and words are not cut. */
function gemmaLike() {
  const bytes = Array.from({ length: 256 }, (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`);
  const letters = [...'▁abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,ü日\n'];
  const merges = [['▁', 't'], ['h', 'e'], ['▁t', 'he'], ['a', 'n'], ['\n', '\n'], ['w', 'o'], ['▁', '▁']] as const;
  const vocab = Object.fromEntries(['<unk>', '<bos>', ...bytes, ...letters, ...merges.map((merge) => merge.join(''))].map((piece, id) => [piece, id]));
  const model = { type: 'BPE', dropout: null, unk_token: '<unk>', continuing_subword_prefix: null, end_of_word_suffix: null, fuse_unk: true, byte_fallback: true, ignore_merges: false, vocab, merges: merges.map((merge) => merge.join(' ')) };
  const pre_tokenizer = { type: 'Split', pattern: { String: ' ' }, behavior: 'MergedWithPrevious', invert: false };
  const normalizer = { type: 'Replace', pattern: { String: ' ' }, content: '▁' };
  const decoder = { type: 'Sequence', decoders: [{ type: 'Replace', pattern: { String: '▁' }, content: ' ' }, { type: 'ByteFallback' }, { type: 'Fuse' }] };
  return { version: '1.0', truncation: null, padding: null, added_tokens: [], normalizer, pre_tokenizer, post_processor: null, decoder, model };
}

const word = fc.constantFrom('the', ' answer', '  two', '\n\n', 'don’t', "IT'S", '1,234.5', 'Ünïcode', 'U\u0308', '日本語', '👩‍👩‍👧', '<|im_end|>', '</s>', '```js\n', '\t', 'x'.repeat(40));
const text = fc.oneof(fc.array(word, { maxLength: 30 }).map((words) => words.join('')), fc.string({ unit: 'binary', maxLength: 60 }));

describe.each([
  ['byte-level pairs', PRACTICE],
  ['a token that begins every text', { ...PRACTICE, post_processor: begins }],
  ['words cut as Qwen and Llama do', { ...PRACTICE, normalizer: { type: 'NFC' }, pre_tokenizer: { type: 'Sequence', pretokenizers: [SPLIT, { ...PRACTICE.pre_tokenizer, use_regex: false }] } }],
  ['bytes for what is in no piece, as Gemma has', gemmaLike()],
])('a count for WebLLM by a tokenizer with %s', (_what, json) => {
  it('makes of any text the tokens that the engine’s own library makes', { timeout: 60_000 }, async () => {
    const [own, engines] = [new PreTrainedTokenizer(json, {}), await publishedTokenizer(json)];
    fc.assert(
      fc.property(text, (one) => {
        expect(plainTokens(own, one)).toEqual([...engines.encode(one)]);
      }),
      { numRuns: 300 },
    );
  });
});
