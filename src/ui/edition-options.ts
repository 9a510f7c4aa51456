import { type Edition, editionKey } from '../core/edition.ts';
import { crc32 } from '../core/crc32.ts';
import type { Run } from '../core/run.ts';
import type { Source } from '../core/source.ts';

/** An edition that can be chosen to be described. */
export interface EditionOption {
  /** Names the option: two options are the same if and only if their keys are. */
  readonly key: string;
  readonly kind: 'original' | 'whole-original' | 'after-instruction' | 'recycled' | 'selected';
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

/** The whole editions that a run's report can have measured and judged. */
export function editionOptions(run: Run, library: { readonly sources: readonly Source[]; readonly runs: readonly Run[] }): EditionOptions {
  const own: EditionOption[] = [originalOption(run.sourceId, run.sourceName)];
  if (run.recipe.phases.length > 1) own.push(runOption('after-instruction', run));
  own.push(recycledOption(run));
  return {
    own,
    runs: library.runs.filter(({ id }) => id !== run.id).map(recycledOption),
    sources: library.sources.filter(({ id }) => id !== run.sourceId).map(({ id, name }) => originalOption(id, name)),
  };
}

/**
 * The editions that a run's report can hold side by side. Where the run has only some of the dataset's records, the original is first
 * that of the same ones, so that a difference comes from the run and not from the choice; the whole dataset comes last of its own.
 * `selected` are the ordinals that a selection of this run has left, where there is one.
 */
export function comparedOptions(run: Run, library: Parameters<typeof editionOptions>[1], selected?: readonly number[]): EditionOptions {
  const { own: whole, runs, sources } = editionOptions(run, library);
  const { rows } = run;
  const own = rows ? whole.map((option) => (option.kind === 'original' ? { ...option, key: `${option.key}/of/${run.id}`, rows } : option)) : [...whole];
  if (selected) own.push({ ...recycledOption(run), kind: 'selected', key: selectedKey(run, selected), rows: selected });
  if (rows) own.push({ ...originalOption(run.sourceId, run.sourceName), kind: 'whole-original' });
  return { own, runs, sources };
}

/** Whether two editions hold the same records of the same dataset. */
export function holdSameRecords(one: EditionOption, other: EditionOption): boolean {
  if (sourceIdOf(one) !== sourceIdOf(other)) return false;
  const [rows, others] = [one.rows ?? one.run?.rows, other.rows ?? other.run?.rows];
  if (!rows || !others) return rows === others;
  return rows === others || (rows.length === others.length && rows.every((ordinal, place) => ordinal === others[place]));
}

function sourceIdOf({ edition, run }: EditionOption): string | undefined {
  return edition.kind === 'original' ? edition.sourceId : run?.sourceId;
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
