import { expect, test } from 'vitest';
import { openStore } from '../../../src/store/open-store.ts';
import { rawKeys } from './raw-database.ts';
import { failureOf, freshName, makeRecords, makeSource } from './samples.ts';
import type { SecondAgentOrder } from './second-agent.worker.ts';

/** A worker with a store of its own, which lives until it is terminated. */
class SecondAgent {
  readonly #worker = new Worker(new URL('./second-agent.worker.ts', import.meta.url), { type: 'module' });

  obey(order: SecondAgentOrder): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.#worker.addEventListener('message', (event: MessageEvent<boolean>) => resolve(event.data), { once: true });
      this.#worker.addEventListener('error', (event) => reject(new Error(event.message)), { once: true });
      this.#worker.postMessage(order);
    });
  }

  terminate(): void {
    this.#worker.terminate();
  }
}

test('a run is claimed by one at a time, and is free again after release, after closing, and when its holder dies', async () => {
  const name = freshName();
  const store = await openStore({ name });
  const claim = await store.claimRun('r');
  expect(claim).toBeDefined();
  expect(await store.claimRun('r')).toBeUndefined();
  const refused = new SecondAgent();
  expect(await refused.obey({ name, order: 'claim', runId: 'r' })).toBe(false);
  expect(await refused.obey({ name, order: 'claim', runId: 'another' })).toBe(true);
  refused.terminate();

  claim?.release();
  const again = await store.claimRun('r');
  expect(again).toBeDefined();
  store.close();
  const agent = new SecondAgent();
  expect(await agent.obey({ name, order: 'claim', runId: 'r' })).toBe(true);
  const other = await openStore({ name });
  expect(await other.claimRun('r')).toBeUndefined();
  agent.terminate();
  await expect.poll(() => other.claimRun('r')).toBeDefined();
  other.close();
});

test('an import that runs elsewhere is left alone; one that was broken off is swept at the next opening', async () => {
  const name = freshName();
  const agent = new SecondAgent();
  await agent.obey({ name, order: 'import', sourceId: 'theirs' });
  const ours = await openStore({ name });
  await ours.appendRecords('ours', makeRecords([10]));
  const running = [
    ['ours', 0, 0],
    ['theirs', 0, 0],
    ['theirs', 1, 0],
    ['theirs', 1, 1],
  ];
  (await openStore({ name })).close();
  expect(await rawKeys(name, 'records')).toEqual(running);
  expect(await ours.sources()).toEqual([]);
  expect((await failureOf(ours.records('ours', 0, 1))).code).toBe('not-found');
  expect((await failureOf(ours.appendRecords('theirs', makeRecords([10])))).detail).toBe('source theirs is being imported elsewhere');

  agent.terminate();
  const swept = async () => {
    (await openStore({ name })).close();
    return rawKeys(name, 'records');
  };
  await expect.poll(swept).toEqual([['ours', 0, 0]]);
  await ours.addSource(makeSource('ours', 1));
  ours.close();
  expect(await swept()).toEqual([['ours', 0, 0]]);
  expect(await rawKeys(name, 'imports')).toEqual([]);
});

test('a source that is removed while it is imported leaves nothing behind and can be imported again', async () => {
  const name = freshName();
  const store = await openStore({ name });
  await store.appendRecords('a', makeRecords([10, 20]));
  await store.removeSource('a');
  expect(await rawKeys(name, 'records')).toEqual([]);
  await store.appendRecords('a', makeRecords([30]));
  await store.addSource(makeSource('a', 1));
  expect(await store.records('a', 0, 2)).toEqual(makeRecords([30]));
  store.close();
});
