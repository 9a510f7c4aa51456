import type { Pair } from '../core/pair.ts';
import type { GateAction, Recipe } from '../core/recipe.ts';
import type { Review, ReviewResult } from '../core/review.ts';
import type { Run } from '../core/run.ts';
import type { StudentComparison } from '../core/score.ts';
import type { CritiqueNote, RuleFinding, Verdict } from '../core/verdict.ts';
import type { Student } from '../oracle/student.ts';
import { scoredPart, studentKeepsNew } from '../quality/selection.ts';
import { scorePairs } from './pair-scores.ts';
import { reviewPairs } from './review-pairs.ts';
import type { RecordQuestion } from './run-event.ts';
import type { Report, RunModels } from './run-models.ts';

type Rewrite = Verdict & { readonly status: 'rewritten' };

/** What was found out about a rewrite. */
interface Findings {
  readonly critique: readonly CritiqueNote[];
  readonly findings: readonly RuleFinding[];
  readonly scores?: StudentComparison;
  readonly review?: Review;
}

/** What becomes of a whole rewrite: the part of an outcome that vetting decides. */
export type Vetted = Findings &
  ({ readonly status: 'rewritten' | 'undecided'; readonly pair: Pair } | { readonly status: 'kept'; readonly reason: 'student' | 'gate'; readonly proposal: Pair });

/**
 * Has a rewrite compared with the pair that it came from, as far as the recipe says so: by the student first, who only reads, then by
 * the oracle, who writes. A rewrite that the student turns down is not reviewed. Rejects as `Oracle.ask` and `Student.score` do when a
 * model is gone, or with the signal's reason.
 */
export async function vetRewrite(run: Run, asked: RecordQuestion, rewrite: Rewrite, models: RunModels, report: Report, signal: AbortSignal): Promise<Vetted> {
  const { pair, critique, findings } = rewrite;
  const { recipe } = run;
  const { ordinal, phase } = asked;
  const examine = async <Result>(by: 'student' | 'gate', compare: Promise<Result>): Promise<Result> => {
    report({ kind: 'examining', by, ...asked });
    const result = await compare;
    report({ kind: 'examined', ordinal, phase });
    return result;
  };
  const found: { -readonly [Name in keyof Findings]: Findings[Name] } = { critique, findings };
  if (recipe.student && models.student) {
    found.scores = await examine('student', compareScores(asked, pair, recipe.student.template, models.student, signal));
    if (!studentKeepsNew(phase, found.scores.before, found.scores.after)) return { ...found, status: 'kept', reason: 'student', proposal: pair };
  }
  if (!recipe.gate) return { ...found, status: 'rewritten', pair };
  found.review = await examine('gate', reviewPairs(asked.pair, pair, models.oracle, recipe, signal));
  const action = gateAction(found.review.result, recipe.gate);
  if (action === 'original') return { ...found, status: 'kept', reason: 'gate', proposal: pair };
  return { ...found, status: action === 'ask' ? 'undecided' : 'rewritten', pair };
}

/** Phase 1 is judged by how much the instruction helps with the response, phase 2 by how much the response tells of the instruction. */
async function compareScores({ pair, phase }: RecordQuestion, rewrite: Pair, template: NonNullable<Recipe['student']>['template'], student: Pick<Student, 'score'>, signal: AbortSignal): Promise<StudentComparison> {
  const [before = {}, after = {}] = await scorePairs([pair, rewrite], student, template, [scoredPart(phase)], signal);
  return { before, after };
}

function gateAction(result: ReviewResult, { onLoss, onTie, onUnreadable }: NonNullable<Recipe['gate']>): GateAction {
  const actions: Record<ReviewResult, GateAction> = { latter: 'rewrite', former: onLoss, tie: onTie, unreadable: onUnreadable };
  return actions[result];
}
