/** Where weights come from, and the clock by which a failed request is repeated. */
export interface WeightSource {
  fetch(url: string, signal: AbortSignal): Promise<Response>;
  /** Rejects with the signal's reason when that is aborted first. */
  pause(durationMs: number, signal: AbortSignal): Promise<void>;
}

/** The real network. No cookies and no referrer go out, and nothing is kept in the browser's own cache beside ours. */
export const NETWORK: WeightSource = {
  fetch: (url, signal) => fetch(url, { signal, credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-store' }),
  pause: (durationMs, signal) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(resolve, durationMs);
      const onAbort = () => {
        clearTimeout(timer);
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', onAbort, { once: true });
    }),
};
