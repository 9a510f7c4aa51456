import { expect, test } from 'vitest';
import type { TransferProgress } from '../../../src/oracle/shelf.ts';
import { TransferMeter } from '../../../src/oracle/weights/transfer-meter.ts';

test('the meter tells now and then what is done, how fast it comes and how long it will take', () => {
  const seen: TransferProgress[] = [];
  let nowMs = 0;
  const meter = new TransferMeter('list', (progress) => seen.push(progress), () => nowMs);
  expect(seen).toEqual([{ stage: 'list', doneBytes: 0, totalBytes: undefined, bytesPerSecond: undefined, remainingMs: undefined, retry: undefined }]);
  meter.expect('fetch', [{ path: 'a', sizeBytes: 10_000 }, { path: 'b', sizeBytes: undefined }], true);
  expect(seen.at(-1)?.totalBytes).toBeUndefined();
  meter.finish('b', 500);
  // What an earlier life left is done, and tells nothing of the speed.
  meter.has('a', 2000);
  for (nowMs = 100; nowMs <= 2000; nowMs += 100) meter.moved('a', 200);
  nowMs = 2200;
  meter.retrying({ path: 'a', attempt: 2, attemptsMax: 6 });
  expect(seen.at(-1)).toMatchObject({ stage: 'fetch', doneBytes: 6500, totalBytes: 10_500, retry: { attempt: 2 } });
  const { bytesPerSecond = 0, remainingMs = 0 } = seen.at(-1) ?? {};
  expect(bytesPerSecond).toBeGreaterThan(1700);
  expect(bytesPerSecond).toBeLessThan(2100);
  expect(remainingMs).toBeCloseTo((4000 / bytesPerSecond) * 1000);
  expect(seen.length).toBeLessThan(16);
  // A standstill shows within seconds, and a file that is begun anew falls back.
  nowMs = 9000;
  meter.has('a', 0);
  nowMs = 10_500;
  meter.has('a', 0);
  expect(seen.at(-1)).toMatchObject({ doneBytes: 500, bytesPerSecond: 0, remainingMs: undefined });
  expect(meter.remainingBytes()).toBe(10_000);
  meter.finish('a', 10_000);
  expect(seen.at(-1)).toMatchObject({ doneBytes: 10_500, totalBytes: 10_500 });
});
