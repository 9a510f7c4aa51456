import { expect, it, onTestFinished } from 'vitest';
import { WakeLock } from '../../../src/ui/state/wake-lock.svelte.ts';

/** The browser's own locks, as they are given out. */
function watchLocks(): WakeLockSentinel[] {
  const given: WakeLockSentinel[] = [];
  const { wakeLock } = navigator;
  const request = wakeLock.request.bind(wakeLock);
  wakeLock.request = async (type) => {
    const sentinel = await request(type);
    given.push(sentinel);
    return sentinel;
  };
  onTestFinished(() => {
    wakeLock.request = request;
  });
  return given;
}

it('keeps the screen on while it is wanted, and takes it again after the page was hidden', async () => {
  const given = watchLocks();
  const lock = new WakeLock();
  lock.want();
  await expect.poll(() => lock.held).toBe(true);
  // As the browser does when the page is hidden.
  await given[0]?.release();
  expect(lock.held).toBe(false);
  document.dispatchEvent(new Event('visibilitychange'));
  await expect.poll(() => lock.held).toBe(true);
  lock.letGo();
  await expect.poll(() => lock.held).toBe(false);
  document.dispatchEvent(new Event('visibilitychange'));
  lock.want();
  lock.letGo();
  await expect.poll(() => given.length).toBe(3);
  await expect.poll(() => given.every(({ released }) => released)).toBe(true);
});
