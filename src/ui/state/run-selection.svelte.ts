import { type Edition, editionKey } from '../../core/edition.ts';
import { type Instrument, instrumentKey, type Measuring } from '../../core/measuring.ts';
import type { Run } from '../../core/run.ts';
import { type RunMeasurings, selectionColumns } from '../../pipeline/selection-columns.ts';
import { select, type Selection, type SelectionColumns, type SelectionRules } from '../../quality/selection-rules.ts';
import { Resource } from './resource.svelte.ts';
import type { Tain } from './tain.svelte.ts';

/** A student or an embedder with what it has measured of a run. */
export interface SelectionInstrument {
  readonly key: string;
  readonly instrument: Instrument;
  readonly measurings: RunMeasurings;
}

/** The selection of a run's records as its screen shows it. Make it while a component is being set up. */
export class RunSelection {
  /** Those that have measured what the run ends with; the newest first. */
  readonly students: readonly SelectionInstrument[] = $derived.by(() => this.#instruments('student'));
  readonly embedders: readonly SelectionInstrument[] = $derived.by(() => this.#instruments('embedder'));
  readonly student: SelectionInstrument | undefined = $derived.by(() => this.students.find(({ key }) => key === this.studentKey) ?? this.students[0]);
  readonly embedder: SelectionInstrument | undefined = $derived.by(() => this.embedders[0]);
  /** Undefined until everything has been read. */
  readonly columns: SelectionColumns | undefined = $derived.by(() => this.#columns.value);
  readonly selection: Selection | undefined = $derived.by(() => this.columns && select(this.columns, this.rules));
  studentKey = $state<string | undefined>();
  readonly #tain: Tain;
  readonly #run: () => Run;
  readonly #measurings: Resource<Measuring[]>;
  readonly #columns: Resource<SelectionColumns | undefined>;

  constructor(tain: Tain, run: () => Run) {
    this.#tain = tain;
    this.#run = run;
    this.#measurings = new Resource(() => {
      void tain.measuring.version;
      return tain.services.store.measurings(() => undefined);
    });
    this.#columns = new Resource(() => this.#read());
    $effect(() => {
      if (this.selection) tain.selections.keep(run().id, Array.from(this.selection.selected));
    });
  }

  get rules(): SelectionRules {
    return this.#tain.selections.rulesOf(this.#run());
  }

  set rules(rules: SelectionRules) {
    this.#tain.selections.setRules(this.#run(), rules);
  }

  get failure() {
    return this.#measurings.failure ?? this.#columns.failure;
  }

  /** The measurings have been looked up. */
  get known(): boolean {
    return this.#measurings.value !== undefined;
  }

  /** The figures are read, or read again. */
  get reading(): boolean {
    return this.#columns.loading;
  }

  async #read(): Promise<SelectionColumns | undefined> {
    const { student, embedder } = this;
    if (!student) return undefined;
    const measurings = { ...student.measurings, coherence: embedder?.measurings.coherence };
    return selectionColumns(this.#run(), measurings, this.#tain.services.store, new AbortController().signal);
  }

  #instruments(kind: 'student' | 'embedder'): SelectionInstrument[] {
    const run = this.#run();
    const instruments = (this.#measurings.value ?? []).map(({ instrument }) => instrument).filter((instrument) => instrument.kind === kind);
    const keys = instruments.map(instrumentKey);
    return instruments
      .filter((_, place) => keys.indexOf(keys[place] ?? '') === place)
      .map((instrument) => ({ key: instrumentKey(instrument), instrument, measurings: this.#measuringsOf(instrumentKey(instrument), kind, run) }))
      .filter(({ measurings }) => measurings.recycled ?? measurings.coherence);
  }

  #measuringsOf(key: string, kind: 'student' | 'embedder', run: Run): RunMeasurings {
    const of = (edition: Edition) => (this.#measurings.value ?? []).find((one) => instrumentKey(one.instrument) === key && editionKey(one.edition) === editionKey(edition));
    const recycled = of({ kind: 'recycled', runId: run.id });
    if (kind === 'embedder') return { coherence: recycled };
    const original = of({ kind: 'original', sourceId: run.sourceId });
    const afterInstruction = of({ kind: 'after-instruction', runId: run.id });
    // Without phase 1, the original is what phase 2 began with.
    return { original, recycled, afterInstruction: afterInstruction ?? (run.recipe.phases.includes('instruction') ? undefined : original) };
  }
}
