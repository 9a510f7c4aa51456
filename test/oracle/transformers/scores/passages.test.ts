import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { passagesOf } from '../../../../src/oracle/transformers/scores/passages.ts';

/** A tokenizer that makes one token of a word with the space before it, as those in use do: over a seam it would join what stands on both sides. */
const encode = (text: string) => (text.match(/ ?\w+|\W/g) ?? []).map((piece) => [...piece].reduce((hash, letter) => (hash * 31 + (letter.codePointAt(0) ?? 0)) % 9973, 0));
const BEGIN = [9999];

const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '.'), minLength: 1, maxLength: 40 });

describe('the passages of an item', () => {
  it('have the tokens of the target by itself behind those of each context by itself, although the whole text would have others', () => {
    expect(encode('one').concat(encode('two'))).not.toEqual(encode('onetwo'));
    fc.assert(
      fc.property(text, fc.array(text, { minLength: 1, maxLength: 3 }), (target, contexts) => {
        const [item] = passagesOf([{ target, contexts: ['', ...contexts] }], { encode, begin: BEGIN, contextTokens: 1000 });
        if (item?.kind !== 'passages') throw new Error('no passages');
        expect(item.passages.map((passage) => passage.target)).toEqual(['', ...contexts].map(() => encode(target)));
        expect(item.passages.map(({ prefix }) => prefix)).toEqual(['', ...contexts].map((context) => [...BEGIN, ...encode(context)]));
      }),
    );
  });

  it('are cut alike behind all contexts, so that the same tokens are scored, and say by how much', () => {
    const target = 'a '.repeat(30).trim();
    const [item] = passagesOf([{ target, contexts: ['', 'b '.repeat(5)] }], { encode, begin: BEGIN, contextTokens: 20 });
    if (item?.kind !== 'passages') throw new Error('no passages');
    const [alone, given] = item.passages;
    expect(alone?.target).toEqual(given?.target);
    expect(item).toMatchObject({ tokens: 20 - (given?.prefix.length ?? 0), cutTokens: encode(target).length - item.tokens });
  });

  it('never give a text a score of nothing: there is a reason where there is none', () => {
    const texts = { encode, begin: BEGIN, contextTokens: 4 };
    expect(passagesOf([{ target: '', contexts: [''] }, { target: 'a', contexts: ['', 'b b b b'] }], texts)).toEqual([
      { kind: 'unscored', reason: 'empty-target' },
      { kind: 'unscored', reason: 'no-room' },
    ]);
  });
});
