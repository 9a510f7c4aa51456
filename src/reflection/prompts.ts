import type { PhaseName } from '../core/outcome.ts';
import type { Pair } from '../core/pair.ts';
import type { Prompt } from '../core/prompt.ts';
import type { Recipe } from '../core/recipe.ts';
import { formFillings } from './answer-form.ts';
import { demandsOf } from './demands.ts';
import { escapeControlTokens, escapeText } from './escape.ts';
import { PROMPT_MARKERS } from './markers.ts';
import { fillSlots, type Fillings } from './slots.ts';

const P = PROMPT_MARKERS;

/** What phase 1 asks: criticise the pair, then write a new instruction and its answer. `reminder` comes last of all when a former answer missed the format, so that the repetition begins with the whole of the first prompt. */
export function instructionPrompt(pair: Pair, recipe: Recipe, reminder = ''): Prompt {
  return promptOf('instruction', pair, recipe, reminder);
}

/** What phase 2 asks: criticise the response, then write a better one. Otherwise as {@link instructionPrompt}. */
export function responsePrompt(pair: Pair, recipe: Recipe, reminder = ''): Prompt {
  return promptOf('response', pair, recipe, reminder);
}

/**
 * What phase 2 asks in phase 1's conversation: criticise and better the response that was just written. `opening` is the
 * question of phase 1, `answer` what the oracle gave to it, whole.
 */
export function continuedPrompt(opening: Prompt, answer: string, recipe: Recipe, reminder = ''): Prompt {
  const { system, earlier = [], user } = opening;
  return {
    system,
    // Handed back letter by letter where it can be: an engine knows its own words again.
    earlier: [...earlier, { user, answer: escapeControlTokens(answer) }],
    user: withReminder(fillSlots(recipe.wordings.continued.user, fillingsOf('response', recipe, '')), reminder),
  };
}

function promptOf(phase: PhaseName, pair: Pair, recipe: Recipe, reminder: string): Prompt {
  const { system, user } = recipe.wordings[phase];
  const fillings = fillingsOf(phase, recipe, recordBlocks(pair));
  return { system: fillSlots(system, fillings), user: withReminder(fillSlots(user, fillings), reminder) };
}

function fillingsOf(phase: PhaseName, recipe: Recipe, record: string): Fillings {
  return { record, demands: demandsOf(phase, recipe), ...formFillings(phase, recipe) };
}

function recordBlocks(pair: Pair): string {
  const blocks = [`${P.instruction}\n${escapeText(pair.instruction)}`];
  if (pair.input !== '') blocks.push(`${P.inputStart}\n${escapeText(pair.input)}\n${P.inputEnd}`);
  blocks.push(`${P.answerStart}\n${escapeText(pair.response)}\n${P.answerEnd}`);
  return blocks.join('\n\n');
}

function withReminder(text: string, reminder: string): string {
  return reminder === '' ? text : `${text}\n${reminder}`;
}
