/**
 * Joins what several tasks report into one sequence for one reader. Ends after `close`, throws after
 * `fail`; what was pushed before is read first.
 */
export class EventQueue<Event> implements AsyncIterable<Event> {
  readonly #waiting: Event[] = [];
  #ended: { readonly error: Error | undefined } | undefined;
  #wake: () => void = () => undefined;

  push(event: Event): void {
    this.#waiting.push(event);
    this.#wake();
  }

  close(): void {
    this.#end(undefined);
  }

  /** Only the first failure counts. */
  fail(error: unknown): void {
    this.#end(error instanceof Error ? error : new Error(String(error)));
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Event, void, undefined> {
    for (;;) {
      yield* this.#waiting.splice(0);
      if (this.#waiting.length > 0) continue;
      if (this.#ended) break;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    if (this.#ended.error) throw this.#ended.error;
  }

  #end(error: Error | undefined): void {
    this.#ended ??= { error };
    this.#wake();
  }
}

/**
 * Carries out a task and gives what it reports meanwhile, in that order. Throws what the task rejects with. Aborting the signal ends it
 * without an error, as does a reader who leaves. Either way the task has come to its end before the sequence has, so that nothing of it is
 * still written when the reader goes on.
 */
export async function* reportsOf<Event>(task: (report: (event: Event) => void, signal: AbortSignal) => Promise<void>, signal: AbortSignal): AsyncGenerator<Event, void, undefined> {
  const events = new EventQueue<Event>();
  const stop = new AbortController();
  const ended = AbortSignal.any([signal, stop.signal]);
  const done = task((event) => events.push(event), ended).then(
    () => events.close(),
    (error: unknown) => (ended.aborted ? events.close() : events.fail(error)),
  );
  try {
    yield* events;
  } finally {
    stop.abort();
    await done;
  }
}
