import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DistributionCounter } from '../../src/quality/distribution.ts';
import { twinBins } from '../../src/ui/histogram-bins.ts';
import { layOutSunburst } from '../../src/ui/sunburst.ts';

const counts = fc.array(
  fc.record({ word: fc.constantFrom('write', 'name', 'tell'), count: fc.integer({ min: 4, max: 99 }), nouns: fc.array(fc.record({ word: fc.constantFrom('story', 'a very long compound'), count: fc.constant(1) }), { maxLength: 4 }) }),
  { maxLength: 20 },
);

describe('a sunburst', () => {
  it('has a piece for each word, all of them drawn within the picture', () => {
    fc.assert(
      fc.property(counts, (top) => {
        const { verbs, nouns } = layOutSunburst(top);
        expect([verbs.length, nouns.length]).toEqual([top.length, top.flatMap((verb) => verb.nouns).length]);
        const numbers = [...verbs, ...nouns].flatMap(({ path }) => path.match(/-?\d+(?:\.\d+)?/g) ?? []).map(Number);
        expect(numbers.every((number) => Math.abs(number) <= 200.01)).toBe(true);
      }),
    );
  });

  it('draws a single verb as a whole ring, and labels only what has room', () => {
    const { verbs, nouns } = layOutSunburst([{ word: 'write', count: 100, nouns: [{ word: 'story', count: 99 }, { word: 'poem', count: 1 }] }]);
    expect(verbs[0]?.path).toContain('A130 130 0 1 1');
    expect(nouns.map(({ label }) => label !== undefined)).toEqual([true, false]);
  });
});

describe('the bins of two histograms', () => {
  const of = (values: readonly number[]) => {
    const counter = new DistributionCounter();
    for (const value of values) counter.add(value);
    return counter.read();
  };

  it('hold everything, from the first filled one to the last', () => {
    const lengths = fc.array(fc.nat(9000), { minLength: 1 });
    fc.assert(
      fc.property(lengths, lengths, (before, after) => {
        const bins = twinBins(of(before), of(after));
        expect(bins.reduce((sum, bin) => sum + bin.before, 0)).toBeCloseTo(1, 9);
        expect(bins.reduce((sum, bin) => sum + bin.after, 0)).toBeCloseTo(1, 9);
        expect([bins[0], bins.at(-1)].every((bin) => bin !== undefined && bin.before + bin.after > 0)).toBe(true);
        expect(bins.slice(1).every((bin, index) => bin.from === bins[index]?.to)).toBe(true);
      }),
    );
  });

  it('are none of nothing', () => {
    expect(twinBins(undefined, of([]))).toEqual([]);
    expect(twinBins(undefined, undefined)).toEqual([]);
  });
});
