import type { AnswerMessage, CallMessage, ErrorData, Port } from './wire.ts';

/** The far end of a call: its argument, the events it may send, and what it resolves with. */
export interface Call<Argument = unknown, Event = unknown, Result = unknown> {
  readonly argument: Argument;
  readonly event: Event;
  readonly result: Result;
}

/** The calls of one border, by name. */
export type CallMap = Record<string, Call>;

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
  readonly onEvent: (event: unknown) => void;
}

/** How a call is watched and stopped. */
export interface CallWatch<Event> {
  readonly onEvent?: (event: Event) => void;
  readonly signal?: AbortSignal;
}

/**
 * The calling end of a border. Each call settles exactly once: by the answer, by its signal,
 * or by `failAll` when the far end is gone. `revive` rebuilds an error from its data.
 *
 * Calls are sent once the far end has said `ready`: a worker whose modules await something at their
 * top level is running, and drops messages, before it listens.
 */
export class Caller<Calls extends CallMap> {
  readonly #port: Port;
  readonly #revive: (data: ErrorData) => Error;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;
  #failure: Error | undefined;
  /** What waits for the far end to be ready; undefined once it is. */
  #outbox: CallMessage[] | undefined = [];

  constructor(port: Port, revive: (data: ErrorData) => Error) {
    this.#port = port;
    this.#revive = revive;
    // The message comes from our own worker script, so its shape is known.
    port.addEventListener('message', (event) => this.#receive(event.data as AnswerMessage));
  }

  /** Calls `name` at the far end. Rejects with the revived error, or at once with the signal's reason. */
  call<Name extends keyof Calls & string>(
    name: Name,
    argument: Calls[Name]['argument'],
    watch: CallWatch<Calls[Name]['event']> = {},
  ): Promise<Calls[Name]['result']> {
    const { signal, onEvent } = watch;
    if (this.#failure) return Promise.reject(this.#failure);
    if (signal?.aborted) return Promise.reject(signal.reason as Error);
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        this.#post({ kind: 'abort', id });
        this.#take(id)?.reject(signal?.reason);
      };
      const settle = (settleWith: (value: unknown) => void) => (value: unknown) => {
        signal?.removeEventListener('abort', onAbort);
        settleWith(value);
      };
      signal?.addEventListener('abort', onAbort);
      // `name` ties the far end's types to this promise; the wire itself is untyped.
      this.#pending.set(id, {
        resolve: settle(resolve),
        reject: settle(reject),
        onEvent: onEvent ?? (() => undefined),
      });
      this.#post({ kind: 'call', id, name, argument });
    });
  }

  /** Rejects every call in flight and every later one with `error`. The first failure stays. */
  failAll(error: Error): void {
    this.#failure ??= error;
    for (const id of [...this.#pending.keys()]) this.#take(id)?.reject(this.#failure);
  }

  #post(message: CallMessage): void {
    if (this.#outbox) {
      this.#outbox.push(message);
      return;
    }
    try {
      this.#port.postMessage(message);
    } catch (error) {
      this.#take(message.id)?.reject(error);
    }
  }

  #flush(): void {
    const waiting = this.#outbox ?? [];
    this.#outbox = undefined;
    for (const message of waiting) this.#post(message);
  }

  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    return pending;
  }

  #receive(message: AnswerMessage): void {
    switch (message.kind) {
      case 'ready':
        return this.#flush();
      case 'event':
        this.#pending.get(message.id)?.onEvent(message.event);
        return;
      case 'result':
        this.#take(message.id)?.resolve(message.value);
        return;
      case 'error':
        this.#take(message.id)?.reject(this.#revive(message.error));
    }
  }
}
