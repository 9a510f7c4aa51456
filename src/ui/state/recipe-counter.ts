import type { OracleSpec } from '../../core/run.ts';
import type { Oracles } from '../../oracle/oracles.ts';
import type { TokenCounter } from '../../oracle/token-counter.ts';
import { specKey } from '../oracle-key.ts';

interface Opened {
  readonly key: string;
  readonly counter: TokenCounter;
  readonly loading: Promise<TokenCounter>;
  readonly stop: AbortController;
}

/** Opens the token counter of the chosen oracle when it is first wanted, keeps it for the next count, and closes it when another oracle is chosen. */
export class PromptCounter {
  readonly #oracles: Pick<Oracles, 'openTokenCounter'>;
  #opened: Opened | undefined;

  constructor(oracles: Pick<Oracles, 'openTokenCounter'>) {
    this.#oracles = oracles;
  }

  /** A counter that is loaded. Rejects as TokenCounter.load does, and with an AbortError when it was closed or another oracle was wanted meanwhile. */
  for(spec: OracleSpec): Promise<TokenCounter> {
    const key = specKey(spec);
    if (this.#opened?.key !== key) this.#open(key, spec);
    return this.#opened?.loading ?? Promise.reject(new DOMException('closed', 'AbortError'));
  }

  close(): void {
    this.#opened?.stop.abort();
    void this.#opened?.counter.close();
    this.#opened = undefined;
  }

  #open(key: string, spec: OracleSpec): void {
    this.close();
    const counter = this.#oracles.openTokenCounter(spec);
    const stop = new AbortController();
    const loading = counter.load(spec, stop.signal).then(() => counter);
    const opened: Opened = { key, counter, loading, stop };
    this.#opened = opened;
    loading.catch(() => {
      // One that failed is tried afresh the next time.
      if (this.#opened === opened) this.close();
    });
  }
}
