import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gainAt, rateAt } from '../../src/ui/lane-report.ts';

const laneRates = [
  { lanes: 1, newTokensPerSecond: 10 },
  { lanes: 4, newTokensPerSecond: 34 },
  { lanes: 8, newTokensPerSecond: 50 },
];

describe('the rate of lanes', () => {
  it('is what was measured, or lies between that of fewer and that of more', () => {
    expect([1, 2, 4, 6, 8, 16].map((lanes) => rateAt({ laneRates }, lanes))).toEqual([10, 18, 34, 42, 50, 50]);
    expect(gainAt({ laneRates }, 8)).toBe(5);
    expect([rateAt({ laneRates: [] }, 2), gainAt({ laneRates: laneRates.slice(1) }, 8)]).toEqual([undefined, undefined]);
  });

  it('never falls with more lanes where it rose when it was measured', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(10), (lanes, more) => (rateAt({ laneRates }, lanes) ?? 0) <= (rateAt({ laneRates }, lanes + more) ?? 0)));
  });
});
