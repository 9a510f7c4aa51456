/**
 * A worker that ends itself, or is ended by the system, sends no event. But it loses its locks: the browser
 * takes them back with the thread that held them. So a worker holds a lock for as long as it lives, and the
 * page waits in line for it. Needs no heartbeat, and works while a worker is busy for minutes.
 */

/** Takes a lock for the rest of this worker's life. Resolves with its name once it is held, or with undefined when there is none to be had: then a death shows only as silence. Never rejects. */
export function holdLifeLock(): Promise<string | undefined> {
  const manager = lockManager();
  if (!manager) return Promise.resolve(undefined);
  const name = `life of ${crypto.randomUUID()}`;
  return new Promise((resolve) => {
    const hold = () => {
      resolve(name);
      return new Promise<never>(() => undefined);
    };
    manager.request(name, hold).catch(() => resolve(undefined));
  });
}

/** Calls `onEnd` when whoever holds the lock is gone. Returns what ends the waiting. */
export function watchLifeLock(name: string, onEnd: () => void): () => void {
  const waiting = new AbortController();
  // Rejects when the waiting ends, and when the browser takes the page itself apart.
  lockManager()?.request(name, { signal: waiting.signal }, onEnd).catch(() => undefined);
  return () => waiting.abort();
}

function lockManager(): LockManager | undefined {
  // Absent on insecure pages and outside browsers, whatever the types say.
  return (globalThis.navigator as Partial<Navigator> | undefined)?.locks;
}
