import { type Pair, samePair } from '../core/pair.ts';
import { wordOverlap } from './word-overlap.ts';
import { wordsOf } from './words.ts';

/** One state of a chain of rounds over the same records: means over all records. */
export interface DriftStep {
  readonly records: number;
  /** In words, the input included. */
  readonly instructionWords: number;
  readonly responseWords: number;
  /** Share of records that are not as they were in the state before; undefined for the first. */
  readonly changed: number | undefined;
  /** Mean of `wordOverlap` with the very first state, in [0, 1]. */
  readonly instructionLikeFirst: number;
  readonly responseLikeFirst: number;
  /** The same with the state before; undefined for the first. */
  readonly instructionLikeFormer: number | undefined;
  readonly responseLikeFormer: number | undefined;
}

type Sums = Record<'instructionWords' | 'responseWords' | 'changed' | 'instructionLikeFirst' | 'responseLikeFirst' | 'instructionLikeFormer' | 'responseLikeFormer', number>;

const NOTHING: Sums = { instructionWords: 0, responseWords: 0, changed: 0, instructionLikeFirst: 0, responseLikeFirst: 0, instructionLikeFormer: 0, responseLikeFormer: 0 };

/** Follows how records drift over a chain of states, record by record, without keeping them. */
export class DriftCount {
  readonly #sums: Sums[];
  #records = 0;

  /** `states` in the chain, the first of them what everything began with. */
  constructor(states: number) {
    this.#sums = Array.from({ length: states }, () => ({ ...NOTHING }));
  }

  /** Takes a record in all its states, first to last. */
  add(pairs: readonly Pair[]): void {
    const [first] = pairs;
    if (!first) return;
    this.#records += 1;
    pairs.forEach((pair, state) => {
      const sums = this.#sums[state];
      if (sums) addTo(sums, pair, first, pairs[state - 1]);
    });
  }

  /** The states in order. Empty when there were no records. */
  get steps(): DriftStep[] {
    const records = this.#records;
    if (records === 0) return [];
    return this.#sums.map((sums, state) => {
      const since = (sum: number) => (state === 0 ? undefined : sum / records);
      return {
        records,
        instructionWords: sums.instructionWords / records,
        responseWords: sums.responseWords / records,
        changed: since(sums.changed),
        instructionLikeFirst: sums.instructionLikeFirst / records,
        responseLikeFirst: sums.responseLikeFirst / records,
        instructionLikeFormer: since(sums.instructionLikeFormer),
        responseLikeFormer: since(sums.responseLikeFormer),
      };
    });
  }
}

function addTo(sums: Sums, pair: Pair, first: Pair, former: Pair | undefined): void {
  sums.instructionWords += wordsOf(questionOf(pair)).length;
  sums.responseWords += wordsOf(pair.response).length;
  sums.instructionLikeFirst += wordOverlap(questionOf(first), questionOf(pair));
  sums.responseLikeFirst += wordOverlap(first.response, pair.response);
  if (!former) return;
  sums.changed += samePair(former, pair) ? 0 : 1;
  sums.instructionLikeFormer += wordOverlap(questionOf(former), questionOf(pair));
  sums.responseLikeFormer += wordOverlap(former.response, pair.response);
}

/** Phase 1 takes an input up into the instruction: compared are the two together. */
function questionOf({ instruction, input }: Pair): string {
  return input === '' ? instruction : `${instruction}\n${input}`;
}
