import { createSubscriber } from 'svelte/reactivity';
import type { LedgerEntry, LedgerTotals, OfflineStanding, Seal } from '../../seal/seal.ts';
import { FrameBatch } from './frame-batch.ts';

/** The seal as a component shows it: reading a member follows it for as long as the component is there. */
export class SealView {
  readonly #seal: Seal;
  readonly #followOffline: () => void;
  readonly #followLedger: () => void;

  constructor(seal: Seal) {
    this.#seal = seal;
    this.#followOffline = createSubscriber((update) => seal.offline.subscribe(update));
    // A download asks for many ranges a second.
    this.#followLedger = createSubscriber((update) => {
      const frames = new FrameBatch(update);
      return seal.ledger.subscribe(() => frames.request());
    });
  }

  get standing(): OfflineStanding {
    this.#followOffline();
    return this.#seal.offline.standing;
  }

  get entries(): readonly LedgerEntry[] {
    this.#followLedger();
    return this.#seal.ledger.entries;
  }

  get totals(): LedgerTotals {
    this.#followLedger();
    return this.#seal.ledger.totals;
  }
}
