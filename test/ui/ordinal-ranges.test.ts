import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ordinalRanges } from '../../src/ui/ordinal-ranges.ts';

describe('ordinal ranges', () => {
  it('cover the same ordinals in order, without touching neighbours', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(200)), (some) => {
        const ordinals = Uint32Array.from(some).sort();
        const ranges = ordinalRanges(ordinals);
        expect(ranges.flatMap(({ from, limit }) => Array.from({ length: limit }, (_, index) => from + index))).toEqual([...ordinals]);
        expect(ranges.every(({ from, limit }, index) => from + limit !== ranges[index + 1]?.from)).toBe(true);
      }),
    );
  });
});
