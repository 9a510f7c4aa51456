import { StoreError } from './store.ts';

/**
 * Settles as `work` does, or rejects with StoreError `timed-out` when that takes too long.
 * The signal aborts at that moment, so that the work can be undone; what it still yields is dropped.
 */
export function withinTime<Result>(timeoutMs: number, what: string, work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const overdue = new AbortController();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      const error = new StoreError('timed-out', `${what}, after ${timeoutMs} ms`);
      reject(error);
      overdue.abort(error);
    }, timeoutMs);
    void work(overdue.signal)
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });
}
