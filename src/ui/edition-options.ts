import { type Edition, editionKey } from '../core/edition.ts';
import { crc32 } from '../core/crc32.ts';
import type { Run } from '../core/run.ts';
import type { Source } from '../core/source.ts';

/** An edition that can be chosen to be described. */
export interface EditionOption {
  /** Names the option: two options are the same if and only if their keys are. */
  readonly key: string;
  readonly kind: 'original' | 'after-instruction' | 'recycled' | 'selected';
  readonly edition: Edition;
  /** Only these records of it, by ordinal. */
  readonly rows?: readonly number[];
  /** Name of the dataset. */
  readonly sourceName: string;
  /** The run that made it; absent for an original. */
  readonly run?: Run;
}

/** What can be compared on a run's report: its own editions first, then what other runs made, newest first, then other datasets. */
export interface EditionOptions {
  readonly own: readonly EditionOption[];
  readonly runs: readonly EditionOption[];
  readonly sources: readonly EditionOption[];
}

/** The editions that a run's report can compare. `selected` are the ordinals that a selection of this run has left, where there is one. */
export function editionOptions(run: Run, library: { readonly sources: readonly Source[]; readonly runs: readonly Run[] }, selected?: readonly number[]): EditionOptions {
  const own: EditionOption[] = [originalOption(run.sourceId, run.sourceName)];
  if (run.recipe.phases.length > 1) own.push(runOption('after-instruction', run));
  const recycled = recycledOption(run);
  own.push(recycled);
  if (selected) own.push({ ...recycled, kind: 'selected', key: selectedKey(run, selected), rows: selected });
  return {
    own,
    runs: library.runs.filter(({ id }) => id !== run.id).map(recycledOption),
    sources: library.sources.filter(({ id }) => id !== run.sourceId).map(({ id, name }) => originalOption(id, name)),
  };
}

/** What the keys of selections begin with. */
export const SELECTED_PREFIX = 'selected/';

/** Another selection is another option, also one of as many records. */
function selectedKey({ id }: Run, selected: readonly number[]): string {
  return `${SELECTED_PREFIX}${id}/${selected.length}-${crc32(new Uint8Array(Uint32Array.from(selected).buffer)).toString(16)}`;
}

/** All options in one list. */
export function allOptions({ own, runs, sources }: EditionOptions): EditionOption[] {
  return [...own, ...runs, ...sources];
}

/** What a run made in the end. */
export function recycledOption(run: Run): EditionOption {
  return runOption('recycled', run);
}

function originalOption(sourceId: string, sourceName: string): EditionOption {
  const edition: Edition = { kind: 'original', sourceId };
  return { key: editionKey(edition), kind: 'original', edition, sourceName };
}

function runOption(kind: 'after-instruction' | 'recycled', run: Run): EditionOption {
  const edition: Edition = { kind, runId: run.id };
  return { key: editionKey(edition), kind, edition, sourceName: run.sourceName, run };
}
