import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Run } from '../../src/core/run.ts';
import type { Store } from '../../src/store/store.ts';
import { recycle } from '../../src/pipeline/recycle.ts';
import type { MemoryStore } from './memory-store.ts';
import { replyTo } from './replying-oracle.ts';
import { storeOf } from './run-fixtures.ts';
import { StepClock, type Stepping, SteppingOracle } from './stepping-oracle.ts';

/** The same store, which takes so many steps for each call. */
function slowed(store: MemoryStore, clock: StepClock, steps: number): Store {
  const slow = <Parameters extends unknown[], Result>(call: (...parameters: Parameters) => Promise<Result>) => async (...parameters: Parameters) => {
    await clock.after(steps);
    return call.apply(store, parameters);
  };
  return Object.assign(Object.create(store) as MemoryStore, {
    source: slow(store.source.bind(store)),
    statuses: slow(store.statuses.bind(store)),
    records: slow(store.records.bind(store)),
    outcomes: slow(store.outcomes.bind(store)),
    settle: slow(store.settle.bind(store)),
  });
}

/** Recycles a whole run step by step. Gives back, for each step from the first prompt on until every record was asked, how many lanes were free. */
async function freeLanes(run: Run, store: MemoryStore, stepping: Stepping, storeSteps: number): Promise<number[]> {
  const clock = new StepClock();
  const oracle = new SteppingOracle(stepping, clock);
  let done = false;
  const running = (async () => {
    for await (const event of recycle(run, { oracle, store: slowed(store, clock, storeSteps) }, new AbortController().signal)) void event;
    done = true;
  })();
  const free: number[] = [];
  const words = new Set<string | undefined>();
  for (let seen = 0; !done; await clock.pass()) {
    const freeNow = oracle.step();
    for (; seen < oracle.asked.length; seen++) words.add(/word\d+/.exec(oracle.asked[seen]?.user ?? '')?.[0]);
    if (words.size < run.rowCount && (free.length > 0 || freeNow < oracle.lanes)) free.push(freeNow);
  }
  await running;
  return free;
}

const scenario = fc
  .record({ lanes: fc.integer({ min: 1, max: 8 }), wayThere: fc.nat(2), wayBack: fc.nat(2), spread: fc.nat(12), rows: fc.integer({ min: 20, max: 150 }) })
  .chain((base) => {
    const shortest = base.wayThere + base.wayBack + 1;
    return fc.record({ base: fc.constant(base), shortest: fc.integer({ min: shortest, max: shortest + 5 }), extras: fc.array(fc.nat(base.spread), { minLength: 1, maxLength: 40 }) });
  })
  .chain(({ base, shortest, extras }) => fc.record({
    ...{ base: fc.constant(base), tokens: fc.constant((asked: number) => shortest + (extras[asked % extras.length] ?? 0)) },
    storeSteps: fc.nat(shortest),
    worthless: fc.array(fc.boolean(), { minLength: 1, maxLength: 30 }),
    continues: fc.boolean(),
  }));

describe('the lanes of an oracle', () => {
  it('are never empty while there are records, whatever the answers, their ways and a store no slower than an answer', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async ({ base, tokens, storeSteps, worthless, continues }) => {
        const { store, run } = await storeOf(Array.from({ length: base.rows }, (_, index) => `word${index}`));
        const reply: Stepping['reply'] = (prompt, asked) => (worthless[asked % worthless.length] ? 'nothing that was asked for' : replyTo(prompt));
        const free = await freeLanes({ ...run, recipe: { ...run.recipe, continues } }, store, { ...base, tokens, reply }, storeSteps);
        // Where conversations go on, one prompt less waits: should all lanes end in one step, one is empty until the next prompt has come.
        expect(Math.max(0, ...free)).toBeLessThanOrEqual(continues ? 1 : 0);
        expect(await store.outcomes(run.id, 0, run.rowCount)).toHaveLength(2 * base.rows);
      }),
      { numRuns: 60 },
    );
  });
});
