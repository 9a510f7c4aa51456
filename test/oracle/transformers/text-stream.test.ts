import { readFileSync } from 'node:fs';
import { Tokenizer } from '@huggingface/tokenizers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TextStream } from '../../../src/oracle/transformers/text-stream.ts';

const json = (name: string) => JSON.parse(readFileSync(new URL(`../../../public/models/tain-practice/${name}`, import.meta.url), 'utf8')) as object;

// Real bytes-as-tokens, as most models have them.
const byteLevel = new Tokenizer(json('tokenizer.json'), json('tokenizer_config.json'));

// As in the Llama 2 and Gemma families: words with a leading ▁, of which the first is dropped, and bytes as tokens of their own.
const pieces = ['▁the', '▁sea', 's', ',', '▁', '<s>', ...Array.from({ length: 256 }, (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`)];
const sentencePiece = new Tokenizer(
  {
    added_tokens: [{ id: 5, content: '<s>', special: true, single_word: false, lstrip: false, rstrip: false, normalized: false }],
    normalizer: null,
    pre_tokenizer: null,
    post_processor: null,
    decoder: {
      type: 'Sequence',
      decoders: [
        { type: 'Replace', pattern: { String: '▁' }, content: ' ' },
        { type: 'ByteFallback' },
        { type: 'Fuse' },
        { type: 'Strip', content: ' ', start: 1, stop: 0 },
      ],
    },
    model: { type: 'BPE', vocab: Object.fromEntries(pieces.map((piece, id) => [piece, id])), merges: [], byte_fallback: true, unk_token: '<s>' },
  },
  { clean_up_tokenization_spaces: false },
);

const options = { skip_special_tokens: true, clean_up_tokenization_spaces: false };

function stream(tokenizer: Tokenizer, tokens: readonly number[]): string[] {
  const stream = new TextStream((ids) => tokenizer.decode(ids, options));
  return [...tokens.map((token) => stream.push(token)), stream.end()];
}

const bytesOf = (text: string) => [...new TextEncoder().encode(text)].map((byte) => 6 + byte);

describe('a stream of text', () => {
  it('gives whole characters, and together the decoded text', () => {
    const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.string({ unit: fc.constantFrom('a', ' ', '\n', 'é', '海', '👩‍👩‍👧', '🏴‍☠️', 'ש', '[End]'), maxLength: 40 }));
    fc.assert(
      fc.property(text, (text) => {
        const tokens = byteLevel.encode(text).ids;
        const pieces = stream(byteLevel, tokens);
        expect(pieces.join('')).toBe(tokens.length === 0 ? '' : byteLevel.decode(tokens, options));
        if (!text.includes('\uFFFD')) expect(pieces.filter((piece) => piece.includes('\uFFFD'))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps the spaces of tokenizers that drop the first one, also after special tokens', () => {
    const word = fc.constantFrom([0], [1], [2], [3], [4], [5], bytesOf('é'), bytesOf('👍'), bytesOf('海'));
    fc.assert(
      fc.property(fc.array(word, { maxLength: 30 }), (words) => {
        const tokens = words.flat();
        expect(stream(sentencePiece, tokens).join('')).toBe(tokens.length === 0 ? '' : sentencePiece.decode(tokens, options));
      }),
      { numRuns: 500 },
    );
  });

  it('holds a character back until its last byte is there', () => {
    const [first = 0, ...rest] = bytesOf('👍');
    expect(stream(sentencePiece, [0, first, ...rest])).toEqual(['the', '', '', '', '👍', '']);
    expect(stream(sentencePiece, [0, first])).toEqual(['the', '', '\uFFFD']);
  });

  it('does not wait for ever on bytes that make no character', () => {
    const stray = Array<number>(20).fill(6 + 0x80);
    const pieces = stream(sentencePiece, stray);
    expect(pieces.join('')).toBe('\uFFFD'.repeat(20));
    expect(pieces.slice(0, 8)).toContain('\uFFFD'.repeat(8));
  });
});
