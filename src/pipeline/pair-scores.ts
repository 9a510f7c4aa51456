import type { Pair } from '../core/pair.ts';
import type { StudentTemplate } from '../core/recipe.ts';
import type { NoScore, PairScore, TextScore } from '../core/score.ts';
import type { Score, ScoreItem, Student } from '../oracle/student.ts';
import { guessContext, instructionContext, instructionText } from '../reflection/student-templates.ts';

/** What of a pair is scored: the response given its instruction, for IFD; the instruction given its response, for r-IFD. */
export type ScorePart = 'response' | 'instruction';

/** What was scored since the last report. */
export interface PairScoreProgress {
  /** Tokens that were read, each as often as it was. */
  readonly tokens: number;
  /** Texts whose score is new; each pair has one for each part. */
  readonly texts: number;
}

/** What a student is asked about a pair, one item for each part in their order: each text by itself and behind the other one. */
export function scoreItemsOf(pair: Pair, template: StudentTemplate, parts: readonly ScorePart[]): ScoreItem[] {
  return parts.map((part) =>
    part === 'response'
      ? { target: pair.response, contexts: ['', instructionContext(pair, template)] }
      : { target: instructionText(pair), contexts: ['', guessContext(pair.response, template)] },
  );
}

/**
 * Resolves with the scores of the pairs, in their order, with the parts asked for. Many pairs at once are faster than one by one.
 * Rejects as `Student.score` does.
 */
export async function scorePairs(
  pairs: readonly Pair[],
  student: Pick<Student, 'score'>,
  template: StudentTemplate,
  parts: readonly ScorePart[],
  signal: AbortSignal,
  onProgress?: (progress: PairScoreProgress) => void,
): Promise<PairScore[]> {
  const items = pairs.flatMap((pair) => scoreItemsOf(pair, template, parts));
  const scores = await student.score(items, ({ tokens, scored }) => onProgress?.({ tokens, texts: scored.length }), signal);
  return pairs.map((_, at) => Object.fromEntries(parts.map((part, place) => [part, textScoreOf(scores[at * parts.length + place])])));
}

/** Sums over tokens become means. */
function textScoreOf(score: Score | undefined): TextScore | NoScore {
  if (score === undefined) throw new TypeError('a student answers every item');
  if (score.kind === 'unscored') return { kind: 'unscored', reason: score.reason };
  const { tokens, cutTokens, logLikelihoods } = score;
  const [lossAlone, lossGiven] = logLikelihoods.map((logLikelihood) => 0 - logLikelihood / tokens);
  const isSound = Number.isFinite(lossAlone) && Number.isFinite(lossGiven);
  // Both are there: every item has two contexts.
  return isSound ? { kind: 'scored', tokens, cutTokens, lossAlone: lossAlone!, lossGiven: lossGiven! } : { kind: 'unscored', reason: 'not-finite' };
}
