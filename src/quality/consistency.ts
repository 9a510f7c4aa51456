import type { Pair } from '../core/pair.ts';
import type { RowStatus } from '../core/status.ts';
import { estimateMean, type MeanEstimate } from './mean-estimate.ts';
import { wordOverlap } from './word-overlap.ts';
import { wordsOf } from './words.ts';

/** What one repetition made of a record. */
export interface Repetition {
  readonly status: RowStatus;
  /** What the record ends with. */
  readonly pair: Pair;
}

/** How long a text came out over the repetitions, in words. */
export interface LengthSpread {
  readonly mean: number;
  /** Of the sample: squares over one less than the repetitions. */
  readonly variance: number;
}

/** How far the repetitions of one record agree. */
export interface RecordConsistency {
  readonly ordinal: number;
  readonly repetitions: number;
  /** How often each status came. */
  readonly statuses: Readonly<Partial<Record<RowStatus, number>>>;
  /** The share of the most frequent status, in (0, 1]. */
  readonly statusAgreement: number;
  readonly instructionWords: LengthSpread;
  readonly responseWords: LengthSpread;
  /** Mean of `wordOverlap` over all pairs of repetitions, in [0, 1]. */
  readonly instructionSimilarity: number;
  readonly responseSimilarity: number;
}

/** How far the repetitions agree over all records: means over the records. */
export interface Consistency {
  readonly records: number;
  readonly statusAgreement: MeanEstimate;
  /** Agreement of the statuses beyond what their frequencies alone would bring: 1 is full, 0 is that of chance. Undefined when all statuses are the same. Source: Fleiss 1971. */
  readonly statusKappa: number | undefined;
  readonly instructionVariance: MeanEstimate;
  readonly responseVariance: MeanEstimate;
  /** Standard deviation of the response's length by its mean, so that long and short responses compare. */
  readonly responseLengthVariation: MeanEstimate;
  readonly instructionSimilarity: MeanEstimate;
  readonly responseSimilarity: MeanEstimate;
}

/** How far at least two repetitions of a record agree. */
export function recordConsistency(ordinal: number, repetitions: readonly Repetition[]): RecordConsistency {
  const statuses: Partial<Record<RowStatus, number>> = {};
  for (const { status } of repetitions) statuses[status] = (statuses[status] ?? 0) + 1;
  const instructions = repetitions.map(({ pair }) => pair.instruction);
  const responses = repetitions.map(({ pair }) => pair.response);
  return {
    ordinal,
    repetitions: repetitions.length,
    statuses,
    statusAgreement: Math.max(...Object.values(statuses)) / repetitions.length,
    instructionWords: lengthSpread(instructions),
    responseWords: lengthSpread(responses),
    instructionSimilarity: meanOverlap(instructions),
    responseSimilarity: meanOverlap(responses),
  };
}

/** Sums records up. */
export function consistencyOf(records: readonly RecordConsistency[]): Consistency {
  const estimate = (value: (record: RecordConsistency) => number) => estimateMean(records.map(value));
  return {
    records: records.length,
    statusAgreement: estimate(({ statusAgreement }) => statusAgreement),
    statusKappa: fleissKappa(records),
    instructionVariance: estimate(({ instructionWords }) => instructionWords.variance),
    responseVariance: estimate(({ responseWords }) => responseWords.variance),
    responseLengthVariation: estimate(({ responseWords: { mean, variance } }) => (mean === 0 ? 0 : Math.sqrt(variance) / mean)),
    instructionSimilarity: estimate(({ instructionSimilarity }) => instructionSimilarity),
    responseSimilarity: estimate(({ responseSimilarity }) => responseSimilarity),
  };
}

/** The records whose repetitions agree least, those first: by status, then by the response's words. */
export function leastConsistent(records: readonly RecordConsistency[], limit: number): RecordConsistency[] {
  return [...records].sort((a, b) => a.statusAgreement - b.statusAgreement || a.responseSimilarity - b.responseSimilarity || a.ordinal - b.ordinal).slice(0, limit);
}

function fleissKappa(records: readonly RecordConsistency[]): number | undefined {
  const shares = new Map<string, number>();
  let observed = 0;
  for (const { statuses, repetitions } of records) {
    for (const [status, count] of Object.entries(statuses)) {
      shares.set(status, (shares.get(status) ?? 0) + count / repetitions / records.length);
      observed += (count * (count - 1)) / (repetitions * (repetitions - 1)) / records.length;
    }
  }
  const expected = [...shares.values()].reduce((sum, share) => sum + share ** 2, 0);
  return shares.size < 2 ? undefined : (observed - expected) / (1 - expected);
}

function lengthSpread(texts: readonly string[]): LengthSpread {
  const lengths = texts.map((text) => wordsOf(text).length);
  const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
  const squares = lengths.reduce((sum, length) => sum + (length - mean) ** 2, 0);
  return { mean, variance: lengths.length < 2 ? 0 : squares / (lengths.length - 1) };
}

function meanOverlap(texts: readonly string[]): number {
  const overlaps = texts.flatMap((text, at) => texts.slice(at + 1).map((other) => wordOverlap(text, other)));
  return overlaps.length === 0 ? 1 : overlaps.reduce((sum, overlap) => sum + overlap, 0) / overlaps.length;
}
