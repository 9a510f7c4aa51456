import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PairScore, TextScore } from '../../src/core/score.ts';
import { ifdOf, perplexity, reverseIfdOf } from '../../src/quality/ifd.ts';
import { studentKeepsNew } from '../../src/quality/selection.ts';

const LOSS = fc.double({ min: 0, max: 20, noNaN: true });
const SCORED = fc.record({ kind: fc.constant('scored' as const), tokens: fc.integer({ min: 1, max: 2048 }), cutTokens: fc.constant(0), lossAlone: LOSS, lossGiven: LOSS });
const MAYBE = fc.option(fc.oneof({ weight: 4, arbitrary: SCORED }, fc.constant({ kind: 'unscored', reason: 'not-finite' } as const)), { nil: undefined });
const PAIR_SCORE: fc.Arbitrary<PairScore> = fc
  .record({ response: MAYBE, instruction: MAYBE })
  .map(({ response, instruction }) => ({ ...(response && { response }), ...(instruction && { instruction }) }));

const scored = (lossAlone: number, lossGiven: number): TextScore => ({ kind: 'scored', tokens: 3, cutTokens: 0, lossAlone, lossGiven });

describe('IFD', () => {
  it('is the ratio of the two perplexities', () => {
    fc.assert(
      fc.property(LOSS, LOSS, (alone, given) => {
        const ratio = perplexity(given) / perplexity(alone);
        expect(ifdOf({ response: scored(alone, given) })).toBeCloseTo(ratio, -Math.floor(Math.log10(ratio)) + 8);
        expect(reverseIfdOf({ instruction: scored(alone, given) })).toBe(ifdOf({ response: scored(alone, given) }));
      }),
    );
  });

  it('stays a number where both perplexities overflow', () => {
    expect(ifdOf({ response: scored(800, 800) })).toBe(1);
  });

  it('does not exist without a score', () => {
    expect([ifdOf({}), reverseIfdOf({}), ifdOf({ response: { kind: 'unscored', reason: 'no-room' } })]).toEqual([undefined, undefined, undefined]);
  });
});

describe('the veto of a student', () => {
  it('never takes both of two pairs for the better one, and neither when a score is missing', () => {
    fc.assert(
      fc.property(fc.constantFrom('instruction' as const, 'response' as const), PAIR_SCORE, PAIR_SCORE, (phase, before, after) => {
        const value = phase === 'instruction' ? ifdOf : reverseIfdOf;
        const [old, fresh] = [value(before), value(after)];
        const comparable = old !== undefined && fresh !== undefined && old !== fresh;
        expect(studentKeepsNew(phase, before, after) !== studentKeepsNew(phase, after, before)).toBe(comparable);
      }),
    );
  });

  it('wants the higher IFD after phase 1 and the lower r-IFD after phase 2', () => {
    const [hard, easy] = [scored(2, 1.9), scored(2, 1)];
    expect(studentKeepsNew('instruction', { response: easy }, { response: hard })).toBe(true);
    expect(studentKeepsNew('response', { instruction: hard }, { instruction: easy })).toBe(true);
  });
});
