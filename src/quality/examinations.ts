import { type Outcome, PHASES } from '../core/outcome.ts';
import type { Recipe } from '../core/recipe.ts';
import { type RuleName, RULES } from '../core/rules.ts';
import type { ReviewResult } from '../core/review.ts';
import type { ReviewTally } from './pairwise.ts';
import { scoredPart, studentKeepsNew } from './selection.ts';

/** What the examinations of rewrites came to, counted in phases of records. */
export interface ExaminationCounts {
  /** Phases of which an outcome has been counted. */
  readonly phases: number;
  /** Phases whose last rewrite a rule found something in. */
  readonly rules: Readonly<Record<RuleName, number>>;
  /** Of the rewrites against what they came from. */
  readonly gate: ReviewTally;
  readonly student: StudentTally;
}

/** What a student made of rewrites. */
export interface StudentTally {
  /** The rewrite scored better, and went on. */
  readonly better: number;
  /** It did not, and the pair stayed. */
  readonly notBetter: number;
  /** One of the two has no score, so the pair stayed. */
  readonly unscored: number;
}

/** Whether a recipe has rewrites examined at all. */
export function examinesRewrites({ rules, gate, student }: Pick<Recipe, 'rules' | 'gate' | 'student'>): boolean {
  return gate !== undefined || student !== undefined || Object.values(rules).some((action) => action !== 'off');
}

/** Counts examinations outcome by outcome. The same outcome may be given again and counts once, so that what is being stored can be counted while what was stored before is read. */
export class ExaminationTally {
  /** By ordinal, one bit a phase. */
  readonly #counted: Uint8Array;
  readonly #rules = new Map<RuleName, number>();
  readonly #reviews = new Map<ReviewResult, number>();
  readonly #student = { better: 0, notBetter: 0, unscored: 0 };
  #phases = 0;

  /** `rowCount`: records of the source. */
  constructor(rowCount: number) {
    this.#counted = new Uint8Array(rowCount);
  }

  /** Counts an outcome, unless it has been. */
  add(outcome: Outcome): void {
    const bit = 1 << PHASES.indexOf(outcome.phase);
    const counted = this.#counted[outcome.ordinal] ?? bit;
    if (counted & bit) return;
    this.#counted[outcome.ordinal] = counted | bit;
    this.#phases += 1;
    if (outcome.status === 'failed') return;
    for (const rule of new Set(outcome.findings?.map((finding) => finding.rule))) increment(this.#rules, rule);
    if (outcome.review) increment(this.#reviews, outcome.review.result);
    const comparison = compareScores(outcome);
    if (comparison) this.#student[comparison] += 1;
  }

  /** The counts as they stand. */
  counts(): ExaminationCounts {
    const reviews = (result: ReviewResult) => this.#reviews.get(result) ?? 0;
    return {
      phases: this.#phases,
      // `fromEntries` forgets the key type; the entries are built from the complete list.
      rules: Object.fromEntries(RULES.map((rule) => [rule, this.#rules.get(rule) ?? 0])) as Record<RuleName, number>,
      gate: { wins: reviews('latter'), losses: reviews('former'), ties: reviews('tie'), unreadable: reviews('unreadable') },
      student: { ...this.#student },
    };
  }
}

/** How a student's comparison of a phase ended; undefined where there was none. */
export function compareScores({ phase, scores }: Exclude<Outcome, { status: 'failed' }>): keyof StudentTally | undefined {
  if (!scores) return undefined;
  const { before, after } = scores;
  if (studentKeepsNew(phase, before, after)) return 'better';
  const part = scoredPart(phase);
  const scored = [before, after].every((score) => score[part] !== undefined && score[part].kind !== 'unscored');
  return scored ? 'notBetter' : 'unscored';
}

function increment<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
