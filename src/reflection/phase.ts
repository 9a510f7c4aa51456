import type { Answer } from '../core/answer.ts';
import type { Attempt, PhaseName } from '../core/outcome.ts';
import type { Pair } from '../core/pair.ts';
import type { AskOptions, Prompt } from '../core/prompt.ts';
import type { Recipe } from '../core/run.ts';
import type { Verdict } from '../core/verdict.ts';
import { judgeAnswer } from './judge.ts';
import { instructionPrompt, responsePrompt } from './prompts.ts';

/** One question to an oracle. */
export interface Question {
  readonly prompt: Prompt;
  readonly options: AskOptions;
}

const REMINDER = 'Mind the format: write each marker and [End] exactly as given, and put your complete text between them.';
const RETRY_TEMPERATURE = 0.4;

/**
 * What to ask a pair in a phase. `earlier` are this phase's attempts so far: a repetition is never the
 * same request, it gets a reminder, a temperature, another seed, and more room when room ran out.
 */
export function ask(phase: PhaseName, pair: Pair, recipe: Recipe, earlier: readonly Attempt[]): Question {
  const render = phase === 'instruction' ? instructionPrompt : responsePrompt;
  const { temperature, topP, seed, maxNewTokens, minNewTokens } = recipe;
  const options = { temperature, topP, seed, maxNewTokens, minNewTokens };
  if (earlier.length === 0) return { prompt: render(pair), options };
  const ranOut = earlier.at(-1)?.finishReason === 'length';
  return {
    prompt: render(pair, REMINDER),
    options: {
      ...options,
      temperature: Math.max(temperature, RETRY_TEMPERATURE),
      seed: seed + earlier.length,
      maxNewTokens: ranOut ? maxNewTokens * 2 : maxNewTokens,
    },
  };
}

/** What an answer amounts to. */
export function judge(phase: PhaseName, pair: Pair, answer: Answer): Verdict {
  return judgeAnswer(phase, pair, answer);
}

/**
 * Whether another attempt may do better than those made so far. An unchanged pair is an answer, a prompt
 * that is too long stays too long, and an answer that filled the whole context would only fill it again.
 */
export function worthAnotherAttempt(verdict: Verdict, attempts: readonly Attempt[], recipe: Recipe): boolean {
  if (verdict.status === 'rewritten' || attempts.length >= recipe.maxAttempts) return false;
  if (verdict.reason === 'truncated') return attempts.at(-1)?.newTokens === attempts.at(-1)?.options.maxNewTokens;
  return verdict.reason !== 'unchanged' && verdict.reason !== 'too-long';
}
