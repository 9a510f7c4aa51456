import { STUDENT_TEMPLATES, type StudentTemplate } from '../core/recipe.ts';
import type { NoScore, PairScore, RatioScore, TextScore, UnscoredReason } from '../core/score.ts';
import type { RecordObject } from '../formats/record.ts';
import { ScoreFileError } from './score-file-error.ts';

/** What a score file says of one record. */
export interface ScoreRecord {
  /** Line in the file, counted from 1, on which it begins. */
  readonly line: number;
  /** The record that it is of, where it says so. */
  readonly ordinal?: number;
  /** Undefined where it says nothing of this record, as an empty object does. */
  readonly score?: PairScore;
  readonly student?: string;
  readonly template?: StudentTemplate;
  /** The texts that stand beside the scores. */
  readonly texts?: { readonly instruction: string; readonly output: string };
}

/** The fields of a text's scores in a file. Source of the names: tianyi-lab/Reflection_Tuning, selection_code; `ifd_score`: tianyi-lab/Cherry_LLM. */
const FIELDS = {
  response: { letter: 'A', ratios: ['ifd_ppl', 'ifd', 'ifd_score'], alone: 1, given: 3 },
  instruction: { letter: 'Q', ratios: ['rifd_ppl', 'rifd', 'r_ifd'], alone: 0, given: 2 },
} as const;

type Part = keyof typeof FIELDS;

/** Fields that say something about a record without being a score. */
const OTHER_FIELDS = ['ordinal', 'student', 'template', 'reason_A', 'reason_Q'];

const REASONS: readonly UnscoredReason[] = ['empty-target', 'no-room', 'not-finite', 'engine-failed', 'not-given'];

/**
 * Makes what a file says of one record trusted: the only way from foreign scores to ours. It may be a line of upstream's analysis,
 * `{"ppl": [...], "loss": [...]}` with the instruction alone, the response alone, the instruction given the response, the response given
 * the instruction (of three values, as in Cherry_LLM, the last two are of the response); an empty object, upstream's word for no score;
 * or an object with any of the fields that upstream puts beside its data. `loss_…` goes before `ppl_…`, and both before a ratio.
 * A perplexity or ratio of 0 is upstream's sign of a failure. Throws ScoreFileError `no-score`, `bad-value`, `bad-list` or `bad-ordinal`.
 */
export function trustedScores(object: RecordObject, line: number): ScoreRecord {
  const reader = new FieldReader(object, line);
  const response = reader.part('response');
  const instruction = reader.part('instruction');
  const names = Object.keys(object);
  const says = response ?? instruction;
  if (!says && names.some((name) => !OTHER_FIELDS.includes(name))) throw new ScoreFileError('no-score', line, names.slice(0, 12).join(', '));
  return { line, ...reader.about(), ...(says && { score: { ...(response && { response }), ...(instruction && { instruction }) } }) };
}

class FieldReader {
  readonly #object: RecordObject;
  readonly #line: number;

  constructor(object: RecordObject, line: number) {
    this.#object = object;
    this.#line = line;
  }

  /** The score of one text; undefined when nothing is said of it. */
  part(part: Part): TextScore | RatioScore | NoScore | undefined {
    const { letter, ratios } = FIELDS[part];
    const reason = this.#field(`reason_${letter}`);
    if (typeof reason === 'string') return { kind: 'unscored', reason: REASONS.find((known) => known === reason) ?? 'not-given' };
    const losses = this.#losses(part) ?? this.#perplexities(part);
    if (losses) return this.#textScore(losses, letter);
    const ratio = ratios.map((name) => this.#number(name)).find((value) => value !== undefined);
    if (ratio === undefined) return undefined;
    if (ratio === null || ratio === 0) return { kind: 'unscored', reason: 'not-given' };
    return Number.isFinite(ratio) ? { kind: 'ratio', ratio } : { kind: 'unscored', reason: 'not-finite' };
  }

  /** What is said beside the scores. */
  about(): Omit<ScoreRecord, 'line' | 'score'> {
    const ordinal = this.#number('ordinal');
    if (typeof ordinal === 'number' && !Number.isSafeInteger(ordinal)) throw new ScoreFileError('bad-ordinal', this.#line, String(ordinal));
    const [student, instruction, output] = ['student', 'instruction', 'output'].map((name) => this.#field(name));
    const template = STUDENT_TEMPLATES.find((name) => name === this.#field('template'));
    return {
      ...(typeof ordinal === 'number' && { ordinal }),
      ...(typeof student === 'string' && { student }),
      ...(template && { template }),
      ...(typeof instruction === 'string' && typeof output === 'string' && { texts: { instruction, output } }),
    };
  }

  #textScore([lossAlone, lossGiven]: Losses, letter: string): TextScore | NoScore {
    if (lossAlone === null || lossGiven === null) return { kind: 'unscored', reason: 'not-given' };
    if (!Number.isFinite(lossAlone) || !Number.isFinite(lossGiven)) return { kind: 'unscored', reason: 'not-finite' };
    return { kind: 'scored', tokens: this.#number(`tokens_${letter}`) ?? 0, cutTokens: this.#number(`cut_tokens_${letter}`) ?? 0, lossAlone, lossGiven };
  }

  #losses(part: Part): Losses | undefined {
    const { letter, alone, given } = FIELDS[part];
    const fields = [this.#number(`loss_${letter}_direct`), this.#number(`loss_${letter}_condition`)] as const;
    const perplexities = this.#list('ppl', part);
    const list = this.#list('loss', part);
    const pair = fields[0] !== undefined && fields[1] !== undefined ? fields : list && ([list[alone], list[given]] as const);
    if (!pair) return undefined;
    const failed = perplexities?.[alone] === 0 || perplexities?.[given] === 0;
    return failed ? [null, null] : [pair[0] ?? null, pair[1] ?? null];
  }

  #perplexities(part: Part): Losses | undefined {
    const { letter, alone, given } = FIELDS[part];
    const list = this.#list('ppl', part);
    const [first, second] = list ? [list[alone] ?? null, list[given] ?? null] : [this.#number(`ppl_${letter}_direct`), this.#number(`ppl_${letter}_condition`)];
    if (first === undefined || second === undefined) return undefined;
    return [lossOf(first), lossOf(second)];
  }

  /** A list of four, or of three where it says something of this part. */
  #list(name: 'ppl' | 'loss', part: Part): readonly (number | null)[] | undefined {
    const value = this.#field(name);
    if (value === undefined) return undefined;
    if (!Array.isArray(value) || value.length < 3 || value.length > 4) throw new ScoreFileError('bad-list', this.#line, name);
    const numbers = value.map((one: unknown, place) => this.#trusted(`${name}[${place}]`, one));
    if (numbers.length === 4) return numbers;
    return part === 'response' ? [null, numbers[1] ?? null, null, numbers[2] ?? null] : undefined;
  }

  /** Undefined when the field is not there, null when it is empty. */
  #number(name: string): number | null | undefined {
    const value = this.#field(name);
    return value === undefined ? undefined : this.#trusted(name, value);
  }

  #trusted(name: string, value: unknown): number | null {
    if (value === null) return null;
    if (typeof value !== 'number' || value < 0) throw new ScoreFileError('bad-value', this.#line, `${name}: ${JSON.stringify(value)?.slice(0, 40)}`);
    return value;
  }

  #field(name: string): unknown {
    return Object.hasOwn(this.#object, name) ? this.#object[name] : undefined;
  }
}

/** A rounded perplexity may lie a little under 1. */
function lossOf(perplexity: number | null): number | null {
  return perplexity === null || perplexity === 0 ? null : Math.max(0, Math.log(perplexity));
}

/** Alone, and behind the other text; null where the file has none. */
type Losses = readonly [number | null, number | null];
