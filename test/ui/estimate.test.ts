import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/core/outcome.ts';
import { estimateRunMs } from '../../src/ui/estimate.ts';
import type { LaneReport } from '../../src/ui/lane-report.ts';
import { PAPER_RECIPE } from '../../src/reflection/recipes.ts';

// Only what the estimate reads of them.
const outcome = (...durationsMs: number[]) => ({ attempts: durationsMs.map((durationMs) => ({ durationMs })) }) as unknown as Outcome;
const OUTCOMES = [outcome(2000), outcome(1000, 3000), outcome(2000), outcome(4000)];
const four = { lanes: 4, report: undefined } as const;

/** A report of an oracle that chose so many lanes by itself. */
function report(lanes: number): LaneReport {
  const laneRates = [1, 2, 4, 8].map((count) => ({ lanes: count, newTokensPerSecond: count <= 4 ? 10 * count : 60 }));
  return { lanes, contextTokens: 4096, findings: { laneReason: 'measured', laneAgreement: 'exact', laneRates } };
}

describe('the estimate before a run', () => {
  it('takes all attempts into account and shares the work among the lanes', () => {
    expect(estimateRunMs(OUTCOMES, PAPER_RECIPE, 100, four, four)).toBe((3000 * 200) / 4);
  });

  it('goes by the lanes that the oracle chose, and by their rates where the next run has others', () => {
    const auto = { lanes: 'auto', report: report(8) } as const;
    expect(estimateRunMs(OUTCOMES, PAPER_RECIPE, 100, auto, auto)).toBe((3000 * 200) / 8);
    expect(estimateRunMs(OUTCOMES, PAPER_RECIPE, 100, four, auto)).toBeCloseTo(((3000 * 200) / 4) * (40 / 60));
    expect(estimateRunMs(OUTCOMES, PAPER_RECIPE, 100, auto, { lanes: 1, report: undefined })).toBeCloseTo(((3000 * 200) / 8) * 6);
  });

  it('takes lanes of which nothing is known to be as fast as those before', () => {
    expect(estimateRunMs(OUTCOMES, PAPER_RECIPE, 100, four, { lanes: 'auto', report: undefined })).toBe((3000 * 200) / 4);
    expect(estimateRunMs(OUTCOMES, PAPER_RECIPE, 100, { lanes: 'auto', report: undefined }, four)).toBe(3000 * 200);
  });

  it('is not made from a handful of answers, nor from records that were never asked', () => {
    expect(estimateRunMs(OUTCOMES.slice(1), PAPER_RECIPE, 100, four, four)).toBeUndefined();
    expect(estimateRunMs([outcome(), outcome(), outcome(), outcome()], PAPER_RECIPE, 100, four, four)).toBeUndefined();
  });
});
