import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Distribution, DistributionCounter, SCALES, type ScaleName } from '../../src/quality/distribution.ts';

function distributionOf(values: readonly number[], scale: ScaleName = 'octaves'): Distribution {
  const counter = new DistributionCounter(scale);
  for (const value of values) counter.add(value);
  return counter.read();
}

const lengths = fc.array(fc.nat(20_000), { minLength: 1, maxLength: 60 });

describe('a distribution', () => {
  it('tells what the sorted values tell', () => {
    fc.assert(
      fc.property(lengths, (values) => {
        const sorted = [...values].sort((a, b) => a - b);
        const rank = (fraction: number) => sorted[Math.ceil(fraction * sorted.length - 1e-9) - 1];
        const distribution = distributionOf(values);
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
        expect(distribution).toMatchObject({ count: values.length, min: sorted[0], max: sorted.at(-1), median: rank(0.5) });
        expect(distribution.mean).toBeCloseTo(mean, 6);
        expect(distribution.deciles).toEqual([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9].map(rank));
      }),
    );
  });

  it('puts every value into exactly one bin, the one that begins at or below it', () => {
    fc.assert(
      fc.property(lengths, (values) => {
        const { edges } = SCALES.octaves;
        const expected = edges.map((from, bin) => values.filter((value) => value >= from && value < (edges[bin + 1] ?? Infinity)).length);
        expect(distributionOf(values).bins).toEqual(expected);
      }),
    );
  });

  it('does not hang on the order in which values come', () => {
    fc.assert(fc.property(lengths, (values) => void expect(distributionOf([...values].reverse())).toEqual(distributionOf(values))));
  });

  it('spreads as the sample does', () => {
    expect(distributionOf([2, 4, 4, 4, 5, 5, 7, 9]).standardDeviation).toBeCloseTo(Math.sqrt(32 / 7), 12);
    expect(distributionOf([5]).standardDeviation).toBe(0);
  });

  it('takes cosines below zero', () => {
    const { bins, min, median, max } = distributionOf([-0.25, 0.5, 0.501], 'cosines');
    expect(bins[0]).toBe(1);
    expect([min, median, max]).toEqual([-0.25, 0.5, 0.501]);
  });

  it('is all zeros without values', () => {
    expect(distributionOf([])).toMatchObject({ count: 0, mean: 0, median: 0, min: 0, max: 0, standardDeviation: 0 });
  });
});
