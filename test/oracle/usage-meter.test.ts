import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UsageMeter } from '../../src/oracle/usage-meter.ts';

/** Prompts by when they come and how long each is there, in milliseconds. */
const stays = fc.array(fc.record({ atMs: fc.nat(100), stayMs: fc.integer({ min: 1, max: 60 }) }), { minLength: 1, maxLength: 12 });

/** Feeds a meter with what happens until `nowMs`. */
function meterAfter(lanes: number, prompts: readonly { readonly atMs: number; readonly stayMs: number }[], nowMs: number): UsageMeter {
  let clockMs = 0;
  const meter = new UsageMeter(() => clockMs);
  meter.begin(lanes);
  const events = prompts.flatMap(({ atMs, stayMs }) => [
    { atMs, act: () => meter.arrive() },
    { atMs: atMs + stayMs, act: () => meter.leave() },
  ]);
  for (const { atMs, act } of events.sort((a, b) => a.atMs - b.atMs)) {
    if (atMs > nowMs) break;
    clockMs = atMs;
    act();
  }
  clockMs = nowMs;
  return meter;
}

describe('the usage of an oracle', () => {
  it('counts each free lane for which no prompt waits, between the first prompt and the last answer or now', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), stays, fc.nat(200), (lanes, prompts, nowMs) => {
        const firstMs = Math.min(...prompts.map(({ atMs }) => atMs));
        const present = (ms: number) => prompts.filter(({ atMs, stayMs }) => atMs <= ms && ms < atMs + stayMs).length;
        const lastMs = present(nowMs) > 0 ? nowMs : Math.max(firstMs, ...prompts.map(({ atMs, stayMs }) => atMs + stayMs).filter((ms) => ms <= nowMs));
        let starvedLaneMs = 0;
        for (let ms = firstMs; ms < lastMs; ms++) starvedLaneMs += Math.max(0, lanes - present(ms));
        const expected = nowMs < firstMs ? { servedMs: 0, starvedLaneMs: 0 } : { servedMs: lastMs - firstMs, starvedLaneMs };
        expect(meterAfter(lanes, prompts, nowMs).usage).toMatchObject({ lanes, ...expected });
      }),
    );
  });

  it('adds up steps and tokens, and forgets all of it when it begins anew', () => {
    const meter = new UsageMeter();
    meter.arrive();
    meter.step(5);
    meter.step(7);
    meter.read(100, 40);
    meter.read(20, 60);
    meter.wrote(9);
    meter.leave();
    expect(meter.usage).toMatchObject({ steps: 2, stepMs: 12, readTokens: 120, heldTokens: 100, newTokens: 9 });
    meter.begin(4);
    expect(meter.usage).toEqual({ lanes: 4, servedMs: 0, starvedLaneMs: 0, stepMs: 0, steps: 0, readTokens: 0, heldTokens: 0, newTokens: 0 });
  });
});
