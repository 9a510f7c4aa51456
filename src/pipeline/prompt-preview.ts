import type { PhaseName } from '../core/outcome.ts';
import type { Pair } from '../core/pair.ts';
import type { AskOptions, Prompt } from '../core/prompt.ts';
import type { Recipe } from '../core/recipe.ts';
import { ask } from '../reflection/phase.ts';
import { continuedPrompt } from '../reflection/prompts.ts';

/** What a shown prompt still lacks. `pair-from-phase-1`: phase 2 will read the pair that phase 1 makes, here stands the record. `answer-from-phase-1`: the conversation will hold phase 1's answer, here it is empty. */
export type PreviewNote = 'pair-from-phase-1' | 'answer-from-phase-1';

/** What the oracle will be asked about a record at its first attempt. */
export interface PreviewedQuestion {
  readonly phase: PhaseName;
  readonly prompt: Prompt;
  readonly options: AskOptions;
  /** Absent where the prompt is exactly the one that will be asked. */
  readonly note?: PreviewNote;
}

/** The questions of a recipe about a pair, phase by phase, as far as they can be known before the run. */
export function previewQuestions(pair: Pair, recipe: Recipe): PreviewedQuestion[] {
  return recipe.phases.map((phase) => {
    const question = ask(phase, pair, recipe, []);
    if (phase === 'instruction' || !recipe.phases.includes('instruction')) return { phase, ...question };
    if (!recipe.continues) return { phase, ...question, note: 'pair-from-phase-1' };
    const opening = ask('instruction', pair, recipe, []).prompt;
    return { phase, ...question, prompt: continuedPrompt(opening, '', recipe), note: 'answer-from-phase-1' };
  });
}

/** What a context leaves for an answer. A record is never cut: one that does not fit is kept as too long. */
export interface AnswerRoom {
  readonly fits: boolean;
  /** Tokens that the answer can have: what the recipe allows or the context leaves, whichever is less; 0 where the prompt alone fills it. */
  readonly roomTokens: number;
  /** Tokens that the context would have to be larger for the record to fit; 0 where it does. */
  readonly lackingTokens: number;
}

/** Whether a prompt leaves the answer the room that the recipe asks for, in a context of so many tokens. */
export function roomFor(promptTokens: number, contextTokens: number, recipe: Pick<Recipe, 'minNewTokens' | 'maxNewTokens'>): AnswerRoom {
  const left = contextTokens - promptTokens;
  const lackingTokens = Math.max(0, recipe.minNewTokens - left);
  return { fits: lackingTokens === 0, roomTokens: Math.max(0, Math.min(recipe.maxNewTokens, left)), lackingTokens };
}
