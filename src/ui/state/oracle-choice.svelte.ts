import type { OracleSpec } from '../../core/run.ts';
import { canServe, memoryWith } from '../../oracle/model-card.ts';
import type { DeviceReport, OracleOffer, Oracles } from '../../oracle/oracles.ts';
import { describeFailure, type Failure } from '../messages/failures.ts';
import { specKey } from '../oracle-key.ts';
import { keep, recall } from './memory.ts';
import { ModelLookup } from './models-lookup.svelte.ts';
import { Models } from './models.svelte.ts';
import { keepSettings, recallSettings, type RunSettings } from './oracle-settings.ts';

const CHOICE_KEY = 'tain.oracle';
const MEMORY_KEY = 'tain.gpu-memory';

/** What this machine can do, which oracles are on offer, and which one is chosen for the next run. */
export class OracleChoice {
  /** As the browser tells it, with what the person allows. */
  readonly report = $derived.by(() => this.#withAllowance());
  /** Why the machine could not be looked at. */
  failure = $state.raw<Failure | undefined>();
  chosenKey = $state(recall(CHOICE_KEY) ?? '');
  /** GPU memory that the person allows; undefined leaves it to the page's guess. */
  allowedGpuBytes = $state(recallBytes());
  /** GPU memory that a model is expected to get: the person's word, else the page's guess. Undefined until the machine has been looked at, and where there is no GPU. */
  readonly gpuBytes = $derived.by(() => this.allowedGpuBytes ?? this.report?.guessedGpuBytes);
  readonly lookup: ModelLookup;
  readonly models: Models;
  #probed = $state.raw<DeviceReport | undefined>();
  #listed = $state.raw<readonly OracleOffer[] | undefined>();
  /** Counts the settings that were made, so that they are read again. */
  #settingsMade = $state(0);
  /** What is offered here, and then what was looked up. Undefined until the machine has been looked at. */
  readonly offers = $derived.by(() => this.#listed && [...this.#listed, ...this.lookup.found.filter((offer) => canServe(offer, 'oracle') && !this.#isListed(offer.spec))]);
  /** With the context and the lanes that are chosen for it. Undefined too when the remembered choice is not usable here. */
  readonly chosen = $derived.by(() => this.#chosenOffer());
  /** The chosen oracle can be loaded at once. */
  readonly ready = $derived(this.chosen !== undefined && (this.chosen.stored !== undefined || this.chosen.downloadBytes === 0));
  readonly #oracles: Oracles;
  #looked: Promise<void> | undefined;

  constructor(oracles: Oracles) {
    this.#oracles = oracles;
    this.lookup = new ModelLookup(oracles);
    this.models = new Models(oracles.shelf, () => this.#readOffers());
  }

  /** Probes the machine and reads the offers, once. Never rejects. */
  look(): Promise<void> {
    this.#looked ??= this.#look();
    return this.#looked;
  }

  /** The same as `gpuBytes`, once the machine has been looked at. Never rejects. */
  async knownGpuBytes(): Promise<number | undefined> {
    await this.look();
    return this.gpuBytes;
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
    keep(CHOICE_KEY, key);
  }

  /** What is chosen for a run with this oracle. */
  settingsOf(offer: OracleOffer): RunSettings {
    void this.#settingsMade;
    return recallSettings(offer);
  }

  set(offer: OracleOffer, settings: RunSettings): void {
    keepSettings(offer, settings);
    this.#settingsMade += 1;
  }

  /** Takes the person's word for the memory of the GPU, or goes back to guessing it. Never rejects. */
  async allowGpuMemory(bytes: number | undefined): Promise<void> {
    this.allowedGpuBytes = bytes;
    keep(MEMORY_KEY, bytes === undefined ? '' : String(bytes));
    await this.#readOffers();
  }

  async #look(): Promise<void> {
    this.failure = undefined;
    try {
      this.#probed = await this.#oracles.probe();
    } catch (error) {
      this.failure = describeFailure(error);
    }
    await this.#readOffers();
    await this.models.refresh();
  }

  async #readOffers(): Promise<void> {
    const { report } = this;
    if (!report) return;
    try {
      this.#listed = await this.#oracles.offers(report);
    } catch (error) {
      this.failure = describeFailure(error);
    }
  }

  #withAllowance(): DeviceReport | undefined {
    const { allowedGpuBytes } = this;
    return this.#probed && (allowedGpuBytes === undefined ? this.#probed : { ...this.#probed, allowedGpuBytes });
  }

  #isListed(spec: OracleSpec): boolean {
    return this.#listed?.some((offer) => specKey(offer.spec) === specKey(spec)) ?? false;
  }

  #chosenOffer(): OracleOffer | undefined {
    const offer = this.offers?.find(({ spec, refusal }) => refusal === undefined && specKey(spec) === this.chosenKey);
    if (!offer) return undefined;
    const settings = this.settingsOf(offer);
    return { ...offer, spec: { ...offer.spec, ...settings }, memoryBytes: memoryWith(offer, settings) };
  }
}

function recallBytes(): number | undefined {
  const bytes = Number(recall(MEMORY_KEY) ?? '');
  return Number.isFinite(bytes) && bytes > 0 ? bytes : undefined;
}
