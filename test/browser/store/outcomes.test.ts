import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PHASES, type Outcome } from '../../../src/core/outcome.ts';
import { PHASE_STATUSES, withStatus } from '../../../src/core/status.ts';
import type { KeptReason } from '../../../src/core/verdict.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { failureOf, freshName, importSource, makeOutcome } from './samples.ts';

const ROW_COUNT = 2500;
const KEPT = PHASE_STATUSES.slice(3) as KeptReason[];

const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 50 }), fc.constantFrom('\ud800', '', '汉'.repeat(30_000)));
const step = fc.record({ ordinal: fc.constantFrom(0, 1, 7, 1023, 1024, 2048, ROW_COUNT - 1), phase: fc.constantFrom(...PHASES), text, ending: fc.nat(KEPT.length + 1) });

function outcomeOf(runId: string, { ordinal, phase, text, ending }: { ordinal: number; phase: (typeof PHASES)[number]; text: string; ending: number }): Outcome {
  const rewritten = makeOutcome(runId, ordinal, phase, text);
  const { attempts } = rewritten;
  const reason = KEPT[ending];
  if (reason) return { runId, ordinal, phase, attempts, status: 'kept', reason, critique: [] };
  return ending === KEPT.length ? rewritten : { runId, ordinal, phase, attempts, status: 'failed', reason: 'oracle-failed' };
}

test('outcomes and statuses agree after any sequence of settles, and what is settled never changes', async () => {
  const store = await openStore({ name: freshName() });
  await importSource(store, 'a', 'unused', Array<number>(ROW_COUNT).fill(1));
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), fc.nat(ROW_COUNT), fc.nat(ROW_COUNT), async (steps, from, limit) => {
      const run = { ...(await store.run('unused')), id: crypto.randomUUID() };
      await store.addRun(run);
      const settled = new Map<string, Outcome>();
      // Nobody waits for the one before, as with several lanes.
      const calls = steps.map(async (step) => {
        const outcome = outcomeOf(run.id, step);
        const key = `${String(step.ordinal).padStart(5, '0')} ${PHASES.indexOf(step.phase)}`;
        const known = settled.has(key);
        if (!known) settled.set(key, outcome);
        const call = store.settle(outcome);
        if (known) expect((await failureOf(call)).detail).toBe(`already settled: run ${run.id}, row ${step.ordinal}, ${step.phase}`);
        else await call;
      });
      await Promise.all(calls);
      const expected = [...settled].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, outcome]) => outcome);
      expect(await store.outcomes(run.id, 0, ROW_COUNT)).toEqual(expected);
      expect(await store.outcomes(run.id, from, limit)).toEqual(expected.filter(({ ordinal }) => ordinal >= from && ordinal < from + limit));
      const statuses = new Uint8Array(ROW_COUNT);
      for (const outcome of expected) statuses[outcome.ordinal] = withStatus(statuses[outcome.ordinal] ?? 0, outcome);
      expect(await store.statuses(run.id)).toEqual(statuses);
    }),
    { numRuns: 40 },
  );
  store.close();
});

test('outcomes and statuses are there after reopening, and gone with their run', async () => {
  const name = freshName();
  const first = await openStore({ name });
  await importSource(first, 'a', 'r', [1, 1, 1]);
  const outcome = makeOutcome('r', 2, 'response');
  await first.settle(outcome);
  first.close();
  const store = await openStore({ name });
  expect(await store.outcomes('r', 0, 3)).toEqual([outcome]);
  expect(await store.statuses('r')).toEqual(Uint8Array.of(0, 0, 0x10));
  await store.removeRun('r');
  expect((await failureOf(store.settle(outcome))).code).toBe('not-found');
  expect((await failureOf(store.settle(makeOutcome('r', 9, 'response')))).code).toBe('not-found');
  store.close();
});
