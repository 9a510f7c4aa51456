import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TextScore } from '../../src/core/score.ts';
import { summaryOf, TableLineCounter } from '../../src/quality/measure-table.ts';

const scored = (tokens: number, lossAlone: number, lossGiven: number): TextScore => ({ kind: 'scored', tokens, cutTokens: 0, lossAlone, lossGiven });

describe('a line of the table', () => {
  it('holds means of the values of single records, not values of means', () => {
    const line = new TableLineCounter();
    line.add({ kind: 'pair', response: scored(10, Math.log(4), Math.log(2)), instruction: scored(5, Math.log(10), Math.log(30)) }, { kind: 'coherence', cosine: 0.5, cutTokens: 0 });
    line.add({ kind: 'pair', response: { ...scored(20, Math.log(8), Math.log(8)), cutTokens: 10 } }, { kind: 'coherence', cosine: 0.7, cutTokens: 3 });
    const { records, figures } = line.read();
    expect(records).toBe(2);
    expect(figures.responseTokens).toMatchObject({ count: 2, mean: 20 });
    expect(figures.responsePerplexityAlone.mean).toBeCloseTo(6);
    expect(figures.responsePerplexityGiven.mean).toBeCloseTo(5);
    expect(figures.ifd.mean).toBeCloseTo(0.75);
    expect(figures.reverseIfd).toMatchObject({ count: 1, mean: expect.closeTo(3) as number });
    expect(figures.instructionTokens).toMatchObject({ count: 1, mean: 5 });
    expect(figures.coherence.mean).toBeCloseTo(0.6);
  });

  it('has no figures without scores, and none of a file that tells no losses but the ratio', () => {
    const line = new TableLineCounter();
    line.add(undefined, undefined);
    line.add({ kind: 'pair', response: { kind: 'unscored', reason: 'no-room' } }, { kind: 'unscored', reason: 'empty-target' });
    line.add({ kind: 'pair', response: { kind: 'ratio', ratio: 0.8 } }, undefined);
    const { records, figures } = line.read();
    expect(records).toBe(3);
    expect(figures.responsePerplexityAlone).toEqual({ count: 0, mean: undefined, median: undefined, notFinite: 0 });
    expect(figures.ifd.mean).toBe(0.8);
  });

  it('counts what is too large for a number apart, and does not let giants break the mean', () => {
    expect(summaryOf([1, Infinity, 3, Infinity])).toEqual({ count: 2, mean: 2, median: 2, notFinite: 2 });
    expect(summaryOf([Number.MAX_VALUE, Number.MAX_VALUE]).median).toBe(Number.MAX_VALUE);
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, noNaN: true }), { minLength: 1 }), (values) => {
        const { count, mean, median, notFinite } = summaryOf(values);
        expect(count + notFinite).toBe(values.length);
        const finite = values.filter(Number.isFinite);
        expect(mean === undefined).toBe(count === 0);
        if (mean === undefined || median === undefined) return;
        expect(Number.isFinite(mean)).toBe(true);
        expect(finite.filter((value) => value < median).length).toBeLessThanOrEqual(finite.length / 2);
        expect(finite.filter((value) => value > median).length).toBeLessThanOrEqual(finite.length / 2);
      }),
    );
  });
});
