import { expect, test } from 'vitest';
import { cdp } from 'vitest/browser';
import { openStore } from '../../../src/store/open-store.ts';
import { openRaw, resultOf } from './raw-database.ts';
import { failureOf, freshName, importSource, makeOutcome, makeRecords, makeSource } from './samples.ts';

/** Keeps a writing transaction open, as a hanging database would, until the returned function is called. */
async function holdUp(name: string): Promise<() => void> {
  const database = await openRaw(name);
  const store = database.transaction(['outcomes', 'statuses'], 'readwrite').objectStore('outcomes');
  let held = true;
  const again = () => {
    if (held) store.get('none').onsuccess = again;
    else database.close();
  };
  await resultOf(store.get('none'));
  again();
  return () => (held = false);
}

test('a call that takes too long rejects, and what it would have written is not there afterwards', async () => {
  const name = freshName();
  const store = await openStore({ name, timeoutMs: 300 });
  await importSource(store, 'a', 'r', [1, 1]);
  const letGo = await holdUp(name);
  const outcome = makeOutcome('r', 0, 'response');
  expect(await failureOf(store.settle(outcome))).toEqual({ code: 'timed-out', detail: 'readwrite outcomes, statuses, decisions, after 300 ms' });
  letGo();
  expect(await store.outcomes('r', 0, 2)).toEqual([]);
  await store.settle(outcome);
  expect(await store.outcomes('r', 0, 2)).toEqual([outcome]);
  store.close();
});

test('a full disk is reported as such, loses nothing, and the same records go in when there is room', async () => {
  const { origin } = location;
  // Chromium asks for the free space only now and then: a fresh database knows of no more than this.
  await cdp().send('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb' });
  // Other tests of this browser may have left caches, which count as well.
  const { usage } = await cdp().send('Storage.getUsageAndQuota', { origin });
  await cdp().send('Storage.overrideQuotaForOrigin', { origin, quotaSize: usage + 2_000_000 });
  const store = await openStore({ name: freshName() });
  const records = makeRecords(Array<number>(100).fill(50_000));
  try {
    await importSource(store, 'a', 'r', [1000]);
    expect((await failureOf(store.appendRecords('b', records))).code).toBe('full');
    expect(await store.records('a', 0, 9)).toEqual(makeRecords([1000]));
  } finally {
    await cdp().send('Storage.overrideQuotaForOrigin', { origin });
  }
  await store.appendRecords('b', records);
  await store.addSource(makeSource('b', 100));
  expect(await store.records('b', 99, 9)).toHaveLength(1);
  store.close();
});

test('a store gives way to a newer version of the page, and says then that it is blocked', async () => {
  const name = freshName();
  const store = await openStore({ name });
  expect(await store.sources()).toEqual([]);
  const newer = await openRaw(name, 99);
  expect((await failureOf(store.sources())).code).toBe('blocked');
  expect((await failureOf(openStore({ name }))).code).toBe('blocked');
  newer.close();
  store.close();
});

test('a store goes on after the browser has closed its database and deleted its data', async () => {
  const name = freshName();
  const store = await openStore({ name });
  await importSource(store, 'a', 'r', [1]);
  await cdp().send('Storage.clearDataForOrigin', { origin: location.origin, storageTypes: 'indexeddb' });
  await expect.poll(() => store.sources().catch(() => 'closing')).toEqual([]);
  await importSource(store, 'a', 'r', [2]);
  expect(await store.records('a', 0, 1)).toEqual(makeRecords([2]));
  store.close();
});

test('a closed store rejects, and gives no claims', async () => {
  const store = await openStore({ name: freshName() });
  store.close();
  const closed = { code: 'failed', detail: 'the store is closed' };
  expect(await failureOf(store.runs())).toEqual(closed);
  expect(await failureOf(store.claimRun('r'))).toEqual(closed);
});
