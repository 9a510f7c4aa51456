import { Caller, type CallMap } from './calls.ts';
import type { ErrorData } from './wire.ts';

/** A worker with the calling end of its border. */
export interface WorkerCaller<Calls extends CallMap> {
  readonly calls: Caller<Calls>;
  /** Ends the worker; calls in flight and later ones reject with `error`. */
  end(error: Error): void;
}

/**
 * Connects to a worker. When the worker's script fails to load, throws outside a call, or sends
 * something that cannot be read, the worker is ended and every call rejects with `died(detail)`.
 * A worker that is terminated from outside sends no event: end it with `end`.
 */
export function connectWorker<Calls extends CallMap>(
  worker: Worker,
  revive: (data: ErrorData) => Error,
  died: (detail: string) => Error,
): WorkerCaller<Calls> {
  const calls = new Caller<Calls>(worker, revive);
  const end = (error: Error) => {
    worker.terminate();
    calls.failAll(error);
  };
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    end(died(event.message || 'its script could not be loaded'));
  });
  worker.addEventListener('messageerror', () => end(died('a message could not be read')));
  return { calls, end };
}
