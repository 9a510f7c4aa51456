import { describe, expect, it } from 'vitest';
import { NO_PACE, Pace } from '../../src/ui/pace.ts';

const MINUTE = 60_000;

/** A run that settles a step of 300 tokens every `everyMs`. */
function steadyPace(everyMs: number, steps: number): Pace {
  const pace = new Pace(0, 2);
  for (let step = 1; step <= steps; step++) pace.settle(step * everyMs, 300);
  return pace;
}

describe('the pace of a run', () => {
  it('is not told before there is something to go by', () => {
    expect(steadyPace(5000, 2).read(10_000, 100)).toEqual(NO_PACE);
    expect(steadyPace(10, 50).read(500, 100)).toEqual(NO_PACE);
  });

  it('counts two phases as one record', () => {
    expect(steadyPace(5000, 12).read(MINUTE, 24)).toEqual({ recordsPerMinute: 6, tokensPerSecond: 60, timeLeftMs: 2 * MINUTE });
  });

  it('forgets what lies more than ten minutes back', () => {
    const pace = steadyPace(1000, 600);
    for (let step = 1; step <= 60; step++) pace.settle(10 * MINUTE + step * 10_000, 300);
    expect(pace.read(20 * MINUTE, 1).recordsPerMinute).toBeCloseTo(3, 1);
  });

  it('grows slower while nothing is settled', () => {
    const pace = steadyPace(1000, 60);
    const soon = pace.read(MINUTE, 60).timeLeftMs ?? NaN;
    expect(pace.read(2 * MINUTE, 60).timeLeftMs).toBeCloseTo(2 * soon);
  });
});
