import { describe, expect, it } from 'vitest';
import { type Outcome, PHASES } from '../../src/core/outcome.ts';
import type { Run } from '../../src/core/run.ts';
import { estimateRunMs } from '../../src/ui/estimate.ts';

// Only what the estimate reads of them.
const earlier = { recipe: { phases: PHASES }, oracle: { lanes: 4 } } as unknown as Run;
const outcome = (...durationsMs: number[]) => ({ attempts: durationsMs.map((durationMs) => ({ durationMs })) }) as unknown as Outcome;

describe('the estimate before a run', () => {
  it('takes all attempts into account and shares the work among the lanes', () => {
    const outcomes = [outcome(2000), outcome(1000, 3000), outcome(2000), outcome(4000)];
    expect(estimateRunMs(outcomes, earlier, 100)).toBe((3000 * 200) / 4);
  });

  it('is not made from a handful of answers, nor from records that were never asked', () => {
    expect(estimateRunMs([outcome(1000), outcome(1000), outcome(1000)], earlier, 100)).toBeUndefined();
    expect(estimateRunMs([outcome(), outcome(), outcome(), outcome()], earlier, 100)).toBeUndefined();
  });
});
