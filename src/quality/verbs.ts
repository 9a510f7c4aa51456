import { isEnglish } from './english.ts';
import { wholeKey } from './hash-text.ts';
import type { VerbObject } from './verb-object.ts';

/** How many verbs are shown, and how many objects of each. Source: arXiv 2310.11716, figures 3 and 4. */
const TOP_VERBS = 20;
const TOP_NOUNS = 4;

/** A word with how often it came. */
export interface WordCount {
  readonly word: string;
  readonly count: number;
}

/** A root verb with its most frequent direct objects. */
export interface VerbCount extends WordCount {
  readonly nouns: readonly WordCount[];
}

/** What the unique instructions of an edition ask for. Each unique instruction counts once and is one of `parsed`, `withoutVerb` and `notEnglish`. */
export interface Verbs {
  readonly unique: number;
  readonly parsed: number;
  /** Of the parsed ones those whose verb has a direct object; only they are in `top`. */
  readonly withObject: number;
  readonly withoutVerb: number;
  readonly notEnglish: number;
  /** Different verbs. */
  readonly verbs: number;
  /** Shannon entropy of the verbs of all parsed instructions, in bits: 0 when all have one verb. */
  readonly entropyBits: number;
  /** By how many instructions have that verb with an object, then by the alphabet. */
  readonly top: readonly VerbCount[];
}

/** Reads instructions one by one. The parser is given, as it is slow and large and not everybody who counts wants to load it. */
export class VerbCounter {
  readonly #parse: (text: string) => VerbObject | undefined;
  readonly #seen = new Set<number>();
  readonly #verbs = new Map<string, number>();
  readonly #objects = new Map<string, Map<string, number>>();
  #withoutVerb = 0;
  #notEnglish = 0;

  constructor(parse: (text: string) => VerbObject | undefined) {
    this.#parse = parse;
  }

  /** An instruction with its words, as `wordsOf` gives them. One with the same words as an earlier one counts no second time. */
  add(instruction: string, words: readonly string[]): void {
    const key = wholeKey(words);
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    if (!isEnglish(instruction, words)) {
      this.#notEnglish += 1;
      return;
    }
    const found = this.#parse(instruction);
    if (found) this.#count(found);
    else this.#withoutVerb += 1;
  }

  read(): Verbs {
    const objects = [...this.#objects].map(([word, nouns]) => ({ word, count: total(nouns), nouns: ranked(nouns, TOP_NOUNS) }));
    return {
      unique: this.#seen.size,
      parsed: total(this.#verbs),
      withObject: objects.reduce((sum, { count }) => sum + count, 0),
      withoutVerb: this.#withoutVerb,
      notEnglish: this.#notEnglish,
      verbs: this.#verbs.size,
      entropyBits: entropyBits([...this.#verbs.values()]),
      top: objects.sort(byCount).slice(0, TOP_VERBS),
    };
  }

  #count({ verb, noun }: VerbObject): void {
    this.#verbs.set(verb, (this.#verbs.get(verb) ?? 0) + 1);
    if (noun === undefined) return;
    const nouns = this.#objects.get(verb) ?? new Map<string, number>();
    nouns.set(noun, (nouns.get(noun) ?? 0) + 1);
    this.#objects.set(verb, nouns);
  }
}

/** Shannon entropy of what is counted, in bits. */
export function entropyBits(counts: readonly number[]): number {
  const sum = counts.reduce((all, count) => all + count, 0);
  return counts.reduce((bits, count) => (count > 0 ? bits - (count / sum) * Math.log2(count / sum) : bits), 0);
}

function total(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

function ranked(counts: ReadonlyMap<string, number>, limit: number): WordCount[] {
  const entries = [...counts].map(([word, count]) => ({ word, count }));
  return entries.sort(byCount).slice(0, limit);
}

function byCount(a: WordCount, b: WordCount): number {
  return b.count - a.count || (a.word < b.word ? -1 : 1);
}
