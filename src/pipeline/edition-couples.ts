import { ordinalsInRun } from '../core/run.ts';
import { editionKey } from '../core/edition.ts';
import { type Pair, pairMark } from '../core/pair.ts';
import type { Store } from '../store/store.ts';
import { editionPairs, type OpenEdition } from './edition-pairs.ts';

/** A record as it stands in two editions. */
export interface Couple {
  readonly ordinal: number;
  readonly former: Pair;
  readonly latter: Pair;
}

/** Most ordinals that are read at once, wanted or not. */
const STRETCH_ROWS = 64;

/** The ordinals of the records that belong to both editions, ascending. Undefined when the records of the two do not correspond: they come from datasets of another size. */
export function commonRows(former: OpenEdition, latter: OpenEdition): readonly number[] | undefined {
  const { rowCount } = latter.source;
  if (former.source.rowCount !== rowCount) return undefined;
  const inFormer = former.run?.rows && new Set(former.run.rows);
  const rows = ordinalsInRun(latter.run ?? latter.source);
  return inFormer ? rows.filter((ordinal) => inFormer.has(ordinal)) : rows;
}

/** Marks the texts of both pairs, as `pairMark` does those of one. */
export function coupleMark({ former, latter }: Couple): string {
  return `${pairMark(latter)}/${pairMark(former)}`;
}

/**
 * The records with these ascending ordinals in both editions, in order, a stretch of them at a time; those that are damaged in either are left out.
 * Throws a StoreError or the signal's reason.
 */
export async function* couplesOf(former: OpenEdition, latter: OpenEdition, ordinals: readonly number[], store: Store, signal: AbortSignal): AsyncGenerator<Couple[], void, undefined> {
  for (const stretch of stretchesOf(ordinals)) {
    signal.throwIfAborted();
    const [from = 0] = stretch;
    const limit = (stretch.at(-1) ?? from) - from + 1;
    const same = editionKey(former.edition) === editionKey(latter.edition);
    const latterPage = await editionPairs(latter, store, from, limit);
    const formerPage = same ? latterPage : await editionPairs(former, store, from, limit);
    const formerPairs = new Map(formerPage.rows.map(({ ordinal, pair }) => [ordinal, pair]));
    const wanted = new Set(stretch);
    yield latterPage.rows.flatMap(({ ordinal, pair: latterPair }) => {
      const formerPair = formerPairs.get(ordinal);
      return formerPair && wanted.has(ordinal) ? [{ ordinal, former: formerPair, latter: latterPair }] : [];
    });
  }
}

/** Ascending ordinals in stretches that are read together: such that lie close together. */
export function stretchesOf(ordinals: readonly number[]): number[][] {
  const stretches: number[][] = [];
  for (const ordinal of ordinals) {
    const last = stretches.at(-1);
    if (last && ordinal - (last[0] ?? ordinal) < STRETCH_ROWS) last.push(ordinal);
    else stretches.push([ordinal]);
  }
  return stretches;
}
