import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/core/outcome.ts';
import type { Run } from '../../src/core/run.ts';
import { type Oracle, OracleError } from '../../src/oracle/oracle.ts';
import { recycle, RunError } from '../../src/pipeline/recycle.ts';
import { StoreError } from '../../src/store/store.ts';
import type { MemoryStore } from './memory-store.ts';
import { ReplyingOracle } from './replying-oracle.ts';
import { SOURCE, storeOf } from './run-fixtures.ts';

async function finish(run: Run, store: MemoryStore, oracle: Oracle, signal = new AbortController().signal): Promise<Outcome[]> {
  for await (const event of recycle(run, { oracle, store }, signal)) void event;
  return store.outcomes(run.id, 0, run.rowCount);
}

describe('recycling', () => {
  it('takes every record through both phases, the second on the pair of the first', async () => {
    const { store, run } = await storeOf(['alpha', 'beta']);
    const outcomes = await finish(run, store, new ReplyingOracle(1));
    expect(outcomes.map(({ ordinal, phase, status }) => [ordinal, phase, status])).toEqual([
      [0, 'instruction', 'rewritten'],
      [0, 'response', 'rewritten'],
      [1, 'instruction', 'rewritten'],
      [1, 'response', 'rewritten'],
    ]);
    expect(outcomes[1]).toMatchObject({ pair: { instruction: 'new alpha', input: '', response: 'better answer to new alpha' } });
  });

  it('keeps a prompt waiting for each lane, of one less where phase 2 goes on with the conversation of phase 1', async () => {
    const { store, run } = await storeOf(Array.from({ length: 150 }, (_, index) => `word${index}`));
    const oracle = new ReplyingOracle(5);
    expect(await finish(run, store, oracle)).toHaveLength(300);
    expect([oracle.mostServed, oracle.mostAsked]).toEqual([5, 10]);
    for (const lanes of [1, 5]) {
      const made = await storeOf(['alpha', 'beta', 'gamma', 'delta', 'epsilon', 'zeta', 'eta', 'theta', 'iota', 'kappa']);
      const holding = new ReplyingOracle(lanes);
      await finish({ ...made.run, recipe: { ...run.recipe, continues: true } }, made.store, holding);
      expect(holding.mostAsked).toBe(2 * lanes - 1);
    }
  });

  it('asks one record after the other of those that are to be recycled alone', async () => {
    const { store, run } = await storeOf(['alpha', 'beta', 'gamma', 'delta']);
    const oracle = new ReplyingOracle(5);
    for await (const event of recycle(run, { oracle, store, alone: new Set([1, 3]) }, new AbortController().signal)) void event;
    expect(oracle.mostAsked).toBe(1);
    expect((await store.outcomes(run.id, 0, 4)).map(({ ordinal }) => ordinal)).toEqual([1, 1, 3, 3]);
  });

  it('ends the same however often it is paused, and never asks twice what is settled', async () => {
    const words = Array.from({ length: 12 }, (_, index) => `word${index}`);
    const whole = await storeOf(words);
    const expected = await finish(whole.run, whole.store, new ReplyingOracle(1));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 6 }), fc.integer({ min: 1, max: 4 }), async (pauses, lanes) => {
        const { store, run } = await storeOf(words);
        const oracle = new ReplyingOracle(lanes);
        for (const settledUntilPause of pauses) {
          const controller = new AbortController();
          let settled = 0;
          for await (const event of recycle(run, { oracle, store }, controller.signal)) {
            if (event.kind === 'settled' && ++settled === settledUntilPause) controller.abort();
          }
        }
        expect(await finish(run, store, oracle)).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });

  it('starts the second phase from the whole original when the first keeps it', async () => {
    const { store, run } = await storeOf(['alpha']);
    const oracle = new ReplyingOracle(1, { '[New Instruction]': 'no marker here' });
    const [first, second] = await finish(run, store, oracle);
    expect(first).toMatchObject({ status: 'kept', reason: 'no-marker' });
    expect(second).toMatchObject({ status: 'rewritten', pair: { instruction: 'alpha', input: 'in' } });
  });

  it('asks again in another way, at most as often as the recipe says, and keeps every completion', async () => {
    const { store, run } = await storeOf(['alpha']);
    const oracle = new ReplyingOracle(1, { '[New Instruction]': (asked) => `useless ${asked}` });
    const [first] = await finish(run, store, oracle);
    expect(first?.attempts.map(({ raw, reason }) => [raw, reason])).toEqual([
      ['useless 1', 'no-marker'],
      ['useless 2', 'no-marker'],
    ]);
    const [once, again] = oracle.asked;
    expect(again?.prompt).not.toEqual(once?.prompt);
    expect(again?.options.seed).not.toBe(once?.options.seed);
    expect(again?.options.temperature).toBeGreaterThan(0);
  });

  it('gives a record that the oracle cannot take a reason, and goes on', async () => {
    const { store, run } = await storeOf(['LONG', 'REFUSED', 'BROKEN', 'fine']);
    const oracle = new ReplyingOracle(2, {
      LONG: new OracleError('prompt-too-long'),
      REFUSED: new OracleError('prompt-refused'),
      BROKEN: new OracleError('engine-failed'),
    });
    const outcomes = await finish(run, store, oracle);
    const first = outcomes.filter(({ phase }) => phase === 'instruction');
    expect(first.map((outcome) => ('reason' in outcome ? outcome.reason : outcome.status))).toEqual([
      'too-long',
      'prompt-refused',
      'oracle-failed',
      'rewritten',
    ]);
    expect(first.map(({ attempts }) => attempts.length)).toEqual([1, 1, 2, 1]);
  });

  it('stops with the error when the oracle is gone, and what was settled stays', async () => {
    const { store, run } = await storeOf(['alpha', 'beta', 'dead']);
    const oracle = new ReplyingOracle(1, { dead: new OracleError('worker-died', 'gone') });
    await expect(finish(run, store, oracle)).rejects.toMatchObject({ code: 'worker-died' });
    expect(await store.outcomes(run.id, 0, 3)).toHaveLength(4);
    expect(await finish(run, store, new ReplyingOracle(1))).toHaveLength(6);
  });

  it('fails a record whose stored bytes are damaged, and only that one', async () => {
    const { store, run } = await storeOf(['alpha', 'beta', 'gamma']);
    const readAll = store.records.bind(store);
    store.records = async (sourceId, from, limit) => {
      if (from <= 1 && from + limit > 1) throw new StoreError('damaged', 'row 1');
      return readAll(sourceId, from, limit);
    };
    const outcomes = await finish(run, store, new ReplyingOracle(2));
    expect(outcomes.map(({ ordinal, status }) => `${ordinal} ${status}`)).toEqual(
      ['0 rewritten', '0 rewritten', '1 failed', '1 failed', '2 rewritten', '2 rewritten'],
    );
  });

  it('fails what is left of a record whose first outcome is damaged', async () => {
    const { store, run } = await storeOf(['alpha']);
    const pause = new AbortController();
    for await (const event of recycle(run, { oracle: new ReplyingOracle(1), store }, pause.signal)) {
      if (event.kind === 'settled') pause.abort();
    }
    const statuses = await store.statuses(run.id);
    store.statuses = async () => statuses;
    store.outcomes = async () => {
      throw new StoreError('damaged', 'row 0');
    };
    for await (const event of recycle(run, { oracle: new ReplyingOracle(1), store }, new AbortController().signal)) {
      expect(event).toMatchObject({ kind: 'settled', outcome: { ordinal: 0, phase: 'response', reason: 'record-damaged' } });
    }
    expect.assertions(1);
  });

  it('refuses to go on with another source than its own', async () => {
    const { store, run } = await storeOf(['alpha']);
    await store.addSource({ ...SOURCE, rowCount: 1, sha256: 'other' });
    await expect(finish(run, store, new ReplyingOracle(1))).rejects.toBeInstanceOf(RunError);
  });

  it('asks the second phase while the first is being stored, and stores it only after the first', async () => {
    const { store, run } = await storeOf(['alpha']);
    const oracle = new ReplyingOracle(1);
    const settle = store.settle.bind(store);
    const storing: [phase: string, asked: number][] = [];
    store.settle = async (outcome) => {
      for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
      storing.push([outcome.phase, oracle.asked.length]);
      return settle(outcome);
    };
    expect(await finish(run, store, oracle)).toHaveLength(2);
    expect(storing).toEqual([['instruction', 2], ['response', 2]]);
  });

  it('stores nothing more of a record whose first phase could not be stored', async () => {
    const { store, run } = await storeOf(['alpha', 'beta']);
    const settle = store.settle.bind(store);
    store.settle = async (outcome) => {
      for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
      if (outcome.ordinal === 0) throw new StoreError('full');
      return settle(outcome);
    };
    await expect(finish(run, store, new ReplyingOracle(2))).rejects.toMatchObject({ name: 'StoreError', code: 'full' });
    expect((await store.outcomes(run.id, 0, 2)).filter(({ ordinal }) => ordinal === 0)).toEqual([]);
  });

  it('stores each outcome before it reports it', async () => {
    const { store, run } = await storeOf(['alpha', 'beta', 'gamma']);
    for await (const event of recycle(run, { oracle: new ReplyingOracle(2), store }, new AbortController().signal)) {
      if (event.kind !== 'settled') continue;
      const stored = await store.outcomes(run.id, event.outcome.ordinal, 1);
      expect(stored).toContainEqual(event.outcome);
    }
  });
});
