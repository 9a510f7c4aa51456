import { Groups } from './groups.ts';
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
  /** Pairs that are not exact, the most similar first, at most twelve, each with another former record. */
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
    joinSimilar(this.#sets, groups, (a, b, similarity) => {
      keepExample(examples, { former: this.#ordinals[a] ?? 0, latter: this.#ordinals[b] ?? 0, similarity });
    });
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

/**
 * Joins all sets that are at or above the threshold, and hands over each pair that brought two groups together. Reorders the sets'
 * elements in place, from rare to frequent. Where a group is joined already its other members need no look: so records made
 * from one template, of which each is like each, take no more time than others.
 */
export function joinSimilar(sets: readonly Uint32Array[], groups: Groups, onJoin: (a: number, b: number, similarity: number) => void, threshold = NEAR_THRESHOLD): void {
  const frequency = new Map<number, number>();
  for (const set of sets) for (const element of set) frequency.set(element, (frequency.get(element) ?? 0) + 1);
  const rarity = (a: number, b: number) => (frequency.get(a) ?? 0) - (frequency.get(b) ?? 0) || a - b;
  /** The former sets by each element of their beginning, divided by the groups that they were in. */
  const index = new Map<number, Map<number, number[]>>();
  for (const [b, set] of sets.entries()) {
    set.sort(rarity);
    // An element of one set alone leads nowhere.
    const prefix = set.subarray(0, set.length - Math.ceil(threshold * set.length - 1e-9) + 1).filter((element) => (frequency.get(element) ?? 0) > 1);
    for (const element of prefix) {
      for (const [group, members] of index.get(element) ?? []) {
        if (groups.same(group, b)) continue;
        const like = firstSimilar(members, sets, set, threshold, rarity);
        if (!like) continue;
        groups.join(like.a, b);
        onJoin(like.a, b, like.similarity);
      }
    }
    for (const element of prefix) addTo(index, element, groups.rootOf(b), b);
  }
}

function firstSimilar(members: readonly number[], sets: readonly Uint32Array[], set: Uint32Array, threshold: number, order: (a: number, b: number) => number) {
  for (const a of members) {
    const similarity = similarityOf(sets[a] ?? set, set, threshold, order);
    if (similarity >= threshold - 1e-9) return { a, similarity };
  }
  return undefined;
}

function addTo(index: Map<number, Map<number, number[]>>, element: number, group: number, member: number): void {
  const byGroup = index.get(element) ?? new Map<number, number[]>();
  const members = byGroup.get(group) ?? [];
  members.push(member);
  byGroup.set(group, members);
  index.set(element, byGroup);
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

/** The most similar pairs, one for each former record: of a large group one is enough. */
function keepExample(examples: NearPair[], pair: NearPair): void {
  const known = examples.findIndex(({ former }) => former === pair.former);
  if (known >= 0 && (examples[known]?.similarity ?? 0) >= pair.similarity) return;
  if (known >= 0) examples.splice(known, 1);
  examples.push(pair);
  examples.sort((a, b) => b.similarity - a.similarity || a.former - b.former);
  if (examples.length > MAX_EXAMPLES) examples.pop();
}
