import type { Outcome } from '../core/outcome.ts';
import type { Store } from '../store/store.ts';
import type { RunEvent } from './run-event.ts';

/** Stores outcomes one after the other, and reports each once it is stored, while whoever added them goes on. After a failure it stores nothing more. */
export class OutcomeWriter {
  readonly #store: Pick<Store, 'settle'>;
  readonly #report: (event: RunEvent) => void;
  readonly #onFailure: (error: unknown) => void;
  #stored: Promise<void> = Promise.resolve();

  /** `onFailure` is told what the store rejects with, perhaps more than once. */
  constructor(store: Pick<Store, 'settle'>, report: (event: RunEvent) => void, onFailure: (error: unknown) => void) {
    this.#store = store;
    this.#report = report;
    this.#onFailure = onFailure;
  }

  /** Resolves when all outcomes added until now are stored and reported; rejects with the StoreError that kept one from it. */
  get stored(): Promise<void> {
    return this.#stored;
  }

  add(outcome: Outcome): void {
    this.#stored = this.#stored.then(() => this.#settle(outcome));
    this.#stored.catch(this.#onFailure);
  }

  async #settle(outcome: Outcome): Promise<void> {
    await this.#store.settle(outcome);
    this.#report({ kind: 'settled', outcome });
  }
}
