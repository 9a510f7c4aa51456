import { type Edition, editionKey } from './edition.ts';
import type { StudentTemplate } from './recipe.ts';
import type { ReviewResult } from './review.ts';
import type { OracleSpec } from './run.ts';
import type { NoScore, PairScore } from './score.ts';

/** What measured. Scores of one instrument compare with scores of the same instrument only. */
export type Instrument =
  | {
      readonly kind: 'student';
      /** As people know it; of an imported file what the person calls it. */
      readonly name: string;
      readonly template: StudentTemplate;
      /** Absent where the scores came from a file. */
      readonly spec?: OracleSpec;
    }
  | { readonly kind: 'embedder'; readonly name: string; readonly spec: OracleSpec }
  /** An oracle that compares each record, blind, with that of another edition. */
  | { readonly kind: 'judge'; readonly name: string; readonly spec: OracleSpec; readonly against: Edition };

/** The measuring of one edition by one instrument. Its values lie beside it in the store, by ordinal of the source. */
export interface Measuring {
  readonly id: string;
  /** The source of the edition, also of a run's. */
  readonly sourceId: string;
  readonly edition: Edition;
  readonly instrument: Instrument;
  /** Records of the source: values go up to here, not all of them need be there. */
  readonly rowCount: number;
  /** Name of the file that the values came from. Absent where they were measured here. */
  readonly fileName?: string;
  /** Milliseconds since the epoch. */
  readonly createdAtMs: number;
}

/** How near a response lies to its instruction: the cosine of their embeddings, in [-1, 1]. `cutTokens` of both texts could not be read. */
export interface CoherenceScore {
  readonly kind: 'coherence';
  readonly cosine: number;
  readonly cutTokens: number;
}

/** What a judge found: former is the record of the edition that it was held against, latter that of the measured one. */
export interface JudgeScore {
  readonly kind: 'review';
  readonly result: ReviewResult;
  /** The points that the former and the latter got in both passes, as far as they could be read. */
  readonly points: readonly { readonly former: number; readonly latter: number }[];
}

/** What an instrument found of one record. */
export type MeasureValue = ({ readonly kind: 'pair' } & PairScore) | CoherenceScore | JudgeScore | NoScore;

/** The value of one record. */
export interface Measure {
  readonly ordinal: number;
  /** Marks the texts that were measured: see `pairMark`. A value whose mark is not that of the record's present pair is out of date. A judge has read two pairs: the measured one's mark, a slash, and that of the other. */
  readonly pairMark: string;
  readonly value: MeasureValue;
}

/** Names an instrument; values compare if and only if the keys are the same. */
export function instrumentKey(instrument: Instrument): string {
  const { kind, name } = instrument;
  const model = instrument.spec ? modelKey(instrument.spec) : name;
  if (kind === 'student') return `student/${model}/${instrument.template}`;
  return kind === 'judge' ? `judge/${model}/${editionKey(instrument.against)}` : `embedder/${model}`;
}

function modelKey({ engine, modelId, revision, device, dtype, contextTokens }: OracleSpec): string {
  return [engine, modelId, revision, device, dtype, contextTokens].join(' ');
}
