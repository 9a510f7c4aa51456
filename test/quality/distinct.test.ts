import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DistinctCount } from '../../src/quality/distinct-count.ts';
import { type Distinct, DistinctCounter, SEGMENT_WORDS } from '../../src/quality/distinct.ts';
import { hashText } from '../../src/quality/hash-text.ts';

function distinctOf(texts: readonly (readonly string[])[]): Distinct {
  const counter = new DistinctCounter();
  for (const words of texts) counter.add(words);
  return counter.read();
}

const share = (texts: readonly (readonly string[])[], n: number) => {
  const grams = texts.flatMap((words) => words.slice(0, Math.max(0, words.length - n + 1)).map((_, at) => words.slice(at, at + n).join(' ')));
  return grams.length === 0 ? 0 : new Set(grams).size / grams.length;
};

describe('distinct n-grams', () => {
  it('are as many as a set of them holds', () => {
    const word = fc.constantFrom('a', 'b', 'c', 'd', 'e');
    fc.assert(
      fc.property(fc.array(fc.array(word, { maxLength: 8 }), { maxLength: 8 }), (texts) => {
        const { whole, types, words, exact } = distinctOf(texts);
        expect(whole.map((one) => one.toFixed(9))).toEqual([1, 2, 3].map((n) => share(texts, n).toFixed(9)));
        expect({ types, words, exact }).toEqual({ types: new Set(texts.flat()).size, words: texts.flat().length, exact: true });
      }),
    );
  });

  it('compare editions of any size within segments', () => {
    const text = Array.from({ length: SEGMENT_WORDS }, (_, n) => `word${n % 250}`);
    const [once, often] = [distinctOf([text]), distinctOf(Array.from({ length: 20 }, () => text))];
    const rounded = (distinct: Distinct) => distinct.segmented?.map((one) => one.toFixed(9));
    expect(rounded(often)).toEqual(rounded(once));
    expect(once.segmented?.[0]).toBe(0.25);
    expect(often.whole[0]).toBeLessThan(once.whole[0] / 10);
    expect(distinctOf([text.slice(1)]).segmented).toBeUndefined();
  });

  it('do not hang on how texts are divided into pages', () => {
    const texts = Array.from({ length: 300 }, (_, n) => Array.from({ length: 10 }, (_, at) => `w${(n * 7 + at * 13) % 97}`));
    const paged = new DistinctCounter();
    for (let from = 0; from < texts.length; from += 64) for (const words of texts.slice(from, from + 64)) paged.add(words);
    expect(paged.read()).toEqual(distinctOf(texts));
  });
});

describe('a count of different things', () => {
  it('is exact as long as there is room, and within 1 % beyond', () => {
    const counted = new DistinctCount();
    const hashes = Array.from({ length: 1_000_000 }, (_, n) => hashText(`thing ${n}`));
    for (const hash of hashes.slice(0, 100_000)) counted.add(hash);
    expect([counted.exact, counted.size]).toEqual([true, new Set(hashes.slice(0, 100_000)).size]);
    for (const hash of hashes) counted.add(hash);
    expect(counted.exact).toBe(false);
    expect(Math.abs(counted.size / 1_000_000 - 1)).toBeLessThan(0.01);
  });
});
