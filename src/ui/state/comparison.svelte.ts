import { untrack } from 'svelte';
import type { Run } from '../../core/run.ts';
import type { EditionReport } from '../../quality/edition-report.ts';
import { allOptions, comparedOptions, type EditionOption, type EditionOptions, holdSameRecords, SELECTED_PREFIX } from '../edition-options.ts';
import type { Description } from './description.svelte.ts';
import type { Tain } from './tain.svelte.ts';

/** One side of a comparison. */
export interface ComparedEdition {
  readonly option: EditionOption;
  readonly description: Description<EditionReport>;
  /** The run has gone on since it was described. */
  readonly stale: boolean;
}

/** Changes when the run of an edition has gone on, or when the person has decided about its records. `shown` is the run whose counts are kept fresh. */
export function stampOf({ run }: EditionOption, { sessions, library }: Tain, shown: Run): string {
  if (!run) return '';
  const counts = run.id === shown.id ? sessions.of(run).counts : library.counts.get(run.id);
  return counts ? `${counts.settledSteps} ${counts.rows.rewritten} ${counts.rows.undecided}` : '';
}

/** Whether a description is of an earlier moment. Where how far its run is was or is not known, it counts as fresh. */
export function isStale({ value, stamp }: Description<EditionReport>, now: string): boolean {
  return value !== undefined && stamp !== '' && now !== '' && stamp !== now;
}

/** The two editions that a run's report compares, with their descriptions, which begin by themselves. Make it while a component is being set up. */
export class Comparison {
  readonly #tain: Tain;
  readonly #run: () => Run;
  readonly options: EditionOptions = $derived.by(() => {
    const { sources = [], runs = [] } = this.#tain.library;
    const run = this.#run();
    return comparedOptions(run, { sources, runs }, this.#tain.selections.selectedOf(run.id));
  });
  readonly before: ComparedEdition = $derived.by(() => this.#side('before', this.options.own[0]));
  readonly after: ComparedEdition = $derived.by(() => this.#side('after', this.options.own.find(({ kind }) => kind === 'recycled')));

  constructor(tain: Tain, run: () => Run) {
    this.#tain = tain;
    this.#run = run;
    $effect(() => {
      const sides = [this.before, this.after];
      untrack(() => sides.forEach((side) => this.#begin(side)));
    });
  }

  /** Both sides hold the same records of the same dataset. */
  get sameRecords(): boolean {
    return holdSameRecords(this.before.option, this.after.option);
  }

  choose(side: 'before' | 'after', key: string): void {
    const keys = { before: this.before.option.key, after: this.after.option.key };
    this.#tain.reports.compared.set(this.#run().id, { ...keys, [side]: key });
  }

  /** Describes a side again, or for the first time after it was stopped. */
  refresh({ option, description }: ComparedEdition): void {
    void description.start(this.#stampOf(option));
  }

  #begin(side: ComparedEdition): void {
    if (!side.description.value && !side.description.failure) this.refresh(side);
  }

  #side(side: 'before' | 'after', usual: EditionOption | undefined): ComparedEdition {
    const key = this.#tain.reports.compared.get(this.#run().id)?.[side];
    const options = allOptions(this.options);
    // A selection that was changed since is another option, but the same wish.
    const wished = options.find((one) => one.key === key) ?? (key?.startsWith(SELECTED_PREFIX) ? options.find(({ kind }) => kind === 'selected') : undefined);
    const option = wished ?? usual ?? options[0];
    // The original is always among them.
    if (!option) throw new RangeError('a run without an original');
    const description = this.#tain.reports.of(option);
    return { option, description, stale: isStale(description, this.#stampOf(option)) };
  }

  #stampOf(option: EditionOption): string {
    return stampOf(option, this.#tain, this.#run());
  }
}
