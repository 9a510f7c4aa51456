import type { Outcome } from '../core/outcome.ts';
import { StoreError, type StoreErrorCode } from './store.ts';

/** After these the transaction was undone for sure, perhaps because of one outcome in it. */
const UNDONE: readonly StoreErrorCode[] = ['failed', 'not-found', 'damaged'];

interface Waiting {
  readonly outcome: Outcome;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Stores outcomes in the order in which they come. Those that come while others are being stored share the next transaction: what a
 * strict one costs is its way to the disk, however much is in it, and only one can be on its way.
 */
export class OutcomeGroups {
  readonly #store: (outcomes: readonly Outcome[]) => Promise<void>;
  #waiting: Waiting[] = [];
  #busy = false;

  /** `store` stores all of the outcomes, at least one, or rejects with StoreError. */
  constructor(store: (outcomes: readonly Outcome[]) => Promise<void>) {
    this.#store = store;
  }

  /** Resolves when the outcome is stored; rejects with the StoreError that it causes by itself, or that kept its whole group from being stored. */
  settle(outcome: Outcome): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ outcome, resolve, reject });
      if (!this.#busy) void this.#storeAll();
    });
  }

  async #storeAll(): Promise<void> {
    this.#busy = true;
    while (this.#waiting.length > 0) await this.#storeGroup(this.#waiting.splice(0));
    this.#busy = false;
  }

  /** Never rejects. */
  async #storeGroup(group: readonly Waiting[]): Promise<void> {
    try {
      await this.#store(group.map(({ outcome }) => outcome));
      for (const { resolve } of group) resolve();
    } catch (error) {
      const alone = group.length > 1 && error instanceof StoreError && UNDONE.includes(error.code);
      if (alone) for (const one of group) await this.#storeGroup([one]);
      else for (const { reject } of group) reject(error);
    }
  }
}
