import { describe, expect, it, onTestFinished } from 'vitest';
import { connectWorker, type WorkerCaller } from '../../../src/bridge/worker-caller.ts';
import { sealedWorkerStarter } from '../../../src/seal/sealed-worker.ts';
import failingUrl from './failing-start.worker.ts?worker&url';
import type { SlowStartCalls } from './slow-start.worker.ts';
import slowUrl from './slow-start.worker.ts?worker&url';

const startSealed = sealedWorkerStarter();
const starters = [
  ['from its address', (url: string) => new Worker(url, { type: 'module' })],
  ['sealed', startSealed],
] as const;

class Died extends Error {}

describe.each(starters)('a worker started %s', (_, start) => {
  function connect(url: string): WorkerCaller<SlowStartCalls> {
    const worker = connectWorker<SlowStartCalls>(start(url), ({ detail }) => new Error(detail), (detail) => new Died(detail));
    onTestFinished(() => worker.end(new Error('the test is over')));
    return worker;
  }

  it('gets what was sent while its modules were still loading', async () => {
    const { calls } = connect(slowUrl);
    await expect(Promise.all(['a', 'b'].map((text) => calls.call('echo', text)))).resolves.toEqual(['a', 'b']);
  });

  it('rejects every call in flight when it dies, and every later one', async () => {
    const { calls } = connect(slowUrl);
    const inFlight = [calls.call('hang', null), calls.call('die', 'out of luck')];
    for (const call of inFlight) await expect(call).rejects.toThrow('out of luck');
    for (const call of inFlight) await expect(call).rejects.toBeInstanceOf(Died);
    await expect(calls.call('echo', 'late')).rejects.toBeInstanceOf(Died);
  });

  it('rejects every call when its thread ends without a word', async () => {
    const { calls } = connect(slowUrl);
    const inFlight = [calls.call('hang', null), calls.call('vanish', null)];
    for (const call of inFlight) await expect(call).rejects.toBeInstanceOf(Died);
    await expect(calls.call('echo', 'late')).rejects.toBeInstanceOf(Died);
  });

  it('rejects every call when its script cannot be loaded', async () => {
    const { calls } = connect(new URL('/no-such-worker.js', location.href).href);
    await expect(calls.call('echo', 'a')).rejects.toBeInstanceOf(Died);
  });

  it('rejects every call when its modules fail as they load', async () => {
    const { calls } = connect(failingUrl);
    await expect(calls.call('echo', 'a')).rejects.toBeInstanceOf(Died);
  });

  it('rejects with the given error once it is ended', async () => {
    const worker = connect(slowUrl);
    const { calls } = worker;
    await calls.call('echo', 'ready');
    const call = calls.call('hang', null);
    const error = new Error('no longer needed');
    worker.end(error);
    await expect(call).rejects.toBe(error);
    await expect(calls.call('echo', 'late')).rejects.toBe(error);
  });
});
