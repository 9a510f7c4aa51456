import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Sampler } from '../../../src/oracle/transformers/sampler.ts';

const logits = fc.array(fc.double({ min: -12, max: 12, noNaN: true }), { minLength: 1, maxLength: 40 });
const seed = fc.integer();

/** The fewest most likely tokens that reach `topP`, as the definition has it. */
function nucleus(values: readonly number[], temperature: number, topP: number): Set<number> {
  const weights = values.map((value) => Math.exp((value - Math.max(...values)) / temperature));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const byWeight = [...weights.keys()].sort((a, b) => (weights[b] ?? 0) - (weights[a] ?? 0));
  const kept = new Set<number>();
  let mass = 0;
  for (const token of byWeight) {
    if (mass >= topP * total) break;
    kept.add(token);
    mass += weights[token] ?? 0;
  }
  return kept;
}

describe('the sampler', () => {
  it('takes the first of the most likely tokens at temperature 0', () => {
    fc.assert(
      fc.property(logits, seed, fc.nat(5), (values, seed, start) => {
        const padded = [...Array<number>(start).fill(99), ...values, 99];
        const sampler = new Sampler({ temperature: 0, topP: 1, seed });
        expect(sampler.next(padded, start, values.length)).toBe(values.indexOf(Math.max(...values)));
      }),
    );
  });

  it('never leaves the nucleus', () => {
    const topP = fc.double({ min: 0.05, max: 1, noNaN: true });
    fc.assert(
      fc.property(logits, seed, topP, fc.double({ min: 0.2, max: 3, noNaN: true }), (values, seed, topP, temperature) => {
        const sampler = new Sampler({ temperature, topP, seed });
        const allowed = nucleus(values, temperature, topP);
        for (let draw = 0; draw < 20; draw++) expect(allowed).toContain(sampler.next(values, 0, values.length));
      }),
    );
  });

  it.each([1, 0.9])('draws tokens as often as their weights say with topP %f', (topP) => {
    const values = [2, 1, 0, -1, -8];
    const sampler = new Sampler({ temperature: 0.7, topP, seed: 42 });
    const allowed = nucleus(values, 0.7, topP);
    const weights = values.map((value, token) => (allowed.has(token) ? Math.exp(value / 0.7) : 0));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const draws = 20_000;
    const counts = values.map(() => 0);
    for (let draw = 0; draw < draws; draw++) {
      const token = sampler.next(values, 0, values.length);
      counts[token] = (counts[token] ?? 0) + 1;
    }
    for (const [token, count] of counts.entries()) expect(count / draws).toBeCloseTo((weights[token] ?? 0) / total, 2);
  });

  it('repeats itself with the same seed and differs with another', () => {
    const draw = (seed: number) => {
      const sampler = new Sampler({ temperature: 1, topP: 0.95, seed });
      return Array.from({ length: 40 }, () => sampler.next([0, 0, 0, 0, 0, 0], 0, 6));
    };
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
  });

  it('throws when the model computed nothing but NaN', () => {
    const sampler = new Sampler({ temperature: 1, topP: 1, seed: 0 });
    expect(() => sampler.next([NaN, NaN], 0, 2)).toThrow('no finite logit');
  });
});
