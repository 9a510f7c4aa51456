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

const word = fc.constantFrom('the', ' answer', '  two', '\n\n', 'don’t', "IT'S", '1,234.5', 'Ünïcode', 'U\u0308', '日本語', '👩‍👩‍👧', '<|im_end|>', '</s>', '```js\n', '\t', 'x'.repeat(40));
const text = fc.oneof(fc.array(word, { maxLength: 30 }).map((words) => words.join('')), fc.string({ unit: 'binary', maxLength: 60 }));

describe.each([
  ['byte-level pairs', PRACTICE],
  ['a token that begins every text', { ...PRACTICE, post_processor: begins }],
  ['words cut as Qwen and Llama do', { ...PRACTICE, normalizer: { type: 'NFC' }, pre_tokenizer: { type: 'Sequence', pretokenizers: [SPLIT, { ...PRACTICE.pre_tokenizer, use_regex: false }] } }],
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
