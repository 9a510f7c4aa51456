import { decodeDocument } from './documents.ts';
import type { StoreError } from './store.ts';

type PartKey = readonly (string | number)[];

/** What reading needs of an object store whose values are parts. */
interface PartStore {
  getAll(range: IDBKeyRange | null): Promise<readonly unknown[]>;
  getAllKeys(range: IDBKeyRange | null): Promise<readonly PartKey[]>;
}

/** The parts of one thing, in order, not yet trusted. `place` is their key without the part. */
export interface PartGroup<Place extends PartKey = PartKey> {
  readonly place: Place;
  readonly parts: readonly unknown[];
}

/** Reads everything in a range (null: in the store), in the order of its keys. */
export async function readGroups<Place extends PartKey>(store: PartStore, range: IDBKeyRange | null): Promise<PartGroup<Place>[]> {
  const [keys, values] = await Promise.all([store.getAllKeys(range), store.getAll(range)]);
  const groups = new Map<string, { place: Place; parts: unknown[] }>();
  keys.forEach((key, index) => {
    // The schema fixes the form of each object store's keys.
    const place = key.slice(0, -1) as PartKey as Place;
    const name = JSON.stringify(place);
    const group = groups.get(name) ?? { place, parts: [] };
    group.parts.push(values[index]);
    groups.set(name, group);
  });
  return [...groups.values()];
}

/**
 * The documents of a list. One that is damaged goes to `onDamage` and is left out, so that the others
 * stay within reach; without `onDamage` it is thrown.
 */
export function decodeList<Document extends object>(
  groups: readonly PartGroup[],
  what: string,
  onDamage?: (error: StoreError) => void,
): Document[] {
  return groups.flatMap(({ place, parts }) => {
    try {
      return [decodeDocument<Document>(parts, `${what} ${place.join(', ')}`)];
    } catch (error) {
      if (!onDamage) throw error;
      // decodeDocument throws nothing else.
      onDamage(error as StoreError);
      return [];
    }
  });
}
