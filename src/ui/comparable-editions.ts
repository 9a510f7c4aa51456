import type { Run } from '../core/run.ts';
import type { Source } from '../core/source.ts';
import { type EditionOption, type EditionOptions, editionOptions } from './edition-options.ts';

/** The editions whose records correspond to those of a run, one by one: of its dataset, and of the datasets of the rounds before and behind. */
export function comparableEditions(run: Run, library: { readonly sources: readonly Source[]; readonly runs: readonly Run[] }): EditionOptions {
  const { own, runs, sources } = editionOptions(run, library);
  const related = relatedSources(run.sourceId, library.sources);
  const isRelated = (option: EditionOption) => related.has(option.edition.kind === 'original' ? option.edition.sourceId : (option.run?.sourceId ?? ''));
  return { own, runs: runs.filter(isRelated), sources: sources.filter(isRelated) };
}

/** Datasets that came from one another by whole rounds keep their records in place. */
function relatedSources(sourceId: string, sources: readonly Source[]): ReadonlySet<string> {
  const related = new Set([sourceId]);
  for (let grown = true; grown; ) {
    const before = related.size;
    for (const { id, parent } of sources) {
      if (!parent) continue;
      if (related.has(id)) related.add(parent.sourceId);
      if (related.has(parent.sourceId)) related.add(id);
    }
    grown = related.size > before;
  }
  return related;
}
