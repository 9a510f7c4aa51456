import type { Budget, TriageOrder } from '../../quality/triage.ts';

/** Which records of a dataset a person wants recycled. */
export type RowsKind = 'all' | 'first' | 'random' | 'gain';

/** The records that are wanted of one dataset, as they were chosen at this visit. */
export class RowsChoice {
  kind = $state<RowsKind>('all');
  /** For the first ones and for a random sample. */
  count = $state(0);
  seed = $state(1);
  /** For those with most to gain. */
  order = $state<TriageOrder>('gain');
  budget = $state.raw<Budget>({ kind: 'records', records: 100 });
  /** Key of the instrument whose scores count; undefined takes the newest. */
  instrumentKey = $state<string | undefined>();

  constructor(rowCount: number) {
    this.count = Math.min(100, rowCount);
  }
}

/** The choices of records of this visit, so that they outlive their screen. */
export class RowsChoices {
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- choices are looked up by id, the map itself is never shown
  readonly #bySource = new Map<string, RowsChoice>();

  /** The choice of a dataset, always the same one. */
  of({ id, rowCount }: { readonly id: string; readonly rowCount: number }): RowsChoice {
    const choice = this.#bySource.get(id) ?? new RowsChoice(rowCount);
    this.#bySource.set(id, choice);
    return choice;
  }
}
