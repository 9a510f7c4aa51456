import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/core/outcome.ts';
import { OracleError } from '../../src/oracle/oracle.ts';
import { attendJudging } from '../../src/pipeline/attend-judging.ts';
import { judgeEditions, type JudgeEvent, type JudgeRequest } from '../../src/pipeline/judge-editions.ts';
import { judgedScores } from '../../src/pipeline/judged-scores.ts';
import { measuringFor } from '../../src/pipeline/measurings.ts';
import type { RowSample } from '../../src/quality/row-sample.ts';
import type { MemoryStore } from './memory-store.ts';
import { MortalOracles } from './mortal-oracles.ts';
import { ReplyingOracle } from './replying-oracle.ts';
import { storeOf } from './run-fixtures.ts';

const WORDS = ['zero', 'one', 'two', 'three', 'four', 'five'];
const never = new AbortController().signal;

const rewrite = (ordinal: number, response: string): Outcome => ({
  runId: 'r', ordinal, phase: 'response', attempts: [], status: 'rewritten', critique: [], pair: { instruction: WORDS[ordinal] ?? '', input: 'in', response },
});

/** A run of which these records are rewritten, and a judge that compares it with its source. */
async function judged(rewritten: readonly number[], sample: RowSample = { kind: 'all' }): Promise<{ store: MemoryStore; request: JudgeRequest }> {
  const { store, run } = await storeOf(WORDS);
  for (const ordinal of rewritten) await store.settle(rewrite(ordinal, `better ${WORDS[ordinal]}`));
  const instrument = { kind: 'judge', name: 'm', spec: run.oracle, against: { kind: 'original', sourceId: 's' } } as const;
  const measuring = await measuringFor({ kind: 'recycled', runId: 'r' }, instrument, store);
  return { store, request: { measuring: { ...measuring, instrument }, sample, seed: 1 } };
}

async function judge(request: JudgeRequest, store: MemoryStore, oracle: ReplyingOracle, signal = never): Promise<JudgeEvent[]> {
  const events: JudgeEvent[] = [];
  for await (const event of judgeEditions(request, { store, openOracle: () => Promise.resolve(oracle) }, signal)) events.push(event);
  return events;
}

/** Prefers what says that it is better, wherever it stands; always the first place for “two”; nothing readable for “three”. */
class Critic extends ReplyingOracle {
  override async ask(...[prompt, options, onText, signal]: Parameters<ReplyingOracle['ask']>) {
    const answer = await super.ask(prompt, options, onText, signal);
    const first = /\[The Start of Record A\]\n(.*)/.exec(prompt.user)?.[1] ?? '';
    const text = prompt.user.includes('three') ? 'Both.' : first.startsWith('better') || /^two$/m.test(prompt.user) ? '9 3' : '3 9';
    return { ...answer, text };
  }
}

describe('judging two editions', () => {
  it('compares each record blind in both orders, and stores what came of it for these texts', async () => {
    const { store, request } = await judged([0, 2, 3]);
    const oracle = new Critic(2);
    const events = await judge(request, store, oracle);
    expect(events[0]).toEqual({ kind: 'sampled', total: 6 });
    const measures = await store.measures(request.measuring.id, 0, 6);
    expect(measures.map(({ ordinal, value }) => [ordinal, value.kind === 'review' && value.result, value.kind === 'review' && value.points.length])).toEqual([
      [0, 'latter', 2],
      [1, 'tie', 0],
      [2, 'tie', 2],
      [3, 'unreadable', 0],
      [4, 'tie', 0],
      [5, 'tie', 0],
    ]);
    expect(oracle.asked).toHaveLength(6);
    expect(oracle.asked.every(({ prompt }) => !/recycled|original|rewrit/i.test(prompt.system + prompt.user))).toBe(true);
  });

  it('asks nothing twice, and only about what has changed since', async () => {
    const { store, request } = await judged([0, 1]);
    await judge(request, store, new Critic(2));
    const again = new Critic(2);
    const events = await judge(request, store, again);
    expect(again.asked).toHaveLength(0);
    expect(events.filter((event) => event.kind === 'judged' && event.fresh)).toHaveLength(0);
    expect(events).toHaveLength(7);
    await store.settle(rewrite(4, 'better four'));
    const { scores, outdated, rows } = await judgedScores(request.measuring, store, never);
    expect([[...scores.keys()], outdated, rows]).toEqual([[0, 1, 2, 3, 5], 1, [0, 1, 2, 3, 4, 5]]);
    await store.decide('r', 0, 'original');
    await judge(request, store, again);
    expect(again.asked).toHaveLength(2);
    expect((await store.measures(request.measuring.id, 0, 1))[0]?.value).toEqual({ kind: 'review', result: 'tie', points: [] });
  });

  it('goes on where it was paused', async () => {
    const { store, request } = await judged([0, 1, 2, 4, 5]);
    const stop = new AbortController();
    const oracle = new Critic(1);
    for await (const event of judgeEditions(request, { store, openOracle: () => Promise.resolve(oracle) }, stop.signal)) {
      if (event.kind === 'judged') stop.abort();
    }
    const before = (await store.measures(request.measuring.id, 0, 6)).length;
    expect(before).toBeLessThan(6);
    await judge(request, store, oracle);
    expect(await store.measures(request.measuring.id, 0, 6)).toHaveLength(6);
  });

  it('keeps a prompt waiting for every lane', async () => {
    const { store, request } = await judged([0, 1, 2, 4, 5]);
    const oracle = new Critic(3);
    await judge(request, store, oracle);
    expect(oracle.mostServed).toBe(3);
    expect(oracle.mostAsked).toBeGreaterThanOrEqual(6);
  });

  it('judges no more than the sample, and opens no oracle when nothing is to be asked', async () => {
    const { store, request } = await judged([0, 1, 2], { kind: 'first', count: 2 });
    await judge(request, store, new Critic(1));
    expect((await store.measures(request.measuring.id, 0, 6)).map(({ ordinal }) => ordinal)).toEqual([0, 1]);
    const openOracle = () => Promise.reject(new Error('opened'));
    for await (const event of judgeEditions(request, { store, openOracle }, never)) void event;
  });

  it('says that editions of different datasets do not correspond', async () => {
    const { store, request } = await judged([0]);
    await store.addSource({ ...(await store.source('s')), id: 'other', rowCount: 2 });
    const against = { kind: 'original', sourceId: 'other' } as const;
    const measuring = { ...request.measuring, instrument: { ...request.measuring.instrument, against } };
    await expect(judge({ ...request, measuring }, store, new Critic(1))).rejects.toMatchObject({ code: 'not-alike' });
  });
});

describe('attending a judge', () => {
  async function attend(oracles: MortalOracles) {
    const { store, request } = await judged([0, 1, 2, 3, 4, 5]);
    const kinds: string[] = [];
    for await (const { kind } of attendJudging(request, { oracles, store }, never)) if (kind !== 'judged' && kind !== 'asked') kinds.push(kind);
    return { kinds, results: (await store.measures(request.measuring.id, 0, 6)).map(({ value }) => value.kind === 'review' && value.points.length) };
  }

  it('goes on with a fresh oracle when one is lost', async () => {
    const oracles = new MortalOracles({ atBegin: (begin) => (begin === 6 ? 'worker-died' : undefined) });
    const { kinds, results } = await attend(oracles);
    // First those that were in work, then the others.
    expect(kinds).toEqual(['sampled', 'loading', 'ready', 'recovering', 'sampled', 'loading', 'ready', 'sampled']);
    expect(results).toHaveLength(6);
    expect(oracles.openNow).toBe(0);
  });

  it('takes a record at which the oracle is lost for unreadable, once it was alone with it', async () => {
    const oracles = new MortalOracles({ atBegin: (_, { user }) => (user.includes('better three') ? 'stalled' : undefined) });
    const { kinds, results } = await attend(oracles);
    expect(kinds.filter((kind) => kind === 'recovering')).toHaveLength(2);
    expect(results).toHaveLength(6);
    expect(results[3]).toBe(0);
    expect(oracles.openNow).toBe(0);
  });

  it('gives up on a machine that fails at everything', async () => {
    const oracles = new MortalOracles({ atBegin: () => 'worker-died' });
    await expect(attend(oracles)).rejects.toBeInstanceOf(OracleError);
    expect(oracles.opened).toHaveLength(3);
    expect(oracles.openNow).toBe(0);
  });

  it('gives up when the oracle does not load', async () => {
    const oracles = new MortalOracles({ atLoad: () => 'worker-died' });
    await expect(attend(oracles)).rejects.toMatchObject({ code: 'worker-died' });
    expect(oracles.openNow).toBe(0);
  });
});
