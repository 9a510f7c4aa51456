import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { leastLanes, type OracleSpec, type Run } from '../../../src/core/run.ts';
import { type LoadSpec, SINGLE_LANE } from '../../../src/oracle/oracle.ts';
import { openStore, type OpenStore } from '../../../src/store/open-store.ts';
import { recallLaneReport } from '../../../src/ui/state/lane-reports.ts';
import { RunSession } from '../../../src/ui/state/run-session.svelte.ts';
import { Sessions } from '../../../src/ui/state/sessions.svelte.ts';
import { ScriptedOracles } from '../../ui/scripted-oracles.ts';
import { newRun } from './new-run.ts';

const ROWS = 12;

let name: string;
let store: OpenStore;
let run: Run;

beforeEach(async () => {
  name = `test-${crypto.randomUUID()}`;
  store = await openStore({ name });
  run = await newRun(store, ROWS);
});
afterEach(() => store.close());

const quick = { lanes: 2, pieceMs: 0 };
const sessionWith = (script: ConstructorParameters<typeof ScriptedOracles>[0]) => new RunSession(run, { store, oracles: new ScriptedOracles(script) });
const settled = (count: number, session: RunSession) => expect.poll(() => session.counts?.settledSteps ?? 0, { timeout: 20_000, interval: 5 }).toBeGreaterThanOrEqual(count);

describe('the session of a run', () => {
  it('counts what is stored, neither more nor less, until every record is done', async () => {
    const session = sessionWith(quick);
    await session.start();
    expect(session).toMatchObject({ stage: 'idle', failure: undefined });
    expect(session.counts?.rows).toEqual({ rewritten: ROWS, undecided: 0, kept: 0, failed: 0, pending: 0 });
    expect((await store.outcomes(run.id, 0, ROWS)).length).toBe(session.counts?.settledSteps);
    expect(session.live.lanes.map(({ outcome }) => outcome?.phase)).toEqual(['response', 'response']);
  });

  it('pauses at once and goes on where it stopped, without asking anything twice', async () => {
    const session = sessionWith({ lanes: 2, pieceMs: 1 });
    const working = session.start();
    await settled(3, session);
    session.pause();
    await working;
    expect(session).toMatchObject({ stage: 'idle', failure: undefined });
    const before = await store.outcomes(run.id, 0, ROWS);
    expect(before.length).toBeLessThan(2 * ROWS);
    await sessionWith(quick).start();
    const after = await store.outcomes(run.id, 0, ROWS);
    expect(after).toHaveLength(2 * ROWS);
    expect(after.filter(({ ordinal, phase }) => before.some((old) => old.ordinal === ordinal && old.phase === phase))).toEqual(before);
  });

  it('counts at its end what was decided in another tab meanwhile', async () => {
    const session = sessionWith({ lanes: 2, pieceMs: 1 });
    const working = session.start();
    await expect.poll(async () => (await store.outcomes(run.id, 0, 1)).length, { timeout: 20_000, interval: 5 }).toBe(2);
    await store.decide(run.id, 0, 'original');
    await working;
    expect(session.counts?.rows).toMatchObject({ rewritten: ROWS - 1, kept: 1, pending: 0 });
  });

  it('goes on by itself after a loss, and says why it stopped when the oracle keeps dying', async () => {
    const session = sessionWith({ ...quick, diesAfter: 5 });
    await session.start();
    expect(session).toMatchObject({ stage: 'failed', failure: { code: 'run: lost-again' }, tooMuch: true });
    expect(session.oracle.loss).toBeUndefined();
    expect(session.oracle.incidents.map(({ kind }) => kind)).toEqual(['lost']);
    const stored = await store.outcomes(run.id, 0, ROWS);
    expect(session.counts?.settledSteps).toBe(stored.length);
    // It settles more between two losses than a run has to, so that it gets to its end.
    const hardier = sessionWith({ ...quick, diesAfter: 12 });
    await hardier.start();
    expect(hardier).toMatchObject({ stage: 'idle', failure: undefined });
    expect((await store.outcomes(run.id, 0, ROWS)).length).toBe(2 * ROWS);
  });

  it('tells an oracle that measures for itself how much memory of the GPU there is, and keeps what it found out', async () => {
    const loaded: LoadSpec[] = [];
    const refuses = (spec: LoadSpec) => {
      loaded.push(spec);
      return undefined;
    };
    const oracle = { ...run.oracle, device: 'webgpu' } as const;
    const gpuBytes = () => Promise.resolve(5e9);
    for (const lanes of ['auto', 2] as const) {
      const session = new RunSession({ ...run, oracle: { ...oracle, lanes } }, { store, oracles: new ScriptedOracles({ ...quick, refuses }) }, gpuBytes);
      await session.start();
      expect(session.stage).toBe('idle');
    }
    expect(loaded.map(({ lanes, memoryBytes }) => [lanes, memoryBytes])).toEqual([['auto', 5e9], [2, undefined]]);
    expect(recallLaneReport({ ...oracle, lanes: 'auto' })).toEqual({ lanes: 2, contextTokens: 4096, findings: SINGLE_LANE });
    expect(recallLaneReport({ ...oracle, lanes: 3 })).toBeUndefined();
    localStorage.setItem('tain.lanes', '{"transformers|scripted|webgpu|fp32|3": {"lanes": "many"}}');
    expect(recallLaneReport({ ...oracle, lanes: 3 })).toBeUndefined();
  });

  it('asks for less when memory runs out, and keeps to what was chosen, also at a later visit', async () => {
    const narrow = { ...quick, refuses: ({ lanes }: OracleSpec) => (leastLanes(lanes) > 1 ? ('out-of-memory' as const) : undefined) };
    const sessions = new Sessions({ store, oracles: new ScriptedOracles(narrow) }, () => undefined);
    await sessions.start(run);
    expect(sessions.of(run)).toMatchObject({ stage: 'failed', failure: { code: 'oracle: out-of-memory' }, tooMuch: true });
    await sessions.start(run, { lanes: 1 });
    expect(sessions.of(run).counts?.rows.pending).toBe(0);
    expect(sessionWith(quick).limits).toEqual({ lanes: 1 });
    sessions.forget(run.id);
    expect(sessionWith(quick).limits).toEqual({});
  });

  it('only follows while another tab writes, and is free afterwards', async () => {
    // A store of its own stands for the other tab: claims are held against every store of this origin.
    const otherStore = await openStore({ name });
    const claim = await otherStore.claimRun(run.id);
    const session = sessionWith(quick);
    await session.start();
    expect(session.stage).toBe('following');
    const stopLooking = session.observe();
    claim?.release();
    await expect.poll(() => session.stage, { timeout: 10_000 }).toBe('idle');
    stopLooking();
    await session.start();
    expect(session.counts?.rows.pending).toBe(0);
    otherStore.close();
  });

  it('may be started at the very moment at which its screen looks at it', async () => {
    const session = sessionWith(quick);
    const stopLooking = session.observe();
    await session.start();
    stopLooking();
    expect(session.stage).toBe('idle');
    expect(session.counts?.rows.pending).toBe(0);
  });
});

describe('the sessions of a tab', () => {
  it('let one run work at a time and hand over cleanly', async () => {
    const sessions = new Sessions({ store, oracles: new ScriptedOracles({ lanes: 2, pieceMs: 1 }) }, () => undefined);
    const other = await newRun(store, 2);
    void sessions.start(run);
    await settled(1, sessions.of(run));
    await sessions.start(other);
    expect(sessions.of(other).counts?.settledSteps ?? 0).toBe(0);
    await sessions.switchTo(other);
    expect(sessions.of(other).counts?.rows.pending).toBe(0);
    expect(sessions.of(run).stage).toBe('idle');
    expect(sessions.active).toBeUndefined();
  });
});
