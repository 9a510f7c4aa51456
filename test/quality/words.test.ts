import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wordsOf } from '../../src/quality/words.ts';

describe('the words of a text', () => {
  it.each([
    ['The owl’s half-open eye, 3.5 cm (e.g.) – "1,000"!', ['the', 'owl’s', 'half-open', 'eye', '3.5', 'cm', 'e.g', '1,000']],
    ['naïve Straße', ['naïve', 'straße']],
    ['猫が寝る cat', ['猫', 'が', '寝', 'る', 'cat']],
    ['हिन्दी भाषा', ['हिन्दी', 'भाषा']],
    ['... – !', []],
    ['', []],
  ])('of “%s” are %j', (text, words) => {
    expect(wordsOf(text)).toEqual(words);
  });

  it('are those of its parts, however they are joined by spaces', () => {
    const text = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(wordsOf(`${a}\n${b}`)).toEqual([...wordsOf(a), ...wordsOf(b)]);
      }),
    );
  });

  it('are found in no time in a text made to be slow', () => {
    const started = performance.now();
    for (const piece of ['a-', 'a', "a'", '猫a', '-']) wordsOf(piece.repeat(200_000));
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
