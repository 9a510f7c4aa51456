import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Attempt, type Outcome, type PhaseName, PHASES } from '../../src/core/outcome.ts';
import { type Cost, CostCounter, newTokensPerSecond, project } from '../../src/quality/cost.ts';
import { DistributionCounter } from '../../src/quality/distribution.ts';

const OPTIONS = { temperature: 0, topP: 1, seed: 1, maxNewTokens: 100, minNewTokens: 1 };
const attempt = (newTokens: number, rest: Partial<Attempt> = {}): Attempt => ({ raw: '', finishReason: 'stop', promptTokens: 10, newTokens, durationMs: newTokens * 100, options: OPTIONS, ...rest });
const PAIR = { instruction: 'i', input: '', response: 'r' };
const outcome = (ordinal: number, phase: PhaseName, attempts: readonly Attempt[], rest: object = {}): Outcome => ({ runId: 'r', ordinal, phase, attempts, critique: [], status: 'rewritten', pair: PAIR, ...rest });

function costOf(records: readonly (readonly Outcome[])[]): Cost {
  const counter = new CostCounter(PHASES);
  for (const outcomes of records) counter.add(outcomes);
  return counter.read();
}

describe('the cost of a run', () => {
  it('adds up answers by phase, repetitions and held tokens among them', () => {
    const cost = costOf([
      [outcome(0, 'instruction', [attempt(5), attempt(7, { heldTokens: 8 })]), outcome(0, 'response', [attempt(3)])],
      [outcome(1, 'instruction', [attempt(4)])],
      [{ runId: 'r', ordinal: 2, phase: 'instruction', attempts: [], status: 'failed', reason: 'record-damaged' }],
    ]);
    expect(cost.records).toBe(2);
    expect(cost.phases).toMatchObject([
      { phase: 'instruction', records: 2, answers: 3, promptTokens: 30, heldTokens: 8, newTokens: 16, repeated: { answers: 1, newTokens: 5 } },
      { phase: 'response', records: 1, answers: 1, newTokens: 3, repeated: { answers: 0 } },
    ]);
    expect(cost.total).toMatchObject({ answers: 4, newTokens: 19 });
    // Only the first record is through.
    expect(cost.recordNewTokens).toMatchObject({ count: 1, mean: 15 });
    expect(newTokensPerSecond(cost.total)).toBeCloseTo(10);
  });

  it('tells the gate’s share and the student’s', () => {
    const pass = { ...attempt(2), points: { former: 1, latter: 2 } };
    const review = { passes: [pass, pass], result: 'latter' };
    const score = { kind: 'scored', tokens: 20, cutTokens: 0, lossAlone: 1, lossGiven: 1 };
    const scores = { before: { response: score }, after: { response: { ...score, tokens: 30 } } };
    const cost = costOf([[outcome(0, 'instruction', [attempt(6)], { review, scores }), outcome(0, 'response', [attempt(6)])]]);
    expect(cost.gate).toMatchObject({ answers: 2, newTokens: 4 });
    expect(cost.student).toEqual({ comparisons: 1, tokens: 100 });
    expect([cost.total.newTokens, cost.recordNewTokens.mean]).toEqual([16, 16]);
  });

  it('has no rate where no time was spent', () => {
    expect(newTokensPerSecond(costOf([]).total)).toBeUndefined();
  });
});

describe('a projection', () => {
  const distribution = (values: readonly number[]) => {
    const counter = new DistributionCounter();
    for (const value of values) counter.add(value);
    return counter.read();
  };

  it('is the mean times the records, with a range round it', () => {
    const projected = project(distribution([8, 10, 12, 10, 10]), 100);
    expect(projected?.likely).toBe(1000);
    expect(projected?.low).toBeLessThan(1000);
    expect(projected?.high).toBeGreaterThan(1000);
    expect(project(distribution([10, 10, 10, 10]), 100)).toBeUndefined();
    expect(project(distribution([10, 10, 10, 10, 10]), 100)).toEqual({ likely: 1000, low: 1000, high: 1000 });
  });

  it('holds what really comes about 95 times of 100', () => {
    // A generator of our own, so that the count is the same every time.
    let state = 1;
    const next = () => 20 + Math.floor(((state = (state * 48_271) % 2_147_483_647) / 2_147_483_647) * 200);
    const trials = Array.from({ length: 1000 }, () => {
      const projected = project(distribution(Array.from({ length: 30 }, next)), 100);
      const real = Array.from({ length: 100 }, next).reduce((sum, value) => sum + value, 0);
      return projected !== undefined && real >= projected.low && real <= projected.high;
    });
    const held = trials.filter(Boolean).length;
    expect(held).toBeGreaterThan(920);
    expect(held).toBeLessThan(975);
  });

  it('is never below nothing', () => {
    fc.assert(fc.property(fc.array(fc.nat(1000), { minLength: 5 }), fc.nat(1000), (values, records) => void expect(project(distribution(values), records)?.low).toBeGreaterThanOrEqual(0)));
  });
});
