import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Decision, type Outcome, PHASES } from '../../../src/core/outcome.ts';
import { LEFT_OUT_BYTE, readStatus, withStatus } from '../../../src/core/status.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { flipBit, rawKeys, tamper } from './raw-database.ts';
import { failureOf, freshName, importSource, makeOutcome, makeRun } from './samples.ts';

const ROW_COUNT = 1100;
const ordinal = fc.constantFrom(0, 1, 1023, 1024, ROW_COUNT - 1);
const ending = fc.constantFrom('rewritten', 'undecided', 'kept', 'failed');
const settling = fc.record({ kind: fc.constant('settle' as const), ordinal, phase: fc.constantFrom(...PHASES), ending });
const deciding = fc.record({ kind: fc.constant('decide' as const), ordinal, decision: fc.constantFrom<Decision | undefined>('rewrite', 'original', undefined) });

function outcomeOf(runId: string, ordinal: number, phase: (typeof PHASES)[number], ending: Outcome['status']): Outcome {
  const rewritten = makeOutcome(runId, ordinal, phase);
  const { attempts, pair, critique } = rewritten;
  if (ending === 'kept') return { runId, ordinal, phase, attempts, critique, status: ending, reason: 'gate', proposal: pair };
  return ending === 'failed' ? { runId, ordinal, phase, attempts, status: ending, reason: 'oracle-failed' } : { ...rewritten, status: ending };
}

test('statuses are those of the outcomes under the decisions, in whatever order both come', async () => {
  const store = await openStore({ name: freshName() });
  await importSource(store, 'a', 'unused', Array<number>(ROW_COUNT).fill(1));
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(settling, deciding), { maxLength: 20 }), fc.nat(ROW_COUNT), fc.nat(ROW_COUNT), async (steps, from, limit) => {
      const run = makeRun(crypto.randomUUID(), 'a', ROW_COUNT);
      await store.addRun(run);
      const outcomes = new Map<string, Outcome>();
      const decisions = new Map<number, Decision>();
      for (const step of steps) {
        if (step.kind === 'settle') {
          const outcome = outcomeOf(run.id, step.ordinal, step.phase, step.ending);
          if (outcomes.has(`${step.ordinal} ${step.phase}`)) continue;
          outcomes.set(`${step.ordinal} ${step.phase}`, outcome);
          await store.settle(outcome);
        } else if ([...outcomes.values()].some(({ ordinal, status }) => ordinal === step.ordinal && (status === 'rewritten' || status === 'undecided'))) {
          await store.decide(run.id, step.ordinal, step.decision);
          if (step.decision) decisions.set(step.ordinal, step.decision);
          else decisions.delete(step.ordinal);
        } else {
          expect(await failureOf(store.decide(run.id, step.ordinal, step.decision))).toEqual({ code: 'not-found', detail: `run ${run.id}, row ${step.ordinal}: no rewrite` });
        }
      }
      const statuses = new Uint8Array(ROW_COUNT);
      for (const outcome of outcomes.values()) statuses[outcome.ordinal] = withStatus(statuses[outcome.ordinal] ?? 0, outcome, decisions.get(outcome.ordinal));
      expect(await store.statuses(run.id)).toEqual(statuses);
      const inPage = [...decisions].filter(([at]) => at >= from && at < from + limit).sort(([a], [b]) => a - b);
      expect([...(await store.decisions(run.id, from, limit))]).toEqual(inPage);
      expect(await store.outcomes(run.id, 0, ROW_COUNT)).toHaveLength(outcomes.size);
    }),
    { numRuns: 40 },
  );
  store.close();
});

test('decisions are there after reopening, and gone with their run', async () => {
  const name = freshName();
  const first = await openStore({ name });
  await importSource(first, 'a', 'r', [1, 1]);
  await first.settle(outcomeOf('r', 1, 'response', 'undecided'));
  await first.decide('r', 1, 'rewrite');
  first.close();
  const store = await openStore({ name });
  expect([...(await store.decisions('r', 0, 2))]).toEqual([[1, 'rewrite']]);
  await store.removeRun('r');
  expect(await rawKeys(name, 'decisions')).toEqual([]);
  expect((await failureOf(store.decisions('r', 0, 2))).code).toBe('not-found');
  expect((await failureOf(store.decide('r', 1, 'rewrite'))).code).toBe('not-found');
  store.close();
});

test('a damaged decision is named, leaves the others alone, and is mended by deciding again', async () => {
  const name = freshName();
  const store = await openStore({ name });
  await importSource(store, 'a', 'r', [1, 1]);
  for (const ordinal of [0, 1]) {
    await store.settle(outcomeOf('r', ordinal, 'instruction', 'undecided'));
    await store.decide('r', ordinal, 'original');
  }
  await tamper(name, 'decisions', ['r', 0, 0], flipBit(3));
  expect(await failureOf(store.decisions('r', 0, 2))).toEqual({ code: 'damaged', detail: 'run r, row 0, decision' });
  // The run goes on all the same.
  await store.settle(makeOutcome('r', 0, 'response'));
  const statuses = await store.statuses('r');
  expect(PHASES.map((phase) => readStatus(statuses[0] ?? 0, phase))).toEqual(['declined', 'rewritten']);
  expect([...(await store.decisions('r', 1, 1))]).toEqual([[1, 'original']]);
  await store.decide('r', 0, 'rewrite');
  expect((await store.statuses('r'))[0]).toBe(0x11);
  expect([...(await store.decisions('r', 0, 2))]).toEqual([[0, 'rewrite'], [1, 'original']]);
  store.close();
});

test('the records that a run does not name stand as left out, and a run that names others than its source has is refused', async () => {
  const store = await openStore({ name: freshName() });
  await importSource(store, 'a', 'unused', Array<number>(ROW_COUNT).fill(1));
  const run = { ...makeRun('r', 'a', ROW_COUNT), rows: [3, 1024] };
  await store.addRun(run);
  const statuses = new Uint8Array(ROW_COUNT).fill(LEFT_OUT_BYTE);
  statuses[3] = statuses[1024] = 0;
  expect(await store.statuses('r')).toEqual(statuses);
  expect(await store.run('r')).toEqual(run);
  expect(await failureOf(store.addRun({ ...run, id: 'wrong', rows: [ROW_COUNT] }))).toEqual({ code: 'failed', detail: `run wrong: no row ${ROW_COUNT}` });
  expect((await store.runs()).map(({ id }) => id).sort()).toEqual(['r', 'unused']);
  store.close();
});
