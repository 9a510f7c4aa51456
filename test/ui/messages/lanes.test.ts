import { describe, expect, it } from 'vitest';
import type { LaneFindings, OracleUsage } from '../../../src/oracle/oracle.ts';
import { laneChoice, laneSentence, usageSentence } from '../../../src/ui/messages/lanes.ts';

const RATES = [1, 2, 4, 8].map((lanes) => ({ lanes, newTokensPerSecond: 10 * lanes ** 0.87 }));

function sentence(lanes: number, findings: Partial<LaneFindings>): string {
  return laneSentence({ lanes, contextTokens: 4096, findings: { laneReason: 'measured', laneAgreement: 'exact', laneRates: RATES, ...findings } });
}

describe('the sentence about lanes', () => {
  it.each<[string, number, Partial<LaneFindings>]>([
    ['8 lanes: 6.1 times the tokens of one. More bring next to nothing here.', 8, {}],
    ['One lane. More bring next to nothing here.', 1, {}],
    ['8 lanes: 6.1 times the tokens of one. 16 would need 2.3 GB more.', 8, { laneReason: 'memory', tooMany: { lanes: 16, lackingBytes: 2.3e9 } }],
    ['4 lanes: 3.3 times the tokens of one. 8 did not fit the memory.', 4, { laneReason: 'memory', tooMany: { lanes: 8 } }],
    ['3 lanes, as set: 2.6 times the tokens of one.', 3, { laneReason: 'asked' }],
    ['3 lanes, as set.', 3, { laneReason: 'asked', laneRates: [] }],
    ['One lane: this model answers otherwise in company on this device.', 1, { laneReason: 'agreement', laneAgreement: 'none', laneRates: [] }],
    ['This engine works on one record at a time.', 1, { laneReason: 'single', laneRates: [] }],
  ])('is “%s”', (expected, lanes, findings) => {
    expect(sentence(lanes, findings)).toBe(expected);
  });

  it('says what rounding means, whether lanes are left alone for it or were set all the same', () => {
    const alone = sentence(1, { laneReason: 'agreement', laneAgreement: 'rounding' });
    expect(alone).toMatch(/^One lane, .* set a number of lanes by hand\. 8 lanes would write 6\.1 times the tokens\.$/);
    expect(sentence(8, { laneReason: 'asked', laneAgreement: 'rounding' })).toMatch(/^8 lanes, as set: 6\.1 times .* may differ a little with its company\.$/);
  });
});

describe('the choice of lanes', () => {
  it('shows what automatic came to last, and what numbers take', () => {
    expect([laneChoice('auto', 0, undefined), laneChoice('auto', 0, 8), laneChoice(12, 1.9e9, 8)]).toEqual(['Automatic', 'Automatic (8 now)', '12 · 1.9 GB of memory']);
  });
});

describe('the sentence about use', () => {
  const usage = (lanes: number, starvedLaneMs: number): OracleUsage => ({ lanes, servedMs: 10_000, starvedLaneMs, stepMs: 0, steps: 0, readTokens: 0, heldTokens: 0, newTokens: 0 });

  it('says how full the lanes were kept', () => {
    expect(usageSentence(usage(8, 240))).toBe('Lanes filled 99.7% of the time. The oracle is hardly ever kept waiting.');
    expect(usageSentence(usage(4, 2000))).toMatch(/^Lanes filled 95% of the time\. Now and then/);
    expect(usageSentence(usage(1, 4000))).toMatch(/^The oracle had work 60% of the time\. Lanes stand empty/);
    expect(usageSentence({ ...usage(4, 0), servedMs: 0 })).toBe('');
  });
});
