import type { MeasureValue } from '../core/measuring.ts';
import type { PairScore } from '../core/score.ts';
import { ifdOf, perplexity, reverseIfdOf } from './ifd.ts';

/** What many values come to. */
export interface Summary {
  /** Values that are numbers; the mean and the median are theirs. */
  readonly count: number;
  /** Undefined when there are none, here and below. */
  readonly mean: number | undefined;
  readonly median: number | undefined;
  /** Values that were left out because they are too large to be numbers. */
  readonly notFinite: number;
}

/** The figures of the paper's table, in its order, and r-IFD. */
export const TABLE_FIGURES = [
  'instructionTokens',
  'responseTokens',
  'instructionPerplexity',
  'responsePerplexityAlone',
  'responsePerplexityGiven',
  'coherence',
  'ifd',
  'reverseIfd',
] as const;

/** One of {@link TABLE_FIGURES}. */
export type TableFigure = (typeof TABLE_FIGURES)[number];

/** One line of the table before and after: means of the values of single records, lengths in tokens of the student. Source: METHOD, section 5; arXiv 2402.10110, table 6. */
export interface TableLine {
  readonly records: number;
  readonly figures: Readonly<Record<TableFigure, Summary>>;
}

/** Gathers one line of the table record by record. */
export class TableLineCounter {
  readonly #values = byFigure((): number[] => []);
  #records = 0;

  /** One record with what a student and an embedder found of it, each undefined where it was not asked. */
  add(student: MeasureValue | undefined, embedder: MeasureValue | undefined): void {
    this.#records += 1;
    if (student?.kind === 'pair') this.#addScore(student);
    if (embedder?.kind === 'coherence') this.#values.coherence.push(embedder.cosine);
  }

  read(): TableLine {
    return { records: this.#records, figures: byFigure((figure) => summaryOf(this.#values[figure])) };
  }

  #addScore(score: PairScore): void {
    const values = this.#values;
    const { response, instruction } = score;
    if (response?.kind === 'scored') {
      values.responsePerplexityAlone.push(perplexity(response.lossAlone));
      values.responsePerplexityGiven.push(perplexity(response.lossGiven));
      if (response.tokens > 0) values.responseTokens.push(response.tokens + response.cutTokens);
    }
    if (instruction?.kind === 'scored') {
      values.instructionPerplexity.push(perplexity(instruction.lossAlone));
      if (instruction.tokens > 0) values.instructionTokens.push(instruction.tokens + instruction.cutTokens);
    }
    const [ifd, reverse] = [ifdOf(score), reverseIfdOf(score)];
    if (ifd !== undefined) values.ifd.push(ifd);
    if (reverse !== undefined) values.reverseIfd.push(reverse);
  }
}

function byFigure<Value>(make: (figure: TableFigure) => Value): Record<TableFigure, Value> {
  // `fromEntries` cannot know that every figure is there.
  return Object.fromEntries(TABLE_FIGURES.map((figure) => [figure, make(figure)])) as Record<TableFigure, Value>;
}

/** What values come to; those that are not finite are counted apart. */
export function summaryOf(values: readonly number[]): Summary {
  const finite = Float64Array.from(values.filter((value) => Number.isFinite(value))).sort();
  const { length: count } = finite;
  const notFinite = values.length - count;
  if (count === 0) return { count, mean: undefined, median: undefined, notFinite };
  // Summed up relative to the count, so that a few giants do not overflow the sum.
  const mean = finite.reduce((sum, value) => sum + value / count, 0);
  const [low = NaN, high = NaN] = [finite[(count - 1) >> 1], finite[count >> 1]];
  return { count, mean, median: low + (high - low) / 2, notFinite };
}
