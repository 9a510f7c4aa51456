import type { Answer } from '../core/answer.ts';
import type { Attempt, Outcome, PhaseName } from '../core/outcome.ts';
import type { Pair } from '../core/pair.ts';
import type { AskOptions, Prompt } from '../core/prompt.ts';
import type { Recipe } from '../core/recipe.ts';
import type { KeptReason, Verdict } from '../core/verdict.ts';
import { judgeAnswer } from './judge.ts';
import { continuedPrompt, instructionPrompt, responsePrompt } from './prompts.ts';
import { reminderFor } from './reminder.ts';
import { structuredFormat } from './structured-form.ts';

/** One question to an oracle. */
export interface Question {
  readonly prompt: Prompt;
  readonly options: AskOptions;
}

const RETRY_TEMPERATURE = 0.4;
// A third answer that runs out gets four times the room of the first; beyond that the context ends.
const MOST_DOUBLINGS = 2;

/** Phase 1 of a record whose phase 2 is asked: the pair that it started from, and how it ended. */
export interface FirstPhase {
  readonly pair: Pair;
  readonly outcome: Outcome;
}

/**
 * What to ask a pair in a phase. `earlier` are this phase's attempts so far: a repetition is never the
 * same request, it gets a reminder of what was wrong, a temperature, another seed, and more room when room ran out.
 * With `firstPhase`, phase 2 goes on in its conversation when the recipe says so, the conversation brought the pair, and
 * no earlier attempt has outgrown the context in it; phase 1 of such a recipe tells the oracle beforehand.
 */
export function ask(phase: PhaseName, pair: Pair, recipe: Recipe, earlier: readonly Attempt[], firstPhase?: FirstPhase): Question {
  const reminder = reminderFor(phase, recipe, earlier);
  const prompt = continuation(phase, recipe, earlier, firstPhase, reminder) ?? (phase === 'instruction' ? instructionPrompt : responsePrompt)(pair, recipe, reminder);
  return { prompt, options: optionsFor(phase, recipe, earlier) };
}

function optionsFor(phase: PhaseName, recipe: Recipe, earlier: readonly Attempt[]): AskOptions {
  const { topP, minNewTokens } = recipe;
  const again = earlier.length > 0;
  const ranOut = earlier.filter(({ finishReason }) => finishReason === 'length').length;
  const lastRanOut = earlier.at(-1)?.finishReason === 'length';
  return {
    temperature: again ? Math.max(recipe.temperature, RETRY_TEMPERATURE) : recipe.temperature,
    topP,
    seed: recipe.seed + earlier.length,
    maxNewTokens: recipe.maxNewTokens * (lastRanOut ? 2 ** Math.min(ranOut, MOST_DOUBLINGS) : 1),
    minNewTokens,
    ...(phase === 'instruction' && recipe.continues && recipe.phases.includes('response') ? { continuable: true } : {}),
    ...(recipe.answerForm === 'structured' ? { format: structuredFormat(phase, recipe) } : {}),
  };
}

function continuation(phase: PhaseName, recipe: Recipe, earlier: readonly Attempt[], firstPhase: FirstPhase | undefined, reminder: string): Prompt | undefined {
  if (!continuesFrom(phase, recipe, earlier, firstPhase)) return undefined;
  const { pair, outcome } = firstPhase;
  // What was asked in phase 1 is not stored: it follows from the pair and the attempts before the last.
  const opening = ask('instruction', pair, recipe, outcome.attempts.slice(0, -1)).prompt;
  return continuedPrompt(opening, outcome.attempts.at(-1)?.raw ?? '', recipe, reminder);
}

/** Only a conversation whose last answer is whole and made the pair can be gone on with. */
function continuesFrom(phase: PhaseName, recipe: Recipe, earlier: readonly Attempt[], firstPhase: FirstPhase | undefined): firstPhase is FirstPhase {
  if (!recipe.continues || phase !== 'response' || firstPhase?.outcome.status !== 'rewritten') return false;
  const last = firstPhase.outcome.attempts.at(-1);
  return last?.finishReason === 'stop' && last.raw !== '' && !earlier.some((attempt) => outgrewContext(attempt.reason, attempt));
}

function outgrewContext(reason: Attempt['reason'], { newTokens, options }: Attempt): boolean {
  return reason === 'too-long' || (reason === 'truncated' && newTokens < options.maxNewTokens);
}

/** What an answer amounts to. */
export function judge(phase: PhaseName, pair: Pair, answer: Answer, recipe: Recipe): Verdict {
  return judgeAnswer(phase, pair, answer, recipe);
}

const FINAL: readonly KeptReason[] = ['unchanged', 'gate', 'student'];

/**
 * Whether another attempt may do better than those made so far. An unchanged pair is an answer, a rewrite that lost in a comparison was
 * no mistake, a prompt that is too long stays too long, and an answer that filled the whole context would only fill it again;
 * unless the conversation of phase 1 took the room, as the next attempt starts without it.
 */
export function worthAnotherAttempt(verdict: Verdict, attempts: readonly Attempt[], recipe: Recipe, firstPhase?: FirstPhase): boolean {
  if (verdict.status === 'rewritten' || attempts.length >= recipe.maxAttempts) return false;
  const last = attempts.at(-1);
  if (last && outgrewContext(verdict.reason, last)) return continuesFrom('response', recipe, attempts.slice(0, -1), firstPhase);
  return !FINAL.includes(verdict.reason);
}
