/** Where weights come from, and the clock by which a failed request is repeated. */
export interface WeightSource {
  /** Asks for what lies at an address, from a byte on. Rejects when there is no connection, or with the signal's reason. */
  fetch(url: string, fromByte: number, signal: AbortSignal): Promise<Response>;
  /** Rejects with the signal's reason when that is aborted first. */
  pause(durationMs: number, signal: AbortSignal): Promise<void>;
}

/** The real network. No cookies and no referrer go out, and nothing is kept in the browser's own cache beside ours. */
export const NETWORK: WeightSource = {
  // A range of this form alone needs no leave of the host: with `If-Range` beside it the browser would ask for it first, and hosts of weights deny it.
  fetch: (url, fromByte, signal) =>
    fetch(url, { signal, credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-store', headers: fromByte > 0 ? { range: `bytes=${fromByte}-` } : {} }),
  pause: (durationMs, signal) =>
    new Promise((resolve, reject) => {
      const onAbort = () => {
        clearTimeout(timer);
        reject(signal.reason as Error);
      };
      const timer = setTimeout(() => {
        signal.removeEventListener('abort', onAbort);
        resolve();
      }, durationMs);
      if (signal.aborted) onAbort();
      else signal.addEventListener('abort', onAbort, { once: true });
    }),
};
