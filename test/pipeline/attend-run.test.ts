import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Outcome, PhaseName } from '../../src/core/outcome.ts';
import type { OracleSpec, Run } from '../../src/core/run.ts';
import { OracleError, type OracleErrorCode } from '../../src/oracle/oracle.ts';
import { attendRun } from '../../src/pipeline/attend-run.ts';
import { RunError } from '../../src/pipeline/recycle.ts';
import type { AttendedEvent } from '../../src/pipeline/run-event.ts';
import { StoreError } from '../../src/store/store.ts';
import { ManualClock } from '../bridge/manual-clock.ts';
import type { MemoryStore } from './memory-store.ts';
import { MortalOracles } from './mortal-oracles.ts';
import { storeOf } from './run-fixtures.ts';

const WORDS = Array.from({ length: 14 }, (_, index) => `word${index}`);

interface Attended {
  readonly events: AttendedEvent[];
  readonly error: unknown;
  readonly outcomes: readonly Outcome[];
}

/** Attends the run once, until it is done or stops. `onEvent` may act in the middle of it. */
async function attend(
  { store, run }: { store: MemoryStore; run: Run },
  oracles: MortalOracles,
  { lanes = 1, device = 'wasm', clock, onEvent, signal }: { lanes?: number; device?: OracleSpec['device']; clock?: ManualClock; onEvent?: (event: AttendedEvent) => void; signal?: AbortSignal } = {},
): Promise<Attended> {
  const spec: OracleSpec = { ...run.oracle, lanes, device };
  const events: AttendedEvent[] = [];
  let error: unknown;
  try {
    for await (const event of attendRun(run, { oracles, store, spec, clock: clock ?? new ManualClock() }, signal ?? new AbortController().signal)) {
      events.push(event);
      onEvent?.(event);
    }
  } catch (thrown) {
    error = thrown;
  }
  expect([oracles.openNow, oracles.mostOpen]).toEqual([0, 1]);
  return { events, error, outcomes: await store.outcomes(run.id, 0, run.rowCount) };
}

const undisturbed = async (words: readonly string[] = WORDS) => (await attend(await storeOf(words), new MortalOracles({}))).outcomes;
const OF_RECORDS: readonly AttendedEvent['kind'][] = ['asked', 'begun', 'text', 'answered', 'settled'];
const kinds = (events: readonly AttendedEvent[]) => events.map(({ kind }) => kind).filter((kind) => !OF_RECORDS.includes(kind));
const asksWith = (word: string, code: OracleErrorCode, from: 'instruction' | 'both' = 'both') => ({
  atBegin: (_: number, { user }: { user: string }) => (new RegExp(`\\[Instruction\\]\\n(new )?${word}\\n`).test(user) && (from === 'both' || user.includes('[New Instruction]')) ? code : undefined),
});

/** From now on the store takes so many turns of the event loop to store an outcome. */
function slowDown(store: MemoryStore, turns: number): void {
  const settle = store.settle.bind(store);
  store.settle = async (outcome) => {
    for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
    return settle(outcome);
  };
}

describe('attending a run', () => {
  it('tells of the load, of the speed that was measured, and of the run', async () => {
    const { events, error } = await attend(await storeOf(['alpha']), new MortalOracles({}), { lanes: 3 });
    expect(error).toBeUndefined();
    const ofPhase = (phase: PhaseName) => events.flatMap((event) => ((event.kind === 'settled' ? event.outcome.phase : 'phase' in event && event.phase) === phase ? [event.kind] : []));
    expect(ofPhase('instruction')).toEqual(OF_RECORDS);
    expect(ofPhase('response')).toEqual(OF_RECORDS);
    expect(kinds(events)).toEqual(['loading', 'ready']);
    expect(events[1]).toMatchObject({ lanes: 3, calibration: { newTokensPerSecond: 50 } });
  });

  it.each<OracleErrorCode>(['worker-died', 'stalled'])('opens a fresh oracle after one has %s, and ends as if nothing had happened', async (code) => {
    const oracles = new MortalOracles({ atBegin: (ask) => (ask === 7 ? code : undefined) });
    const { events, outcomes } = await attend(await storeOf(WORDS), oracles);
    expect(outcomes).toEqual(await undisturbed());
    expect(kinds(events)).toEqual(['loading', 'ready', 'recovering', 'loading', 'ready']);
    expect(events.find((event) => event.kind === 'recovering')).toMatchObject({ loss: { code }, blamed: undefined });
    // Of each phase one question, one more for the phase that was in work, and one for another if it waited.
    expect([1, 2]).toContain(oracles.asked.flat().length - 2 * WORDS.length);
  });

  it('recycles what was in work at a loss one by one first, then fills its lanes again', async () => {
    const oracles = new MortalOracles({ atBegin: (ask) => (ask === 5 ? 'worker-died' : undefined) });
    const { outcomes, events } = await attend(await storeOf(WORDS), oracles, { lanes: 4 });
    expect(outcomes).toEqual(await undisturbed());
    const afterLoss = events.slice(events.findIndex(({ kind }) => kind === 'recovering')).flatMap((event) => (event.kind === 'asked' || event.kind === 'answered' ? [event.kind] : []));
    expect(afterLoss.slice(0, 8)).toEqual(['asked', 'answered', 'asked', 'answered', 'asked', 'answered', 'asked', 'answered']);
    expect(afterLoss.join(' ')).toContain('asked asked asked asked');
  });

  it.each([2, 3])('suspects what was in work at a loss, and nothing that only waited, with %i lanes', async (lanes) => {
    const { events } = await attend(await storeOf(WORDS), new MortalOracles({ atBegin: (begin) => (begin === 6 ? 'worker-died' : undefined) }), { lanes });
    const loss = events.findIndex(({ kind }) => kind === 'recovering');
    const begun = new Set<number>();
    const asked = new Set<number>();
    for (const event of events.slice(0, loss)) {
      if (event.kind === 'asked') asked.add(event.ordinal);
      if (event.kind === 'begun') begun.add(event.ordinal);
      if (event.kind === 'answered') [begun, asked].map((open) => open.delete(event.ordinal));
    }
    expect([begun.size, asked.size]).toEqual([lanes, 2 * lanes]);
    const after = events.slice(loss).flatMap((event) => (event.kind === 'asked' || event.kind === 'answered' ? [event] : []));
    const together = after.findIndex(({ kind }, index) => kind === 'asked' && after[index + 1]?.kind === 'asked');
    expect(new Set(after.slice(0, together).map(({ ordinal }) => ordinal))).toEqual(begun);
  });

  it.each([1, 4])('finishes all other records when one kills the oracle by its mere arrival, with %i lanes', async (lanes) => {
    const made = await storeOf(WORDS);
    const { atBegin: atArrival } = asksWith('word5', 'stalled');
    let { outcomes } = await attend(made, new MortalOracles({ atArrival }), { lanes });
    // Each time that it stops the person continues.
    for (let turn = 0; turn < 8 && outcomes.length < 2 * WORDS.length; turn++) ({ outcomes } = await attend(made, new MortalOracles({ atArrival }), { lanes }));
    expect(outcomes.flatMap(({ ordinal, status }) => (status === 'rewritten' ? [] : [ordinal]))).toEqual([5, 5]);
  });

  it.each([1, 4])('gives up a record at which the oracle dies each time, and finishes all others, with %i lanes', async (lanes) => {
    const { outcomes, events, error } = await attend(await storeOf(WORDS), new MortalOracles(asksWith('word5', 'worker-died')), { lanes });
    expect(error).toBeUndefined();
    const expected = (await undisturbed()).filter(({ ordinal }) => ordinal !== 5);
    expect(outcomes.filter(({ ordinal }) => ordinal !== 5)).toEqual(expected);
    const given = outcomes.filter(({ ordinal }) => ordinal === 5);
    expect(given.map((outcome) => [outcome.phase, outcome.status, outcome.attempts.length])).toEqual([
      ['instruction', 'failed', 2],
      ['response', 'failed', 1],
    ]);
    expect(given[0]?.attempts[0]).toMatchObject({ raw: '', finishReason: 'error', reason: 'oracle-failed', options: { seed: 1 } });
    expect(events.flatMap((event) => (event.kind === 'recovering' ? [event.blamed] : []))).toEqual([undefined, 5, 5]);
  });

  it('takes the second phase of a record whose first one killed the oracle, if that can be had', async () => {
    const { outcomes } = await attend(await storeOf(WORDS), new MortalOracles(asksWith('word5', 'stalled', 'instruction')));
    expect(outcomes.filter(({ ordinal }) => ordinal === 5).map(({ status }) => status)).toEqual(['failed', 'rewritten']);
  });

  it('stops when losses come faster than answers, blaming no record for it', async () => {
    const dying = new MortalOracles({ atBegin: (ask) => (ask % 3 === 2 ? 'worker-died' : undefined) });
    const { error, outcomes } = await attend(await storeOf(WORDS), dying);
    expect(error).toBeInstanceOf(RunError);
    expect(error).toMatchObject({ code: 'lost-again', detail: 'worker-died: at begin', cause: { code: 'worker-died' } });
    expect(dying.opened).toHaveLength(2);
    expect(outcomes.every(({ status }) => status === 'rewritten')).toBe(true);
  });

  it('lets a machine that fails at everything spoil one record at most', async () => {
    const broken = new MortalOracles({ atBegin: () => 'worker-died' });
    const { error, outcomes } = await attend(await storeOf(WORDS), broken);
    expect(error).toMatchObject({ code: 'lost-again' });
    expect(new Set(outcomes.map(({ ordinal }) => ordinal)).size).toBe(1);
  });

  it('recovers again and again as long as there is real progress between', async () => {
    const oracles = new MortalOracles({ atBegin: (ask) => (ask % 13 === 12 ? 'worker-died' : undefined) });
    expect((await attend(await storeOf(WORDS), oracles)).outcomes).toEqual(await undisturbed());
    expect(oracles.opened.length).toBeGreaterThan(2);
  });

  it.each<[OracleErrorCode, number]>([
    ['load-failed', 0],
    ['weights-missing', 0],
    ['self-test-failed', 0],
    ['out-of-memory', 0],
    ['out-of-memory', 1],
    ['self-test-failed', 1],
  ])('stops with %s at load %i', async (code, load) => {
    const fate = { atLoad: (count: number) => (count === load ? code : undefined), atBegin: (ask: number) => (ask === 3 ? ('worker-died' as const) : undefined) };
    expect((await attend(await storeOf(WORDS), new MortalOracles(fate))).error).toMatchObject({ name: 'OracleError', code });
  });

  it('counts a load that fails right after a loss as the second loss', async () => {
    const fate = { atLoad: (load: number) => (load === 1 ? ('load-failed' as const) : undefined), atBegin: (ask: number) => (ask === 3 ? ('stalled' as const) : undefined) };
    expect((await attend(await storeOf(WORDS), new MortalOracles(fate))).error).toMatchObject({ code: 'lost-again', detail: 'load-failed: at load' });
  });

  it('tries a load that died once more, and not twice', async () => {
    const once = await attend(await storeOf(['alpha']), new MortalOracles({ atLoad: (load) => (load === 0 ? 'stalled' : undefined) }));
    expect([once.error, once.outcomes.length]).toEqual([undefined, 2]);
    const twice = await attend(await storeOf(['alpha']), new MortalOracles({ atLoad: () => 'stalled' }));
    expect(twice.error).toMatchObject({ code: 'lost-again' });
  });

  it('says that the GPU is gone when there is none after a loss, having looked three times', async () => {
    const clock = new ManualClock();
    let probes = 0;
    const oracles = new MortalOracles({
      atBegin: (ask) => (ask === 3 ? 'worker-died' : undefined),
      gpuAtProbe: () => {
        probes++;
        setImmediate(() => clock.pass(10_000));
        return false;
      },
    });
    const { error } = await attend(await storeOf(WORDS), oracles, { device: 'webgpu', clock });
    expect(error).toMatchObject({ name: 'OracleError', code: 'gpu-gone' });
    expect([probes, oracles.opened.length]).toEqual([3, 1]);
  });

  it('says that rather than that the oracle was lost again', async () => {
    const oracles = new MortalOracles({ atBegin: (ask) => (ask % 3 === 2 ? 'worker-died' : undefined), gpuAtProbe: (probe) => probe === 0 });
    expect((await attend(await storeOf(WORDS), oracles, { device: 'webgpu' })).error).toMatchObject({ code: 'gpu-gone' });
  });

  it('says so too of a model that finds no GPU at its first load, and takes one for unsupported that finds one', async () => {
    const unsupported = { atLoad: () => 'unsupported' as const };
    const gone = await attend(await storeOf(['alpha']), new MortalOracles({ ...unsupported, gpuAtProbe: () => false }), { device: 'webgpu' });
    expect(gone.error).toMatchObject({ code: 'gpu-gone' });
    const there = await attend(await storeOf(['alpha']), new MortalOracles(unsupported), { device: 'webgpu' });
    expect(there.error).toMatchObject({ code: 'unsupported' });
  });

  it('reports a sleep of the machine and goes on', async () => {
    const clock = new ManualClock();
    const onEvent = (event: AttendedEvent) => {
      if (event.kind === 'settled' && event.outcome.ordinal === 3 && event.outcome.phase === 'response') clock.sleep(3_600_000);
    };
    const { events, outcomes } = await attend(await storeOf(WORDS), new MortalOracles({}), { clock, onEvent });
    expect(events.filter(({ kind }) => kind === 'slept')).toEqual([{ kind: 'slept', sleep: { fromMs: 1_000_000, toMs: 4_600_000 } }]);
    expect(outcomes).toEqual(await undisturbed());
    expect(clock.waiting).toBe(0);
  });

  it('stops with its reason when the store is full, and goes on when there is room again', async () => {
    const { store, run } = await storeOf(WORDS);
    const settle = store.settle.bind(store);
    let room = 9;
    store.settle = async (outcome) => {
      if (room-- <= 0) throw new StoreError('full');
      return settle(outcome);
    };
    const { error, outcomes } = await attend({ store, run }, new MortalOracles({}), { lanes: 3 });
    expect(error).toMatchObject({ name: 'StoreError', code: 'full' });
    expect(outcomes).toHaveLength(9);
    room = Infinity;
    expect((await attend({ store, run }, new MortalOracles({}))).outcomes).toEqual(await undisturbed());
  });

  it('reports every outcome that is stored, also those that another lane stores while the oracle dies', async () => {
    const { store, run } = await storeOf(WORDS);
    slowDown(store, 5);
    const { events, outcomes } = await attend({ store, run }, new MortalOracles({ atBegin: (ask) => (ask % 9 === 6 ? 'worker-died' : undefined) }), { lanes: 4 });
    expect(events.flatMap((event) => (event.kind === 'settled' ? [event.outcome] : []))).toHaveLength(outcomes.length);
  });

  it('loses nothing and settles each phase once, whatever dies when', { timeout: 120_000 }, async () => {
    const expected = await undisturbed();
    const deaths = fc.array(fc.tuple(fc.nat(40), fc.constantFrom<OracleErrorCode>('worker-died', 'stalled', 'out-of-memory', 'gpu-gone')), { maxLength: 6 }).map((times) => new Map(times));
    const fates = fc.record({ begins: deaths, arrivals: deaths, loads: fc.array(fc.nat(6), { maxLength: 3 }), silent: fc.boolean() });
    const conditions = fc.record({ lanes: fc.integer({ min: 1, max: 4 }), pauseAfter: fc.option(fc.nat(20), { nil: undefined }), storeTurns: fc.nat(6) });
    await fc.assert(
      fc.asyncProperty(fates, conditions, async ({ begins, arrivals, loads, silent }, { lanes, pauseAfter, storeTurns }) => {
        const made = await storeOf(WORDS);
        slowDown(made.store, storeTurns);
        const oracles = new MortalOracles({
          atBegin: (begin) => begins.get(begin),
          atArrival: (arrival) => arrivals.get(arrival),
          atLoad: (load) => (loads.includes(load) ? 'worker-died' : undefined),
          silent,
        });
        const blamed = new Set<number>();
        const pause = new AbortController();
        const reported: Outcome[] = [];
        const onEvent = (event: AttendedEvent) => {
          if (event.kind === 'recovering' && event.blamed !== undefined) blamed.add(event.blamed);
          if (event.kind === 'settled' && reported.push(event.outcome) === pauseAfter) pause.abort();
        };
        let { error, outcomes } = await attend(made, oracles, { lanes, onEvent, signal: pause.signal });
        // Each time that it stops the person continues.
        for (let turn = 0; turn < 30 && (error !== undefined || outcomes.length < expected.length); turn++) {
          expect(error === undefined || error instanceof OracleError || error instanceof RunError).toBe(true);
          ({ error, outcomes } = await attend(made, oracles, { lanes, onEvent }));
        }
        // The store refuses to settle anything twice.
        const innocent = ({ ordinal }: Outcome) => !blamed.has(ordinal);
        expect(outcomes).toHaveLength(expected.length);
        expect(outcomes.filter(innocent)).toEqual(expected.filter(innocent));
        expect(reported).toHaveLength(expected.length);
        const phasesOf = (ordinal: number) => reported.flatMap((outcome) => (outcome.ordinal === ordinal ? [outcome.phase] : []));
        for (const ordinal of WORDS.keys()) expect(phasesOf(ordinal)).toEqual(['instruction', 'response']);
      }),
      { numRuns: 100 },
    );
  });
});
