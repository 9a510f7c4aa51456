import { SvelteMap } from 'svelte/reactivity';
import type { Run } from '../../core/run.ts';
import { PAPER_RULES, type SelectionRules } from '../../quality/selection-rules.ts';

/** The rules that were set at this visit, and what they have left, by run. */
export class Selections {
  readonly #rules = new SvelteMap<string, SelectionRules>();
  readonly #selected = new SvelteMap<string, readonly number[]>();

  /** The rules of a run, at first those of the paper; a run whose student has vetoed rewrites has no use for the first two. */
  rulesOf({ id, recipe }: Run): SelectionRules {
    return this.#rules.get(id) ?? (recipe.student ? { ...PAPER_RULES, phase1: false, phase2: false } : PAPER_RULES);
  }

  setRules({ id }: Run, rules: SelectionRules): void {
    this.#rules.set(id, rules);
  }

  /** The ordinals of the source that a selection of a run has left, ascending; undefined when none was made at this visit. */
  selectedOf(runId: string): readonly number[] | undefined {
    return this.#selected.get(runId);
  }

  keep(runId: string, selected: readonly number[]): void {
    this.#selected.set(runId, selected);
  }
}
