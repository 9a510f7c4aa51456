import { DistinctCount } from './distinct-count.ts';
import { hashText, joinHashes } from './hash-text.ts';

/** Words in a row that are looked at together. */
export const DISTINCT_SIZES = [1, 2, 3] as const;

/** Words after which a segment ends. */
export const SEGMENT_WORDS = 1000;

/** How many of the n-grams are different ones, for n = 1, 2, 3; each in [0, 1]. */
export type DistinctShares = readonly [number, number, number];

/** How varied the wording of many texts is. */
export interface Distinct {
  readonly words: number;
  /** Different words. */
  readonly types: number;
  /** Distinct-n over everything: different n-grams by all n-grams; distinct-1 is the type-token ratio. The more text, the lower: compares texts of one size only. Source: arXiv 1510.03055. */
  readonly whole: DistinctShares;
  /**
   * The same within segments of {@link SEGMENT_WORDS} words, averaged: does not depend on how much text there is, so editions compare.
   * Undefined with less text than a segment.
   */
  readonly segmented: DistinctShares | undefined;
  /** Whether `types` and `whole` are exact; if not, they are right within about 1 %. */
  readonly exact: boolean;
}

/** What is counted of n-grams of one size. */
class SizeCount {
  readonly different = new DistinctCount();
  readonly segment = new Set<number>();
  total = 0;
  segmentTotal = 0;
  /** Over the segments that have ended. */
  shareSum = 0;
}

/** Reads texts one after the other. n-grams do not reach from one text into the next. Memory is bounded. */
export class DistinctCounter {
  readonly #sizes = DISTINCT_SIZES.map(() => new SizeCount());
  #words = 0;
  #segments = 0;
  #segmentWords = 0;

  /** The words of a text, as `wordsOf` gives them. */
  add(words: readonly string[]): void {
    let second = 0;
    let third = 0;
    words.forEach((word, index) => {
      const first = hashText(word);
      this.#count(0, first);
      if (index >= 1) this.#count(1, joinHashes(second, first));
      if (index >= 2) this.#count(2, joinHashes(joinHashes(third, second), first));
      third = second;
      second = first;
      this.#endWord();
    });
  }

  read(): Distinct {
    return {
      words: this.#words,
      types: this.#sizes[0]?.different.size ?? 0,
      whole: this.#shares(({ total, different }) => (total === 0 ? 0 : Math.min(1, different.size / total))),
      segmented: this.#segments === 0 ? undefined : this.#shares(({ shareSum }) => shareSum / this.#segments),
      exact: this.#sizes.every(({ different }) => different.exact),
    };
  }

  #count(place: number, hash: number): void {
    const size = this.#sizes[place];
    if (!size) return;
    size.total += 1;
    size.segmentTotal += 1;
    size.different.add(hash);
    size.segment.add(hash);
  }

  #endWord(): void {
    this.#words += 1;
    this.#segmentWords += 1;
    if (this.#segmentWords < SEGMENT_WORDS) return;
    for (const size of this.#sizes) {
      size.shareSum += size.segmentTotal === 0 ? 0 : size.segment.size / size.segmentTotal;
      size.segment.clear();
      size.segmentTotal = 0;
    }
    this.#segments += 1;
    this.#segmentWords = 0;
  }

  #shares(share: (size: SizeCount) => number): DistinctShares {
    const [one = 0, two = 0, three = 0] = this.#sizes.map(share);
    return [one, two, three];
  }
}
