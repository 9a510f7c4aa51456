import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Passage, readTokens } from '../../../../src/oracle/transformers/scores/passages.ts';
import { planSteps, type StepLimits } from '../../../../src/oracle/transformers/scores/plan-steps.ts';

const tokens = (length: number) => Array.from({ length }, (_, place) => place);
const passages = (prefixes: readonly number[][], targetLengths: readonly number[]) => targetLengths.map((length, index): Passage => ({ prefix: prefixes[index % prefixes.length] ?? [0], target: tokens(length) }));

const LIMITS: StepLimits = { stepTokensMax: 512, rowTokensMax: 256, rowsFor: (count) => count, sideBySide: true };

const lengths = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 60 });

describe('a plan of steps', () => {
  it('reads each passage once, within what a step and a row may hold', () => {
    const powerOfTwo = (count: number) => 2 ** Math.ceil(Math.log2(count));
    fc.assert(
      fc.property(lengths, lengths, fc.boolean(), (targetLengths, prefixLengths, sideBySide) => {
        const all = passages(prefixLengths.map(tokens), targetLengths);
        const steps = planSteps(all, { ...LIMITS, sideBySide, rowsFor: powerOfTwo });
        const planned = steps.flatMap((step) => step.passages);
        expect(planned).toHaveLength(all.length);
        expect(new Set(planned)).toEqual(new Set(all));
        for (const step of steps) {
          if (step.kind === 'behind') expect(step.passages.every(({ prefix }) => prefix === step.prefix)).toBe(true);
          if (!sideBySide) expect(step.passages).toHaveLength(1);
          if (step.kind === 'behind') continue;
          const width = Math.max(...step.passages.map(readTokens));
          expect(width).toBeLessThanOrEqual(LIMITS.rowTokensMax);
          if (step.passages.length > 1) expect(width * powerOfTwo(step.passages.length)).toBeLessThanOrEqual(LIMITS.stepTokensMax);
        }
      }),
    );
  });

  it('fills little up: rows of a step are of similar length', () => {
    const targetLengths = Array.from({ length: 300 }, (_, index) => 1 + ((index * 7919) % 200));
    const steps = planSteps(passages([[0]], targetLengths), LIMITS);
    const wanted = targetLengths.reduce((sum, length) => sum + length, 0);
    const read = steps.reduce((sum, { passages }) => sum + passages.length * Math.max(...passages.map(readTokens)), 0);
    expect(read / wanted).toBeLessThan(1.05);
  });

  it('reads a long prefix once for all that stand behind it, and a short one with each', () => {
    const long = planSteps(passages([tokens(200)], [20, 30, 40]), LIMITS);
    expect(long.map(({ kind, passages }) => [kind, passages.length])).toEqual([['behind', 3]]);
    const short = planSteps(passages([tokens(40)], [20, 30, 40]), LIMITS);
    expect(short.map(({ kind, passages }) => [kind, passages.length])).toEqual([['together', 3]]);
  });
});
