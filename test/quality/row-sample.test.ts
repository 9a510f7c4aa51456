import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleOf } from '../../src/quality/row-sample.ts';

const ordinals = fc.uniqueArray(fc.nat(500)).map((list) => list.sort((a, b) => a - b));

describe('a sample of records', () => {
  it('holds so many of them as asked for, each once, in order', () => {
    fc.assert(
      fc.property(ordinals, fc.integer({ min: -1, max: 600 }), fc.integer(), (all, count, seed) => {
        const drawn = sampleOf(all, { kind: 'random', count, seed });
        expect(drawn).toHaveLength(Math.max(0, Math.min(all.length, count)));
        expect(drawn).toEqual(all.filter((ordinal) => drawn.includes(ordinal)));
        expect(sampleOf(all, { kind: 'first', count })).toEqual(all.slice(0, Math.max(0, count)));
        expect(sampleOf(all, { kind: 'all' })).toEqual(all);
      }),
    );
  });

  it('is the same for the same seed, and holds every smaller one', () => {
    fc.assert(
      fc.property(ordinals, fc.nat(100), fc.nat(100), fc.integer(), (all, count, more, seed) => {
        const [few, many] = [sampleOf(all, { kind: 'random', count, seed }), sampleOf(all, { kind: 'random', count: count + more, seed })];
        expect(few.every((ordinal) => many.includes(ordinal))).toBe(true);
      }),
    );
  });

  it('draws all records about as often', () => {
    const all = Array.from({ length: 10 }, (_, at) => at);
    const counts = all.map(() => 0);
    for (let seed = 0; seed < 3000; seed++) for (const ordinal of sampleOf(all, { kind: 'random', count: 3, seed })) counts[ordinal] = (counts[ordinal] ?? 0) + 1;
    // Expected 900 with a standard deviation of 25.
    for (const count of counts) expect(Math.abs(count - 900)).toBeLessThan(125);
  });
});
