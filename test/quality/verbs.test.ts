import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { VerbObject } from '../../src/quality/verb-object.ts';
import { entropyBits, VerbCounter, type Verbs } from '../../src/quality/verbs.ts';
import { wordsOf } from '../../src/quality/words.ts';

/** Takes the first word for the verb and the second for its object. */
const parse = (text: string): VerbObject | undefined => {
  const [verb, noun] = wordsOf(text);
  return verb === undefined ? undefined : noun === undefined ? { verb } : { verb, noun };
};

function verbsOf(instructions: readonly string[]): Verbs {
  const counter = new VerbCounter(parse);
  for (const instruction of instructions) counter.add(instruction, wordsOf(instruction));
  return counter.read();
}

describe('the verbs of an edition', () => {
  it('count each unique instruction once', () => {
    expect(verbsOf(['write story one', 'Write story one!', 'write story two', 'write poem', 'add', 'пиши', 'write'])).toEqual({
      unique: 6,
      parsed: 5,
      withObject: 3,
      withoutVerb: 0,
      notEnglish: 1,
      verbs: 2,
      entropyBits: entropyBits([4, 1]),
      top: [{ word: 'write', count: 3, nouns: [{ word: 'story', count: 2 }, { word: 'poem', count: 1 }] }],
    });
  });

  it('show the twenty most frequent with four objects each', () => {
    const many = Array.from({ length: 30 }, (_, verb) => Array.from({ length: 8 }, (_, noun) => `verb${'x'.repeat(verb)} noun${'y'.repeat(noun)}`)).flat();
    const { top } = verbsOf(many);
    expect(top).toHaveLength(20);
    expect(top.every(({ nouns }) => nouns.length === 4)).toBe(true);
  });
});

describe('entropy', () => {
  it('is 0 for one kind, and the logarithm of the number of kinds for equal ones', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 64 }), fc.integer({ min: 1, max: 100 }), (kinds, each) => void expect(entropyBits(Array.from({ length: kinds }, () => each))).toBeCloseTo(Math.log2(kinds), 9)));
    expect(entropyBits([])).toBe(0);
  });
});
