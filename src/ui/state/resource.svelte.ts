import { describeFailure, type Failure } from '../messages/failures.ts';

/**
 * A value that is fetched, and fetched again when what `fetch` reads before its first `await` changes.
 * The former value stays until the new one has come, so that nothing flickers; answers that come too late are dropped.
 * Make it while a component is being set up.
 */
export class Resource<Value> {
  value = $state.raw<Value | undefined>();
  failure = $state.raw<Failure | undefined>();
  loading = $state(true);
  #version = $state(0);

  constructor(fetch: () => Promise<Value>) {
    $effect(() => {
      void this.#version;
      let current = true;
      this.loading = true;
      fetch().then(
        (value) => current && this.#settle(value, undefined),
        (error: unknown) => current && this.#settle(undefined, describeFailure(error)),
      );
      return () => (current = false);
    });
  }

  /** Fetches again. */
  reload(): void {
    this.#version += 1;
  }

  #settle(value: Value | undefined, failure: Failure | undefined): void {
    if (failure === undefined) this.value = value;
    this.failure = failure;
    this.loading = false;
  }
}
