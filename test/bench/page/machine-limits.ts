import { connectWorker } from '../../../src/bridge/worker-caller.ts';
import type { LimitsCalls } from './limits.worker.ts';
import limitsUrl from './limits.worker.ts?worker&url';

/** What one core does in WebAssembly at best. */
export interface MachineLimits {
  /** Of memory far larger than the caches. */
  readonly readBytesPerSecond: number;
  /** Multiplications with an addition each, of 32-bit floats, four by four. */
  readonly multiplyAddsPerSecond: number;
}

/** Measures for a second or two. The best of several times counts. */
export async function measureLimits(): Promise<MachineLimits> {
  const start = new Worker(new URL(limitsUrl, location.href), { type: 'module' });
  const worker = connectWorker<LimitsCalls>(start, ({ detail }) => new Error(detail), (detail) => new Error(detail));
  try {
    return await worker.calls.call('measure', undefined);
  } finally {
    worker.end(new Error('closed'));
  }
}
