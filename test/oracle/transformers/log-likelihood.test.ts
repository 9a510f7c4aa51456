import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logLikelihood } from '../../../src/oracle/transformers/log-likelihood.ts';

const logit = fc.double({ min: -20, max: 20, noNaN: true });

describe('the log-likelihood of a token', () => {
  it('is the logarithm of its share in all exponentials, whatever is added to all logits', () => {
    const cases = fc.record({ logits: fc.array(logit, { minLength: 1, maxLength: 40 }), shift: fc.constantFrom(0, 5000, -5000) });
    fc.assert(
      fc.property(cases, fc.nat(), ({ logits, shift }, seed) => {
        const token = seed % logits.length;
        const total = logits.reduce((sum, value) => sum + Math.exp(value), 0);
        const data = [...logits.map(() => 99), ...logits.map((value) => value + shift)];
        expect(logLikelihood({ data, size: logits.length }, 1, token)).toBeCloseTo((logits[token] ?? NaN) - Math.log(total), 8);
      }),
    );
  });

  it('is ln V less than nothing when all V tokens are equally likely', () => {
    expect(logLikelihood({ data: new Float32Array(1000), size: 1000 }, 0, 7)).toBeCloseTo(-Math.log(1000), 12);
  });

  it.each([
    ['a logit is NaN', [0, NaN, 1]],
    ['all are NaN', [NaN, NaN, NaN]],
    ['one overflowed', [0, Infinity, 1]],
  ])('is NaN when %s', (_, data) => {
    expect(logLikelihood({ data, size: 3 }, 0, 1)).toBeNaN();
  });

  it('is NaN for a token that the vocabulary has not', () => {
    expect(logLikelihood({ data: [1, 2, 3], size: 3 }, 0, NaN)).toBeNaN();
  });
});
