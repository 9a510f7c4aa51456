import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RowStatus } from '../../src/core/status.ts';
import { consistencyOf, leastConsistent, recordConsistency, type Repetition } from '../../src/quality/consistency.ts';
import { wordOverlap } from '../../src/quality/word-overlap.ts';

const made = (response: string, status: RowStatus = 'rewritten', instruction = 'Name a bird.'): Repetition => ({ status, pair: { instruction, input: '', response } });
const words = fc.array(fc.constantFrom('owl', 'hawk', 'a', 'bird', 'THE', '猫', '...', '3.5')).map((list) => list.join(' '));
const repetition = fc.record({ status: fc.constantFrom<RowStatus>('rewritten', 'kept', 'failed'), response: words }).map(({ status, response }) => made(response, status));
const repetitions = fc.array(repetition, { minLength: 2, maxLength: 6 });

describe('the overlap of two texts', () => {
  it('is 1 with itself, the same both ways, and never outside [0, 1]', () => {
    fc.assert(
      fc.property(words, words, (a, b) => {
        expect(wordOverlap(a, a)).toBe(1);
        expect(wordOverlap(a, b)).toBe(wordOverlap(b, a));
        expect(wordOverlap(a, b)).toBeGreaterThanOrEqual(0);
        expect(wordOverlap(a, b)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it.each([
    ['The owl sleeps.', 'the OWL, sleeps', 1],
    ['owl owl hawk', 'owl hawk hawk', 2 / 3],
    ['owl', 'hawk', 0],
    ['', '...', 1],
    ['', 'owl', 0],
    ['猫が寝る', '犬が寝る', 3 / 4],
  ])('of “%s” and “%s” is %d', (a, b, overlap) => {
    expect(wordOverlap(a, b)).toBeCloseTo(overlap, 12);
  });
});

describe('the consistency of a record', () => {
  it('does not depend on the order of its repetitions', () => {
    fc.assert(
      fc.property(repetitions, (given) => {
        const [forth, back] = [recordConsistency(0, given), recordConsistency(0, given.toReversed())];
        expect(back.statuses).toEqual(forth.statuses);
        expect(back.statusAgreement).toBe(forth.statusAgreement);
        expect(back.responseWords.variance).toBeCloseTo(forth.responseWords.variance, 9);
        expect(back.responseSimilarity).toBeCloseTo(forth.responseSimilarity, 9);
      }),
    );
  });

  it('is full where all repetitions are alike', () => {
    fc.assert(
      fc.property(repetition, fc.integer({ min: 2, max: 6 }), (one, times) => {
        expect(recordConsistency(0, Array.from({ length: times }, () => one))).toMatchObject({
          statusAgreement: 1,
          instructionSimilarity: 1,
          responseSimilarity: 1,
          responseWords: { variance: 0 },
        });
      }),
    );
  });

  it('tells statuses, lengths and likeness apart', () => {
    expect(recordConsistency(7, [made('owl'), made('owl hawk'), made('owl hawk kite', 'kept')])).toMatchObject({
      ordinal: 7,
      repetitions: 3,
      statuses: { rewritten: 2, kept: 1 },
      statusAgreement: 2 / 3,
      responseWords: { mean: 2, variance: 1 },
      responseSimilarity: (2 / 3 + 1 / 2 + 4 / 5) / 3,
    });
  });
});

describe('the consistency of many records', () => {
  it('is the mean over them, with its standard error', () => {
    const records = [recordConsistency(0, [made('owl'), made('owl')]), recordConsistency(1, [made('owl'), made('hawk', 'kept')])];
    const { records: count, statusAgreement, responseSimilarity } = consistencyOf(records);
    expect(count).toBe(2);
    expect(statusAgreement).toEqual({ count: 2, mean: 0.75, standardError: 0.25 });
    expect(responseSimilarity).toEqual({ count: 2, mean: 0.5, standardError: 0.5 });
    expect(leastConsistent(records, 1).map(({ ordinal }) => ordinal)).toEqual([1]);
  });

  it('has the kappa of a worked example', () => {
    // Fleiss 1971 on 4 records of 3 repetitions: P̄ = (1 + 1 + 1/3 + 1/3) / 4 = 2/3, shares 7/12 and 5/12, P̄e = 74/144.
    const record = (rewritten: number, ordinal: number) =>
      recordConsistency(ordinal, [0, 1, 2].map((at) => made('owl', at < rewritten ? 'rewritten' : 'kept')));
    expect(consistencyOf([3, 0, 2, 2].map(record)).statusKappa).toBeCloseTo((2 / 3 - 74 / 144) / (1 - 74 / 144), 12);
  });

  it('has no kappa where every status is the same, and 1 where statuses differ by record alone', () => {
    expect(consistencyOf([recordConsistency(0, [made('owl'), made('hawk')])]).statusKappa).toBeUndefined();
    const records = (['kept', 'rewritten'] as const).map((status, ordinal) => recordConsistency(ordinal, [made('owl', status), made('owl', status)]));
    expect(consistencyOf(records).statusKappa).toBeCloseTo(1, 12);
  });
});
