import fc from 'fast-check';
import { expect, it } from 'vitest';
import { figureBins } from '../../src/quality/figure-bins.ts';

it('finds a bin for every figure that is known, and the one in the middle', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.double({ min: 0, max: 9 }), fc.constant(NaN))), (figures) => {
      const { counts, known, median } = figureBins(Float64Array.from(figures), 2, 40);
      const sorted = figures.filter((figure) => !Number.isNaN(figure)).sort((a, b) => a - b);
      expect([known, counts.reduce((sum, count) => sum + count, 0)]).toEqual([sorted.length, sorted.length]);
      expect(median).toBe(sorted[Math.floor(sorted.length / 2)]);
    }),
  );
  expect(figureBins(Float64Array.of(0, 0.05, 0.3, 1.99, 7), 2, 40).counts.flatMap((count, bin) => (count > 0 ? [[bin, count]] : []))).toEqual([[0, 1], [1, 1], [6, 1], [39, 2]]);
});
