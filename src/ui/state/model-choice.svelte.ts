import type { OracleSpec } from '../../core/run.ts';
import { canServe } from '../../oracle/model-card.ts';
import type { DeviceReport, OracleOffer, Oracles } from '../../oracle/oracles.ts';
import type { Failure } from '../messages/failures.ts';
import { specKey } from '../oracle-key.ts';
import { keep, recall } from './memory.ts';
import type { OracleChoice } from './oracle-choice.svelte.ts';
import { Resource } from './resource.svelte.ts';

/** What a model is chosen for beside the oracle of a run. Judges are oracles, of any engine. */
export type ChoiceRole = 'student' | 'embedder' | 'judge';

/** A model that can be loaded at once. */
export interface ChosenModel {
  /** Names the commit of the weights that are here. */
  readonly spec: OracleSpec;
  readonly title: string;
}

const MEMORY_KEYS: Readonly<Record<ChoiceRole, string>> = { student: 'tain.student', embedder: 'tain.embedder', judge: 'tain.judge' };

/** The model that is chosen for each role, by its `specKey`; `''` for none. The same on every screen, and kept for the next visit. */
export class ModelChoices {
  #keys = $state.raw<Readonly<Record<ChoiceRole, string>>>({ student: recall(MEMORY_KEYS.student) ?? '', embedder: recall(MEMORY_KEYS.embedder) ?? '', judge: recall(MEMORY_KEYS.judge) ?? '' });

  keyOf(role: ChoiceRole): string {
    return this.#keys[role];
  }

  choose(role: ChoiceRole, key: string): void {
    this.#keys = { ...this.#keys, [role]: key };
    keep(MEMORY_KEYS[role], key);
  }
}

/** What a choice for a role goes by: the page's state, as far as it concerns models. */
interface Surroundings {
  readonly services: { readonly oracles: Oracles };
  readonly oracles: OracleChoice;
  readonly modelChoices: ModelChoices;
}

/** The models that are on offer for a role, and the chosen one. Make it while a component is being set up. */
export class ModelChoice {
  /** Usable ones first. Undefined until the machine has been looked at. */
  readonly offers = $derived.by(() => this.#offers());
  /** What was looked up last, as far as it can serve in this role. */
  readonly found = $derived.by(() => this.#around.oracles.lookup.found.filter((offer) => canServe(offer, this.#role === 'judge' ? 'oracle' : this.#role)));
  /** Undefined too when what was chosen is not on offer, or cannot run here. */
  readonly chosen = $derived.by(() => this.offers?.find(({ spec, refusal }) => refusal === undefined && specKey(spec) === this.key));
  /** The chosen model, once its weights are here. */
  readonly model = $derived.by(() => this.#model());
  readonly #role: ChoiceRole;
  readonly #around: Surroundings;
  readonly #listed: Resource<readonly OracleOffer[] | undefined>;

  constructor(role: ChoiceRole, around: Surroundings) {
    this.#role = role;
    this.#around = around;
    void around.oracles.look();
    this.#listed = new Resource(() => this.#list());
  }

  get key(): string {
    return this.#around.modelChoices.keyOf(this.#role);
  }

  /** Why the list could not be read. */
  get failure(): Failure | undefined {
    return this.#around.oracles.failure ?? this.#listed.failure;
  }

  choose(key: string): void {
    this.#around.modelChoices.choose(this.#role, key);
  }

  #list(): Promise<readonly OracleOffer[] | undefined> {
    const { report, models } = this.#around.oracles;
    // Read again when a model has come or gone.
    void models.stored;
    return report && this.#role !== 'judge' ? this.#ask(this.#role, report) : Promise.resolve(undefined);
  }

  #ask(role: 'student' | 'embedder', report: DeviceReport): Promise<readonly OracleOffer[]> {
    const { oracles } = this.#around.services;
    return role === 'student' ? oracles.students(report) : oracles.embedders(report);
  }

  #offers(): readonly OracleOffer[] | undefined {
    const { oracles } = this.#around;
    if (this.#role === 'judge') return oracles.offers?.map((offer) => ({ ...offer, spec: { ...offer.spec, ...oracles.settingsOf(offer) } }));
    const listed = this.#listed.value;
    const known = listed?.map(({ spec }) => specKey(spec)) ?? [];
    const found = this.found.filter((offer) => !known.includes(specKey(offer.spec)));
    return listed && [...listed.filter(isUsable), ...found, ...listed.filter((offer) => !isUsable(offer))];
  }

  #model(): ChosenModel | undefined {
    const { chosen } = this;
    return chosen && (chosen.stored !== undefined || chosen.downloadBytes === 0) ? { spec: chosen.spec, title: chosen.title } : undefined;
  }
}

function isUsable({ refusal }: OracleOffer): boolean {
  return refusal === undefined;
}
