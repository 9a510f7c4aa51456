import { CodedError } from '../core/coded-error.ts';

/** What is wrong with a score file. */
export const SCORE_FILE_ERROR_CODES = [
  /** It has no bytes, or only white space. */
  'empty-file',
  /** It is neither JSON lines, nor a JSON array, nor columns with a known name. */
  'not-scores',
  /** A line holds no object, or is not JSON. `detail` is its beginning. */
  'not-an-object',
  /** An object has fields, and none of them is a score. `detail` names its fields. */
  'no-score',
  /** A row of columns has another number of cells than the header. */
  'cell-count',
  /** A value is no number, or one that cannot be. `detail` is the field and the value. */
  'bad-value',
  /** A list of `ppl` or `loss` does not hold three or four values. `detail` is the field. */
  'bad-list',
  /** An `ordinal` is no record of the dataset, or stands twice; `detail` is the ordinal. `''` when only some objects have one. */
  'bad-ordinal',
  /** It has another number of records than the dataset. `detail` is both, `49/50`. */
  'row-count',
  /** The instruction or output beside the scores is not that of the record. `detail` is the ordinal. */
  'other-texts',
  /** The browser could not read it. */
  'unreadable',
] as const;

/** One of {@link SCORE_FILE_ERROR_CODES}. */
export type ScoreFileErrorCode = (typeof SCORE_FILE_ERROR_CODES)[number];

/** A score file that cannot be taken. Nothing of it is stored. */
export class ScoreFileError extends CodedError<ScoreFileErrorCode> {
  /** Line in the file, counted from 1; 0 where no line is to blame. */
  readonly line: number;

  constructor(code: ScoreFileErrorCode, line: number, detail = '', options?: ErrorOptions) {
    super(code, detail, options);
    this.line = line;
  }
}
