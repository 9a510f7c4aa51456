import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Activity, SILENCE_LIMITS_MS, Watchdog } from '../../src/oracle/watchdog.ts';
import { ManualClock } from '../bridge/manual-clock.ts';

/** A silence is noticed at the next of the watchdog's looks. */
const LOOK_MS = 15_000;

function watched(): { clock: ManualClock; watchdog: Watchdog; stalls: Activity[] } {
  const clock = new ManualClock();
  const stalls: Activity[] = [];
  return { clock, watchdog: new Watchdog(clock, (activity) => stalls.push(activity)), stalls };
}

const activities = Object.keys(SILENCE_LIMITS_MS) as Activity[];

describe('a watchdog', () => {
  it.each(activities)('finds a worker stalled that hangs in %s, not before its limit and soon after', (activity) => {
    const { clock, watchdog, stalls } = watched();
    const call = watchdog.watch('load');
    clock.pass(10_000);
    call.sign(activity);
    clock.pass(SILENCE_LIMITS_MS[activity] - 1);
    expect(stalls).toEqual([]);
    clock.pass(LOOK_MS + 1);
    expect(stalls).toEqual([activity]);
    clock.pass(10 * SILENCE_LIMITS_MS[activity]);
    expect(stalls).toHaveLength(1);
  });

  it('takes no prompt for silent that waits in line while another is answered', () => {
    const { clock, watchdog, stalls } = watched();
    const first = watchdog.watch('waiting');
    watchdog.watch('waiting');
    for (let minute = 0; minute < 60; minute++) {
      clock.pass(60_000);
      first.sign('next-text');
    }
    first.end();
    clock.pass(SILENCE_LIMITS_MS.waiting - LOOK_MS);
    expect(stalls).toEqual([]);
    clock.pass(2 * LOOK_MS);
    expect(stalls).toEqual(['waiting']);
  });

  it('gives a prompt that is being read its time, though others are being written, and none to one that only waits', () => {
    const { clock, watchdog, stalls } = watched();
    watchdog.watch('waiting').sign('next-text');
    const second = watchdog.watch('waiting');
    second.sign('first-text');
    clock.pass(SILENCE_LIMITS_MS['first-text'] - LOOK_MS);
    expect(stalls).toEqual([]);
    second.sign('next-text');
    watchdog.watch('waiting');
    clock.pass(SILENCE_LIMITS_MS['next-text'] + LOOK_MS);
    expect(stalls).toEqual(['next-text']);
  });

  it('is not calmed by further prompts that a hanging worker is sent', () => {
    const { clock, watchdog, stalls } = watched();
    for (let minute = 0; minute < 11; minute++) {
      watchdog.watch('first-text');
      clock.pass(60_000);
    }
    expect(stalls).toEqual(['first-text']);
  });

  it('expects nothing of an idle worker, and keeps no timer for it', () => {
    const { clock, watchdog, stalls } = watched();
    watchdog.watch('first-text').end();
    clock.pass(24 * 3_600_000);
    expect([stalls, clock.waiting]).toEqual([[], 0]);
    const call = watchdog.watch('first-text');
    clock.pass(SILENCE_LIMITS_MS['first-text'] - LOOK_MS);
    expect(stalls).toEqual([]);
    call.end();
    call.sign('next-text');
    clock.pass(24 * 3_600_000);
    expect([stalls, clock.waiting]).toEqual([[], 0]);
  });

  it('begins anew after the machine has slept', () => {
    const { clock, watchdog, stalls } = watched();
    watchdog.watch('load').sign('next-text');
    clock.pass(SILENCE_LIMITS_MS['next-text'] - LOOK_MS);
    clock.sleep(8 * 3_600_000);
    clock.pass(SILENCE_LIMITS_MS['next-text'] - 1);
    expect(stalls).toEqual([]);
    clock.pass(LOOK_MS + 1);
    expect(stalls).toEqual(['next-text']);
  });

  it('never ends a worker that gives a sign within every limit, however the machine sleeps and its timers are throttled', () => {
    const step = fc.record({ activity: fc.constantFrom(...activities), share: fc.double({ min: 0, max: 0.99, noNaN: true }), sleptMs: fc.option(fc.integer({ min: 120_000, max: 1e8 }), { nil: 0 }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const { clock, watchdog, stalls } = watched();
        const call = watchdog.watch('load');
        for (const { activity, share, sleptMs } of steps) {
          call.sign(activity);
          clock.pass(share * SILENCE_LIMITS_MS[activity]);
          if (sleptMs > 0) clock.sleep(sleptMs);
        }
        expect(stalls).toEqual([]);
      }),
    );
  });
});
