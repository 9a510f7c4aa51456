import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReviewResult } from '../../src/core/review.ts';
import { isSameText, pairwiseScore, placeBias, resultOf, tallyOf } from '../../src/quality/pairwise.ts';
import { winRateOf } from '../../src/quality/win-rate.ts';

const points = fc.option(fc.record({ former: fc.integer({ min: 1, max: 10 }), latter: fc.integer({ min: 1, max: 10 }) }), { nil: undefined });
const passes = fc.tuple(points, points).map((pair) => pair.map((read) => (read ? { points: read } : {})));
const results = fc.array(fc.constantFrom<ReviewResult>('former', 'latter', 'tie', 'unreadable'));
const MIRRORED: Record<ReviewResult, ReviewResult> = { former: 'latter', latter: 'former', tie: 'tie', unreadable: 'unreadable' };
const PREFERENCES = new URL('../../../shared/data/alpaca_eval_preferences.json', import.meta.url);

describe('the result of a comparison', () => {
  it('is mirrored when former and latter change places', () => {
    fc.assert(
      fc.property(passes, (given) => {
        const swapped = given.map(({ points: read }) => (read ? { points: { former: read.latter, latter: read.former } } : {}));
        expect(resultOf(swapped)).toBe(MIRRORED[resultOf(given)]);
      }),
    );
  });

  it('is a tie for a judge that always prefers the same place', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 1, max: 10 }), (first, second) => {
        expect(resultOf([{ points: { former: first, latter: second } }, { points: { former: second, latter: first } }])).toBe('tie');
      }),
    );
  });

  it.each([
    [[8, 6], [8, 6], 'former'],
    [[6, 8], [7, 7], 'latter'],
    [[6, 9], [8, 7], 'tie'],
    [[7, 7], [7, 7], 'tie'],
  ] as const)('of %j and %j is %s', (one, other, result) => {
    expect(resultOf([one, other].map(([former, latter]) => ({ points: { former, latter } })))).toBe(result);
  });

  it('is never a tie when a pass has no points', () => {
    expect(resultOf([{ points: { former: 8, latter: 8 } }, {}])).toBe('unreadable');
    expect(resultOf([])).toBe('unreadable');
  });
});

describe('a judge that goes by the place', () => {
  it('is noticed, and which place it prefers', () => {
    const first = [{ former: 8, latter: 5 }, { former: 5, latter: 8 }];
    const second = [{ former: 5, latter: 8 }, { former: 8, latter: 5 }];
    const fair = [{ former: 5, latter: 8 }, { former: 6, latter: 7 }];
    const undecided = [{ former: 5, latter: 5 }, { former: 6, latter: 7 }];
    expect(placeBias([first, first, second, fair, undecided, [], first.slice(1)].map((read) => ({ points: read })))).toEqual({ decided: 4, first: 2, second: 1 });
  });

  it('is not taken for records that are the same', () => {
    expect(isSameText({ result: 'tie', points: [] })).toBe(true);
    expect(isSameText({ result: 'tie', points: [{ former: 5, latter: 5 }, { former: 5, latter: 5 }] })).toBe(false);
    expect(isSameText({ result: 'unreadable', points: [] })).toBe(false);
  });
});

describe('the count of many comparisons', () => {
  it('scores the losers two less than the winners, whatever could not be read', () => {
    fc.assert(
      fc.property(results, (given) => {
        const tally = tallyOf(given);
        const mirrored = tallyOf(given.map((result) => MIRRORED[result]));
        const readable = given.filter((result) => result !== 'unreadable');
        expect(tally.wins + tally.losses + tally.ties + tally.unreadable).toBe(given.length);
        expect(pairwiseScore(tally).count).toBe(readable.length);
        const score = pairwiseScore(tally).mean;
        expect(score === undefined).toBe(readable.length === 0);
        if (score === undefined) return;
        expect(score).toBeCloseTo((tally.wins - tally.losses) / readable.length + 1, 12);
        expect(score + (pairwiseScore(mirrored).mean ?? NaN)).toBeCloseTo(2, 12);
        expect(winRateOf(tally).mean).toBeCloseTo(score / 2, 12);
        expect(winRateOf(tally).standardError ?? 0).toBeCloseTo((pairwiseScore(tally).standardError ?? 0) / 2, 12);
      }),
    );
  });
});

describe.skipIf(!existsSync(PREFERENCES))('the win rate of published preferences (shared/data)', () => {
  it.each([
    ['alpaca-7b', '26.4596', '1.536'],
    ['recycled-wizardlm-7b-v1.0', '78.8820', '1.439'],
    ['recycled-wizardlm-7b-v2.0', '83.4783', '1.310'],
  ])('of %s is %s % with a standard error of %s', (model, rate, error) => {
    // The published column, written by AlpacaEval.
    const preferences = (JSON.parse(readFileSync(PREFERENCES, 'utf8')) as Record<string, number[]>)[model] ?? [];
    // 2 for the model, 1 for the baseline, 0 for a draw.
    const [ties = 0, losses = 0, wins = 0] = [0, 1, 2].map((code) => preferences.filter((preference) => preference === code).length);
    const { count, mean, standardError } = winRateOf({ wins, losses, ties, unreadable: 0 });
    expect(count).toBe(805);
    expect(((mean ?? NaN) * 100).toFixed(4)).toBe(rate);
    expect(((standardError ?? NaN) * 100).toFixed(3)).toBe(error);
  });
});
