import { expect, it } from 'vitest';
import type { Outcome } from '../../src/core/outcome.ts';
import { OutcomeGroups } from '../../src/store/outcome-groups.ts';
import { StoreError } from '../../src/store/store.ts';

const outcomeOf = (ordinal: number): Outcome => ({ runId: 'r', ordinal, phase: 'instruction', attempts: [], status: 'failed', reason: 'oracle-failed' });

it('stores what comes while others are being stored in one go, in order', async () => {
  const groups: number[][] = [];
  const settling = new OutcomeGroups(async (outcomes) => {
    groups.push(outcomes.map(({ ordinal }) => ordinal));
    await new Promise((resolve) => setImmediate(resolve));
  });
  await Promise.all([0, 1, 2, 3].map((ordinal) => settling.settle(outcomeOf(ordinal))));
  await settling.settle(outcomeOf(4));
  expect(groups).toEqual([[0], [1, 2, 3], [4]]);
});

it('lets nobody suffer from an outcome that cannot be stored', async () => {
  const stored: number[] = [];
  const settling = new OutcomeGroups(async (outcomes) => {
    await new Promise((resolve) => setImmediate(resolve));
    if (outcomes.some(({ ordinal }) => ordinal === 2)) throw new StoreError('failed', 'already settled');
    stored.push(...outcomes.map(({ ordinal }) => ordinal));
  });
  const results = await Promise.allSettled([0, 1, 2, 3].map((ordinal) => settling.settle(outcomeOf(ordinal))));
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  expect(stored).toEqual([0, 1, 3]);
});

it('tries nothing again that may be stored already', async () => {
  let calls = 0;
  const settling = new OutcomeGroups(async () => {
    calls += 1;
    await new Promise((resolve) => setImmediate(resolve));
    throw new StoreError('timed-out');
  });
  const results = await Promise.allSettled([0, 1, 2].map((ordinal) => settling.settle(outcomeOf(ordinal))));
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(calls).toBe(2);
});
