import type { PhaseName } from '../../core/outcome.ts';
import type { Recipe } from '../../core/recipe.ts';
import { formatCount, formatDuration, plural } from './figures.ts';

/** The recipe screen. */
export const RECIPE = {
  title: 'Recipe',
  lead: 'What the oracle is asked to do with each record, and how.',
  fixed: 'A run keeps its recipe from start to end.',
  notEditable: 'Everything else follows the paper.',
  phase: (number: number) => `Phase ${formatCount(number)}`,
  criteria: (subject: string) => `${subject} is judged by`,
  decoding: 'Decoding',
  what: 'What will happen',
  records: (count: number, phases: number) => `${plural(count, 'record')}, ${plural(phases, 'phase')} each: ${plural(count * phases, 'answer')} of the oracle, more where one has to be repeated.`,
  oracle: (title: string) => `The oracle is ${title}.`,
  stored: 'Each result is stored the moment it exists. You can pause, close the tab and come back.',
  original: 'Your file is not changed. Records that cannot be improved stay as they were.',
  estimate: (durationMs: number) => `About ${formatDuration(durationMs)}, going by an earlier run with this oracle.`,
  noEstimate: 'How long it takes shows after the first records.',
  start: 'Start the run',
  practice: 'This is a practice run. It shows how everything works; its result is not for training.',
  toRun: 'Go to the run',
  choices: 'What you can choose',
  continues: 'Second phase continues the conversation',
  continuesHint:
    'The paper starts the second phase afresh, with the new pair alone. Continued, the oracle still has the original and its own critique before it. That is faster where the engine keeps what it has read, needs more of the context, and gives other results.',
} as const;

/** Names of recipes. */
export const RECIPE_LABELS: Record<string, string> = { paper: 'Paper' };

/** A recipe's name as people read it. */
export function recipeLabel(recipe: Recipe): string {
  const name = RECIPE_LABELS[recipe.name] ?? recipe.name;
  return recipe.continues ? `${name}, as one conversation` : name;
}

/** What each phase does. */
export const PHASE_SENTENCES: Record<PhaseName, string> = {
  instruction: 'The oracle says what is weak about the instruction and its response, then writes a new, self-contained instruction and answers it.',
  response: 'The oracle says what is weak about the response so far, then writes a better one. The instruction stays.',
};

/** The decoding options in words, in the order they are shown. */
export function decodingFacts(recipe: Recipe): readonly { readonly label: string; readonly value: string }[] {
  return [
    { label: 'Temperature', value: recipe.temperature === 0 ? '0 (always the likeliest token)' : String(recipe.temperature) },
    { label: 'Top p', value: recipe.topP === 1 ? '1 (nothing cut)' : String(recipe.topP) },
    { label: 'Longest answer', value: plural(recipe.maxNewTokens, 'token') },
    { label: 'Room needed', value: plural(recipe.minNewTokens, 'token') },
    { label: 'Attempts per phase', value: `up to ${formatCount(recipe.maxAttempts)}` },
    { label: 'Seed', value: String(recipe.seed) },
    { label: 'Second phase', value: recipe.continues ? 'continues the conversation' : 'starts afresh' },
  ];
}
