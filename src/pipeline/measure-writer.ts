import type { Measure } from '../core/measuring.ts';
import type { Store } from '../store/store.ts';

/** Stores measures in the background: one write at a time, each with all that has come since the one before. */
export class MeasureWriter {
  readonly #store: Pick<Store, 'putMeasures'>;
  readonly #measuringId: string;
  readonly #onFailure: (error: unknown) => void;
  #waiting: Measure[] = [];
  #writing: Promise<void> | undefined;

  /** `onFailure` hears at once of a write that failed; nothing is written after it. */
  constructor(store: Pick<Store, 'putMeasures'>, measuringId: string, onFailure: (error: unknown) => void) {
    this.#store = store;
    this.#measuringId = measuringId;
    this.#onFailure = onFailure;
  }

  add(measures: readonly Measure[]): void {
    this.#waiting.push(...measures);
    if (this.#waiting.length > 0) this.#writing ??= this.#writeAll();
  }

  /** Resolves when all that was added is stored, or a write has failed. */
  async settled(): Promise<void> {
    await this.#writing;
  }

  async #writeAll(): Promise<void> {
    try {
      while (this.#waiting.length > 0) await this.#store.putMeasures(this.#measuringId, this.#waiting.splice(0));
      this.#writing = undefined;
    } catch (error) {
      // `#writing` stays, so that nothing more is tried.
      this.#onFailure(error);
    }
  }
}
