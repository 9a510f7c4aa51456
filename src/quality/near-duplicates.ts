import { hashText, joinHashes, wholeKey } from './hash-text.ts';

/** Records are near duplicates when their sets of word pairs have at least this Jaccard similarity. */
export const NEAR_THRESHOLD = 0.7;

/** Of a longer text so many different word pairs count, the first. */
export const MAX_SHINGLES = 512;

const MAX_EXAMPLES = 12;

/** Two records that are nearly the same, the former first. */
export interface NearPair {
  readonly former: number;
  readonly latter: number;
  /** Jaccard similarity of their shingles, in [{@link NEAR_THRESHOLD}, 1]. */
  readonly similarity: number;
}

/** How many records repeat another. */
export interface NearDuplicates {
  readonly records: number;
  /** Records whose words are those of an earlier one exactly. */
  readonly exact: number;
  /** Records that could be left out so that of each group of near duplicates one stays; exact ones are among them. */
  readonly near: number;
  readonly groups: number;
  /** Pairs that are not exact, the most similar first, at most twelve and one a record. */
  readonly examples: readonly NearPair[];
}

/**
 * Finds all near duplicates among texts: none is missed and none is wrong, as sets are compared exactly. Two sets can be similar enough
 * only if they share one of their rarest elements, so only such ones are compared. Source: prefix filtering, as in Bayardo et al.,
 * Scaling up all pairs similarity search, WWW 2007. A MinHash index would need as much memory and miss some.
 */
export class NearDuplicateFinder {
  readonly #ordinals: number[] = [];
  readonly #sets: Uint32Array[] = [];
  /** By the hash of all words: the first record that has them. */
  readonly #wholes = new Map<number, number>();
  #records = 0;
  #exact = 0;

  /** The words of a record's instruction and input, as `wordsOf` gives them. */
  add(ordinal: number, words: readonly string[]): void {
    this.#records += 1;
    const whole = wholeKey(words);
    if (this.#wholes.has(whole)) {
      this.#exact += 1;
      return;
    }
    this.#wholes.set(whole, ordinal);
    if (words.length === 0) return;
    this.#ordinals.push(ordinal);
    this.#sets.push(shinglesOf(words));
  }

  read(): NearDuplicates {
    const groups = new Groups(this.#sets.length);
    const examples: NearPair[] = [];
    for (const { a, b, similarity } of similarPairs(this.#sets)) {
      if (groups.join(a, b)) keepExample(examples, { former: this.#ordinals[a] ?? 0, latter: this.#ordinals[b] ?? 0, similarity });
    }
    return { records: this.#records, exact: this.#exact, near: this.#exact + groups.joined, groups: groups.count, examples };
  }
}

/** The word pairs of a text, each once, as hashes; a text of one word is its own. */
export function shinglesOf(words: readonly string[]): Uint32Array {
  const set = new Set<number>();
  for (let index = 0; index + 1 < words.length && set.size < MAX_SHINGLES; index += 1) {
    set.add(joinHashes(hashText(words[index] ?? ''), hashText(words[index + 1] ?? '')));
  }
  if (set.size === 0) set.add(hashText(words[0] ?? ''));
  return Uint32Array.from(set);
}

/** All pairs at or above the threshold, each once with the former first. Reorders the sets' elements in place, from rare to frequent. */
export function* similarPairs(sets: readonly Uint32Array[], threshold = NEAR_THRESHOLD): Generator<{ readonly a: number; readonly b: number; readonly similarity: number }> {
  const frequency = new Map<number, number>();
  for (const set of sets) for (const element of set) frequency.set(element, (frequency.get(element) ?? 0) + 1);
  const rarity = (a: number, b: number) => (frequency.get(a) ?? 0) - (frequency.get(b) ?? 0) || a - b;
  for (const set of sets) set.sort(rarity);
  const index = new Map<number, number[]>();
  const seen = new Int32Array(sets.length).fill(-1);
  for (const [b, set] of sets.entries()) {
    const prefix = set.subarray(0, set.length - Math.ceil(threshold * set.length - 1e-9) + 1);
    for (const element of prefix) {
      for (const a of index.get(element) ?? []) {
        if (seen[a] === b) continue;
        seen[a] = b;
        const similarity = similarityOf(sets[a] ?? set, set, threshold, rarity);
        if (similarity >= threshold - 1e-9) yield { a, b, similarity };
      }
      // An element of one set alone leads nowhere.
      if ((frequency.get(element) ?? 0) > 1) listAt(index, element).push(b);
    }
  }
}

function listAt(index: Map<number, number[]>, element: number): number[] {
  const list = index.get(element) ?? [];
  if (list.length === 0) index.set(element, list);
  return list;
}

/** Jaccard similarity of two sets in the same order, or 0 where their sizes alone rule the threshold out. */
function similarityOf(first: Uint32Array, second: Uint32Array, threshold: number, order: (a: number, b: number) => number): number {
  if (Math.min(first.length, second.length) < threshold * Math.max(first.length, second.length) - 1e-9) return 0;
  let shared = 0;
  for (let i = 0, j = 0; i < first.length && j < second.length; ) {
    const [one, other] = [first[i] ?? 0, second[j] ?? 0];
    if (one === other) {
      shared += 1;
      i += 1;
      j += 1;
    } else if (order(one, other) < 0) i += 1;
    else j += 1;
  }
  return shared / (first.length + second.length - shared);
}

function keepExample(examples: NearPair[], pair: NearPair): void {
  examples.push(pair);
  examples.sort((a, b) => b.similarity - a.similarity || a.former - b.former);
  if (examples.length > MAX_EXAMPLES) examples.pop();
}

/** Joins records into groups. */
class Groups {
  readonly #parents: Int32Array;
  /** Joins that brought two groups together. */
  joined = 0;

  constructor(size: number) {
    this.#parents = Int32Array.from({ length: size }, (_, place) => place);
  }

  /** False when the two were in one group already. */
  join(a: number, b: number): boolean {
    const [one, other] = [this.#root(a), this.#root(b)];
    if (one === other) return false;
    this.#parents[other] = one;
    this.joined += 1;
    return true;
  }

  /** Groups of more than one. */
  get count(): number {
    const roots = new Set<number>();
    this.#parents.forEach((parent, place) => parent !== place && roots.add(this.#root(place)));
    return roots.size;
  }

  #root(place: number): number {
    let root = place;
    for (let parent = this.#parents[root]; parent !== undefined && parent !== root; parent = this.#parents[root]) {
      this.#parents[root] = this.#parents[parent] ?? parent;
      root = parent;
    }
    return root;
  }
}
