import { untrack } from 'svelte';
import type { MeasuredReport } from '../../pipeline/describe.ts';
import { type MeasuredInstrument, measuredInstruments } from '../measured-instruments.ts';
import type { Comparison } from './comparison.svelte.ts';
import type { Description } from './description.svelte.ts';
import { Resource } from './resource.svelte.ts';
import type { Tain } from './tain.svelte.ts';

/** What models have found of the two editions that are compared. Make it while a component is being set up. */
export class MeasuredComparison {
  readonly #tain: Tain;
  readonly #comparison: Comparison;
  readonly #measurings: Resource<Awaited<ReturnType<Tain['services']['store']['measurings']>>>;
  /** The keys of the instruments that were chosen; undefined takes the first. */
  studentKey = $state<string | undefined>();
  embedderKey = $state<string | undefined>();
  readonly students: readonly MeasuredInstrument[] = $derived.by(() => this.#instruments('student'));
  readonly embedders: readonly MeasuredInstrument[] = $derived.by(() => this.#instruments('embedder'));
  readonly student: MeasuredInstrument | undefined = $derived(this.students.find(({ key }) => key === this.studentKey) ?? this.students[0]);
  readonly embedder: MeasuredInstrument | undefined = $derived(this.embedders.find(({ key }) => key === this.embedderKey) ?? this.embedders[0]);
  readonly before: Description<MeasuredReport> | undefined = $derived.by(() => this.#side('before'));
  readonly after: Description<MeasuredReport> | undefined = $derived.by(() => this.#side('after'));

  constructor(tain: Tain, comparison: Comparison) {
    this.#tain = tain;
    this.#comparison = comparison;
    this.#measurings = new Resource(() => tain.services.store.measurings(() => undefined));
    // Each time anew: values may have come meanwhile, and to read them is quick.
    $effect(() => {
      const sides = [this.before, this.after];
      untrack(() => sides.forEach((side) => void side?.start('')));
    });
  }

  /** The measurings have been looked up. */
  get known(): boolean {
    return this.#measurings.value !== undefined;
  }

  #instruments(kind: 'student' | 'embedder'): MeasuredInstrument[] {
    const { before, after } = this.#comparison;
    return measuredInstruments(this.#measurings.value ?? [], kind, before.option.edition, after.option.edition);
  }

  #side(side: 'before' | 'after'): Description<MeasuredReport> | undefined {
    const ids = { studentId: this.student?.[side]?.id, embedderId: this.embedder?.[side]?.id };
    if (ids.studentId === undefined && ids.embedderId === undefined) return undefined;
    return this.#tain.reports.measuredOf(this.#comparison[side].option, ids);
  }
}
