import { asStoreError } from './failure.ts';
import { StoreError } from './store.ts';
import { withinTime } from './time-limit.ts';

interface Held {
  readonly release: () => void;
  /** Resolves when the browser has taken the lock back. */
  readonly gone: Promise<unknown>;
  leaving: boolean;
}

/** Web Locks of this origin, held by one tab or worker at a time; the browser takes them back when the holder dies. */
export class Locks {
  readonly #manager: LockManager;
  readonly #timeoutMs: number;
  readonly #held = new Map<string, Held>();
  #closed = false;

  /** Throws StoreError `unavailable` where the browser has no Web Locks, as on a page that is not secure. */
  constructor(timeoutMs: number) {
    // lib.dom takes it for granted; insecure pages do not have it.
    const manager = navigator.locks as LockManager | undefined;
    if (!manager) throw new StoreError('unavailable', 'no Web Locks');
    this.#manager = manager;
    this.#timeoutMs = timeoutMs;
  }

  /** Takes the lock and resolves with its release; with undefined when somebody holds it, this page included. */
  async take(name: string): Promise<(() => void) | undefined> {
    if (this.#closed) throw new StoreError('failed', 'the store is closed');
    const held = this.#held.get(name);
    // Released a moment ago, which the browser may not have noticed yet: pausing and resuming at once must work.
    if (held?.leaving) await held.gone;
    return withinTime(this.#timeoutMs, `lock ${name}`, (signal) => this.#request(name, signal));
  }

  /** Releases every lock held here; none is taken any more. */
  close(): void {
    this.#closed = true;
    for (const held of this.#held.values()) held.release();
  }

  #request(name: string, signal: AbortSignal): Promise<(() => void) | undefined> {
    return new Promise((resolve, reject) => {
      const gone: Promise<void> = this.#manager.request(name, { ifAvailable: true }, (lock) => {
        if (!lock || signal.aborted || this.#closed) return resolve(undefined);
        return new Promise<void>((leave) => resolve(this.#hold(name, gone, leave)));
      });
      gone.catch((error: unknown) => reject(asStoreError(error)));
    });
  }

  #hold(name: string, gone: Promise<unknown>, leave: () => void): () => void {
    const held: Held = { gone, leaving: false, release };
    function release(): void {
      held.leaving = true;
      leave();
    }
    this.#held.set(name, held);
    const forget = () => this.#held.delete(name);
    void gone.then(forget, forget);
    return release;
  }
}
