import type { Pair } from '../core/pair.ts';
import type { StudentTemplate } from '../core/recipe.ts';
import type { NoScore, PairScore, TextScore } from '../core/score.ts';
import type { Score, ScoreItem, ScoreProgress, Student } from '../oracle/student.ts';
import { guessContext, instructionContext, instructionText } from '../reflection/student-templates.ts';

/** What of a pair is scored: the response given its instruction, for IFD; the instruction given its response, for r-IFD. */
export type ScorePart = 'response' | 'instruction';

/** What was scored since the last report. */
export interface PairScoreProgress {
  /** Tokens that were read, each as often as it was. */
  readonly tokens: number;
  /** Pairs of which all parts have been scored now, by their place. */
  readonly scored: readonly { readonly index: number; readonly score: PairScore }[];
}

/** A pair with what of it is asked for. */
export interface ScoreRequest {
  readonly pair: Pair;
  /** At least one. */
  readonly parts: readonly ScorePart[];
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
export function scorePairs(
  pairs: readonly Pair[],
  student: Pick<Student, 'score'>,
  template: StudentTemplate,
  parts: readonly ScorePart[],
  signal: AbortSignal,
  onProgress?: (progress: PairScoreProgress) => void,
): Promise<PairScore[]> {
  return scoreRequests(pairs.map((pair) => ({ pair, parts })), student, template, signal, onProgress);
}

/** The same where not the same parts are asked for of every pair. `onProgress` gets each pair's scores as soon as they are complete. */
export async function scoreRequests(
  requests: readonly ScoreRequest[],
  student: Pick<Student, 'score'>,
  template: StudentTemplate,
  signal: AbortSignal,
  onProgress?: (progress: PairScoreProgress) => void,
): Promise<PairScore[]> {
  const places = requests.flatMap(({ parts }, index) => parts.map((part) => ({ index, part })));
  const items = requests.flatMap(({ pair, parts }) => scoreItemsOf(pair, template, parts));
  const scores: PairScore[] = requests.map(() => ({}));
  const take = (at: number, score: Score): number | undefined => {
    const place = places[at];
    if (!place) throw new RangeError('a student answers what it was asked');
    const { index, part } = place;
    scores[index] = { ...scores[index], [part]: textScoreOf(score) };
    return requests[index]?.parts.every((one) => scores[index]?.[one]) ? index : undefined;
  };
  const onStep = ({ tokens, scored }: ScoreProgress) => {
    const complete = scored.flatMap(({ index, score }) => take(index, score) ?? []);
    onProgress?.({ tokens, scored: complete.map((index) => ({ index, score: scores[index] ?? {} })) });
  };
  for (const [at, score] of (await student.score(items, onStep, signal)).entries()) take(at, score);
  return scores;
}

/** Sums over tokens become means. */
function textScoreOf(score: Score): TextScore | NoScore {
  if (score.kind === 'unscored') return { kind: 'unscored', reason: score.reason };
  const { tokens, cutTokens, logLikelihoods } = score;
  const [lossAlone = NaN, lossGiven = NaN] = logLikelihoods.map((logLikelihood) => 0 - logLikelihood / tokens);
  const isSound = Number.isFinite(lossAlone) && Number.isFinite(lossGiven);
  return isSound ? { kind: 'scored', tokens, cutTokens, lossAlone, lossGiven } : { kind: 'unscored', reason: 'not-finite' };
}
