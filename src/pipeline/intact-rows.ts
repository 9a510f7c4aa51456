import type { Decision } from '../core/outcome.ts';
import { type Store, StoreError } from '../store/store.ts';

/** What could be read of a stretch of rows, and the ordinals of the rows that could not. */
export interface IntactRows<Item> {
  readonly items: readonly Item[];
  readonly damaged: readonly number[];
}

/**
 * Reads a stretch of rows around the damaged ones: a page that holds one is read in halves, down to
 * single rows. Rejects with every StoreError but `damaged`.
 */
export async function readIntact<Item>(
  read: (from: number, limit: number) => Promise<readonly Item[]>,
  from: number,
  limit: number,
): Promise<IntactRows<Item>> {
  try {
    return { items: await read(from, limit), damaged: [] };
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== 'damaged') throw error;
    if (limit <= 1) return { items: [], damaged: [from] };
  }
  const half = Math.ceil(limit / 2);
  const first = await readIntact(read, from, half);
  const second = await readIntact(read, from + half, limit - half);
  return { items: [...first.items, ...second.items], damaged: [...first.damaged, ...second.damaged] };
}

/** Reads what a person has said to a stretch of records, in the same way; `items` are ordinals with the decision. */
export function readIntactDecisions(store: Pick<Store, 'decisions'>, runId: string, from: number, limit: number): Promise<IntactRows<readonly [number, Decision]>> {
  return readIntact(async (start, count) => [...(await store.decisions(runId, start, count))], from, limit);
}

const PAGE_BYTES = 4 * 1024 * 1024;
const MAX_PAGE_ROWS = 1024;

/** How many rows of a source to have in memory at once, by their mean size. */
export function pageRowsOf({ sizeBytes, rowCount }: { readonly sizeBytes: number; readonly rowCount: number }): number {
  return Math.max(1, Math.min(MAX_PAGE_ROWS, Math.floor((PAGE_BYTES * rowCount) / Math.max(1, sizeBytes))));
}
