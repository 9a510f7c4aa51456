import type { OracleSpec } from '../../core/run.ts';
import type { DeviceReport, LoadProgress, OracleOffer, Oracles } from '../../oracle/oracle.ts';
import { describeFailure, type Failure } from '../messages/failures.ts';
import { keep, recall } from './memory.ts';

const KEY = 'tain.oracle';

/** Tells specifications apart and finds them again after a reload. */
export function specKey({ engine, modelId, revision, device, dtype }: OracleSpec): string {
  return [engine, modelId, revision, device, dtype].join('|');
}

/** What this machine can do, which oracles are on offer, and which one is chosen for the next run. */
export class OracleChoice {
  report = $state.raw<DeviceReport | undefined>();
  offers = $state.raw<readonly OracleOffer[] | undefined>();
  /** Why the machine could not be looked at. */
  failure = $state.raw<Failure | undefined>();
  /** Why the latest download broke off. */
  fetchFailure = $state.raw<{ readonly key: string; readonly failure: Failure } | undefined>();
  chosenKey = $state(recall(KEY) ?? '');
  /** The specification whose weights are being fetched, with its progress. */
  fetching = $state.raw<{ readonly key: string; readonly progress: LoadProgress | undefined } | undefined>();
  /** Undefined too when the remembered choice is not usable here. */
  readonly chosen = $derived(this.offers?.find(({ spec, refusal }) => refusal === undefined && specKey(spec) === this.chosenKey));
  /** The chosen oracle can be loaded at once. */
  readonly ready = $derived(this.chosen !== undefined && (this.chosen.cached || this.chosen.downloadBytes === 0));
  readonly #oracles: Oracles;
  #stop: AbortController | undefined;
  #looked: Promise<void> | undefined;

  constructor(oracles: Oracles) {
    this.#oracles = oracles;
  }

  /** Probes the machine and reads the offers, once. Never rejects. */
  look(): Promise<void> {
    this.#looked ??= this.#look();
    return this.#looked;
  }

  /** Probes again, after a failure. */
  lookAgain(): Promise<void> {
    this.#looked = this.#look();
    return this.#looked;
  }

  offerOf(spec: OracleSpec): OracleOffer | undefined {
    return this.offers?.find((offer) => specKey(offer.spec) === specKey(spec));
  }

  choose(key: string): void {
    this.chosenKey = key;
    keep(KEY, key);
  }

  /** Brings an oracle's weights onto this machine. Never rejects: a failure shows in `fetchFailure`. */
  async fetchWeights(spec: OracleSpec): Promise<void> {
    if (this.fetching) return;
    const key = specKey(spec);
    const { signal } = (this.#stop = new AbortController());
    this.fetching = { key, progress: undefined };
    this.fetchFailure = undefined;
    try {
      await this.#oracles.fetchWeights(spec, (progress) => (this.fetching = { key, progress }), signal);
      if (this.report) this.offers = await this.#oracles.offers(this.report);
    } catch (error) {
      if (!signal.aborted) this.fetchFailure = { key, failure: describeFailure(error) };
    } finally {
      this.fetching = undefined;
    }
  }

  cancelFetch(): void {
    this.#stop?.abort();
  }

  async #look(): Promise<void> {
    this.failure = undefined;
    try {
      this.report = await this.#oracles.probe();
      this.offers = await this.#oracles.offers(this.report);
    } catch (error) {
      this.failure = describeFailure(error);
    }
  }
}
