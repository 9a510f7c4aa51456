import { CodedError } from '../core/coded-error.ts';
import type { CallMap } from './calls.ts';
import { holdLifeLock } from './life-lock.ts';
import type { AnswerMessage, CallMessage, ErrorData, Port } from './wire.ts';

/** What a handler is given beside its argument. */
export interface Serving<Event> {
  readonly emit: (event: Event) => void;
  /** Aborted when the caller no longer wants the answer. */
  readonly signal: AbortSignal;
}

/** One handler for each call of a border. */
export type Handlers<Calls extends CallMap> = {
  readonly [Name in keyof Calls]: (
    argument: Calls[Name]['argument'],
    serving: Serving<Calls[Name]['event']>,
  ) => Promise<Calls[Name]['result']>;
};

/** Answers each call on `port` exactly once: with the handler's result or with its error as data. The caller is told when this thread ends, in whatever way. */
export function serve<Calls extends CallMap>(port: Port, handlers: Handlers<Calls>): void {
  const running = new Map<number, AbortController>();
  const post = (message: AnswerMessage) => port.postMessage(message);

  const answer = async (message: CallMessage & { kind: 'call' }): Promise<void> => {
    const { id, name, argument } = message;
    const controller = new AbortController();
    running.set(id, controller);
    try {
      const handler = handlers[name];
      if (!handler) throw new Error(`no handler for the call “${name}”`);
      const emit = (event: unknown) => post({ kind: 'event', id, event });
      const value: unknown = await handler(argument, { emit, signal: controller.signal });
      post({ kind: 'result', id, value });
    } catch (error) {
      post({ kind: 'error', id, error: errorData(error) });
    } finally {
      running.delete(id);
    }
  };

  port.addEventListener('message', (event) => {
    // The message comes from our own page, so its shape is known.
    const message = event.data as CallMessage;
    if (message.kind === 'abort') running.get(message.id)?.abort();
    else void answer(message);
  });
  // Held before the first call comes: a worker may die of that one.
  void holdLifeLock().then((lifeLock) => post({ kind: 'ready', lifeLock }));
}

/** The data of any thrown value: engines throw strings and plain objects too. */
export function errorData(error: unknown): ErrorData {
  if (error instanceof CodedError) {
    // `instanceof` leaves the code's type open; every code is a string.
    const { name, code, detail } = error as CodedError;
    return { name, code, detail };
  }
  if (error instanceof Error) return { name: error.name, code: '', detail: error.message };
  return { name: 'Error', code: '', detail: String(error) };
}
