import { Caller, type CallMap } from './calls.ts';
import { watchLifeLock } from './life-lock.ts';
import type { AnswerMessage, ErrorData } from './wire.ts';

/** A worker with the calling end of its border. */
export interface WorkerCaller<Calls extends CallMap> {
  readonly calls: Caller<Calls>;
  /** Ends the worker; calls in flight and later ones reject with `error`. */
  end(error: Error): void;
}

/**
 * Connects to a worker. When the worker's script fails to load, throws outside a call, sends something
 * that cannot be read, or ends, the worker is ended and every call rejects with `died(detail)`.
 */
export function connectWorker<Calls extends CallMap>(
  worker: Worker,
  revive: (data: ErrorData) => Error,
  died: (detail: string) => Error,
): WorkerCaller<Calls> {
  const calls = new Caller<Calls>(worker, revive);
  let stopWatching: () => void = () => undefined;
  const end = (error: Error) => {
    stopWatching();
    worker.terminate();
    calls.failAll(error);
  };
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    end(died(event.message || 'its script could not be loaded'));
  });
  worker.addEventListener('messageerror', () => end(died('a message could not be read')));
  worker.addEventListener('message', ({ data }) => {
    // The message comes from our own worker script, so its shape is known.
    const message = data as AnswerMessage;
    if (message.kind === 'ready' && message.lifeLock !== undefined) stopWatching = watchLifeLock(message.lifeLock, () => end(died('its thread ended')));
  });
  return { calls, end };
}
