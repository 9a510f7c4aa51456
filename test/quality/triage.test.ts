import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PairScore } from '../../src/core/score.ts';
import { recordsWithin, triage, TRIAGE_ORDERS } from '../../src/quality/triage.ts';

const withIfd = (ifd: number, tokens = 5): PairScore => ({ response: { kind: 'scored', tokens, cutTokens: 0, lossAlone: 2, lossGiven: 2 + Math.log(ifd) } });
const unscored = (reason: 'empty-target' | 'no-room'): PairScore => ({ response: { kind: 'unscored', reason } });
const ordered = (scores: readonly (PairScore | undefined)[], order: (typeof TRIAGE_ORDERS)[number]) => triage(scores.map((score, ordinal) => ({ ordinal, score })), order);

describe('triage', () => {
  const scores = [withIfd(0.9, 40), withIfd(1.2, 30), undefined, withIfd(0.3, 9), unscored('no-room'), withIfd(2, 3), unscored('empty-target')];

  it('begins with pairs that do not belong together, goes on with what teaches least, and ends with what has no score', () => {
    expect(ordered(scores, 'gain')).toEqual([6, 5, 1, 3, 0, 2, 4]);
  });

  it('can go by one figure alone', () => {
    expect(ordered(scores, 'lowest-ifd')).toEqual([6, 3, 0, 1, 5, 2, 4]);
    expect(ordered(scores, 'highest-ifd')).toEqual([6, 5, 1, 0, 3, 2, 4]);
    expect(ordered(scores, 'shortest')).toEqual([6, 5, 3, 1, 0, 2, 4]);
  });

  it('orders every record once, and equals as they came', () => {
    const score = fc.option(fc.oneof(fc.double({ min: 0.01, max: 5, noNaN: true }).map((ifd) => withIfd(ifd)), fc.constant(unscored('no-room')), fc.constant(withIfd(1))), { nil: undefined });
    fc.assert(
      fc.property(fc.array(score), fc.constantFrom(...TRIAGE_ORDERS), (all, order) => {
        const places = ordered(all, order);
        expect(places.toSorted((a, b) => a - b)).toEqual(all.map((_, ordinal) => ordinal));
        const last = places.slice(places.length - all.filter((one) => one === undefined).length).filter((place) => all[place] === undefined);
        expect(last).toEqual(last.toSorted((a, b) => a - b));
      }),
    );
  });

  it('keeps within records or hours', () => {
    expect(recordsWithin({ kind: 'records', records: 12.9 }, 100, undefined)).toBe(12);
    expect(recordsWithin({ kind: 'records', records: 1000 }, 100, undefined)).toBe(100);
    expect(recordsWithin({ kind: 'hours', hours: 2 }, 1000, 22_000)).toBe(327);
    expect(recordsWithin({ kind: 'hours', hours: 2 }, 1000, undefined)).toBeUndefined();
  });
});
