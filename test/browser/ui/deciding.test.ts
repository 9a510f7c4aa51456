import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Run } from '../../../src/core/run.ts';
import { openStore, type OpenStore } from '../../../src/store/open-store.ts';
import { StatusHistogram } from '../../../src/quality/status-counts.ts';
import { Deciding } from '../../../src/ui/state/deciding.svelte.ts';
import { RunSession } from '../../../src/ui/state/run-session.svelte.ts';
import { ScriptedOracles } from '../../ui/scripted-oracles.ts';
import { newRun } from './new-run.ts';

const ROWS = 8;
const ASK = { onLoss: 'ask', onTie: 'ask', onUnreadable: 'ask' } as const;

let store: OpenStore;
let run: Run;

beforeEach(async () => {
  store = await openStore({ name: `test-${crypto.randomUUID()}` });
  const plain = await newRun(store, ROWS);
  await store.removeRun(plain.id);
  run = { ...plain, recipe: { ...plain.recipe, gate: ASK } };
  await store.addRun(run);
});
afterEach(() => store.close());

const sessionAt = (pieceMs: number) => new RunSession(run, { store, oracles: new ScriptedOracles({ lanes: 2, pieceMs }) });
const stored = async () => new StatusHistogram(await store.statuses(run.id)).counts(run.recipe.phases);

it('keeps the figures at what is stored when decisions fall while the run is at work, in this visit or an earlier one', async () => {
  const first = sessionAt(2);
  const working = first.start();
  await expect.poll(() => first.counts?.settledSteps ?? 0, { interval: 5, timeout: 30_000 }).toBeGreaterThan(2);
  const decidable = (await store.outcomes(run.id, 0, ROWS)).filter(({ status }) => status === 'undecided' || status === 'rewritten').map(({ ordinal }) => ordinal);
  const deciding = new Deciding(first, store);
  for (const [place, ordinal] of decidable.entries()) await deciding.decide(ordinal, place % 2 === 0 ? 'original' : 'rewrite');
  expect(decidable.length).toBeGreaterThan(0);
  first.pause();
  await working;
  expect(first.counts).toEqual(await stored());
  const second = sessionAt(0);
  await second.start();
  expect(second.counts?.rows.pending).toBe(0);
  expect(second.counts).toEqual(await stored());
});

it('says nothing about a record without a rewrite, and takes back no more than it made', async () => {
  const session = sessionAt(0);
  const deciding = new Deciding(session, store);
  expect(await deciding.decide(0, 'rewrite')).toBeUndefined();
  expect(deciding).toMatchObject({ failure: undefined, last: undefined });
  expect(await deciding.takeBack()).toBeUndefined();
  await session.start();
  const asked = await stored();
  const { ordinal = 0 } = (await store.outcomes(run.id, 0, ROWS)).find(({ status }) => status === 'undecided' || status === 'rewritten') ?? {};
  expect(await deciding.decide(ordinal, 'original')).toMatchObject({ ordinal, decision: 'original', former: undefined });
  expect(await deciding.decide(ordinal, 'original')).toBeUndefined();
  expect((await stored()).filters.declined).toBe(1);
  expect(await deciding.takeBack()).toMatchObject({ ordinal, decision: undefined, former: 'original' });
  expect(await stored()).toEqual(asked);
  expect(session.counts).toEqual(asked);
});
