import { crc32 } from '../core/crc32.ts';
import type { Pair } from '../core/pair.ts';
import type { AskOptions } from '../core/prompt.ts';
import type { Recipe } from '../core/recipe.ts';
import type { Review, ReviewPass } from '../core/review.ts';
import { type Oracle, OracleError } from '../oracle/oracle.ts';
import { resultOf } from '../quality/pairwise.ts';
import { readPoints, reviewPrompt } from '../reflection/review-prompt.ts';

// Two numbers and a few sentences.
const MAX_NEW_TOKENS = 256;
// Two numbers alone are a review; with less room a record is better not compared.
const MIN_NEW_TOKENS = 16;

/** Which pair stands as Record A. */
type Front = 'former' | 'latter';

/**
 * Has an oracle compare two pairs, blind, in two passes at the same time. In the first of the review's passes the former stands as
 * Record A, in the second the latter; which of them is asked first is drawn from the seed and the texts, so that neither place nor turn
 * goes with either pair. A pass that the oracle cannot answer is one without points. Rejects when the oracle is gone (OracleError
 * `worker-died`, `stalled`, `gpu-gone`, `out-of-memory`, `closed`) or with the signal's reason.
 */
export async function reviewPairs(former: Pair, latter: Pair, oracle: Oracle, { seed }: Pick<Recipe, 'seed'>, signal: AbortSignal): Promise<Review> {
  const options = { temperature: 0, topP: 1, seed, maxNewTokens: MAX_NEW_TOKENS, minNewTokens: MIN_NEW_TOKENS };
  // One that fails ends the other.
  const stop = new AbortController();
  const ended = AbortSignal.any([signal, stop.signal]);
  const ask = (front: Front) => passOf(front, former, latter, oracle, options, ended);
  const turned = latterGoesFirst(former, latter, seed);
  const asked = turned ? ([ask('latter'), ask('former')] as const) : ([ask('former'), ask('latter')] as const);
  try {
    const [one, other] = await Promise.all(asked);
    const passes = turned ? ([other, one] as const) : ([one, other] as const);
    return { passes, result: resultOf(passes) };
  } catch (error) {
    stop.abort();
    await Promise.allSettled(asked);
    throw error;
  }
}

function latterGoesFirst(former: Pair, latter: Pair, seed: number): boolean {
  const texts = JSON.stringify([seed, former, latter]);
  return crc32(new TextEncoder().encode(texts)) % 2 === 1;
}

async function passOf(front: Front, former: Pair, latter: Pair, oracle: Oracle, options: AskOptions, signal: AbortSignal): Promise<ReviewPass> {
  const prompt = front === 'former' ? reviewPrompt(former, latter) : reviewPrompt(latter, former);
  try {
    const { text, finishReason, promptTokens, newTokens, durationMs } = await oracle.ask(prompt, options, () => undefined, signal);
    return { raw: text, finishReason, promptTokens, newTokens, durationMs, options, ...pointsOf(text, front) };
  } catch (error) {
    if (!isUnanswered(error)) throw error;
    return { raw: '', finishReason: 'error', promptTokens: 0, newTokens: 0, durationMs: 0, options };
  }
}

function pointsOf(text: string, front: Front): Pick<ReviewPass, 'points'> {
  const points = readPoints(text);
  if (!points) return {};
  const { first, second } = points;
  return { points: front === 'former' ? { former: first, latter: second } : { former: second, latter: first } };
}

/** Whether only this prompt failed, and the oracle is well. */
function isUnanswered(error: unknown): boolean {
  return error instanceof OracleError && (error.code === 'prompt-too-long' || error.code === 'prompt-refused' || error.code === 'engine-failed');
}
