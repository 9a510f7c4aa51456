import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GrammarConstraint, type Matcher, tokenSet } from '../../../src/oracle/transformers/constraint.ts';

/** A matcher that allows these tokens at every step. */
function matcher(allowed: readonly number[], size: number): Matcher {
  return { getNextTokenBitmask: () => Promise.resolve(tokenSet(allowed, size)), acceptToken: (token) => allowed.includes(token), dispose: () => undefined };
}

const size = 100;
const tokens = fc.uniqueArray(fc.nat(size - 1));

describe('a constraint by a grammar', () => {
  it('leaves exactly the allowed tokens their logits', async () => {
    await fc.assert(
      fc.asyncProperty(tokens, tokens, fc.nat(3), async (allowed, forbidden, rows) => {
        const expected = allowed.filter((token) => !forbidden.includes(token));
        fc.pre(expected.length > 0);
        const constraint = new GrammarConstraint(matcher(allowed, size), tokenSet([], size), tokenSet(forbidden, size));
        await constraint.look();
        const logits = Array.from({ length: (rows + 1) * size }, (_, index) => index / 8);
        const narrowed = Array.from(constraint.narrow(logits, rows * size, size));
        const start = (rows * size) / 8;
        expect(narrowed).toEqual(Array.from({ length: size }, (_, token) => (expected.includes(token) ? start + token / 8 : -Infinity)));
      }),
    );
  });

  it('is complete when nothing but the end may follow', async () => {
    for (const [allowed, complete] of [[[7], true], [[7, 40], true], [[7, 41], false], [[41], false]] as const) {
      const constraint = new GrammarConstraint(matcher(allowed, size), tokenSet([7, 40], size), tokenSet([], size));
      await constraint.look();
      expect(constraint.complete).toBe(complete);
    }
  });

  it('throws where no token continues, and for a token that does not', async () => {
    const stuck = new GrammarConstraint(matcher([3], size), tokenSet([], size), tokenSet([3], size));
    await expect(stuck.look()).rejects.toThrow('no token');
    const constraint = new GrammarConstraint(matcher([3], size), tokenSet([], size), tokenSet([], size));
    constraint.accept(3);
    expect(() => constraint.accept(4)).toThrow('token 4');
  });
});
