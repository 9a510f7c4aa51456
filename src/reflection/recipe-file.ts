import type { Criterion, PromptWording, Recipe } from '../core/recipe.ts';

/** The member that marks a recipe file, and its value: the version of the format. */
export const RECIPE_FILE_MARK = { member: 'tain-recipe', version: 1 } as const;

/**
 * A recipe as a small JSON file for people to read, keep under version control and hand on. Texts of several lines are lists of
 * lines, usual criteria are plain names, and what a recipe leaves empty is left out. Read by `readRecipeFile`, which gives the same recipe.
 */
export function writeRecipeFile(recipe: Recipe): string {
  const { name, phases, criteria, critique, answerForm, wordings, steer, language, lengths, keep, continues, rules, gate, student } = recipe;
  const { temperature, topP, seed, maxNewTokens, minNewTokens, maxAttempts } = recipe;
  const file = {
    [RECIPE_FILE_MARK.member]: RECIPE_FILE_MARK.version,
    name,
    phases,
    criteria: { instruction: criteria.instruction.map(briefCriterion), response: criteria.response.map(briefCriterion) },
    critique,
    answerForm,
    steer: unlessEmpty(steer),
    language: unlessEmpty(language),
    lengths: Object.keys(lengths).length === 0 ? undefined : lengths,
    keep: keep.length === 0 ? undefined : keep,
    temperature,
    topP,
    seed,
    maxNewTokens,
    minNewTokens,
    maxAttempts,
    continues,
    rules,
    gate,
    student,
    wordings: { instruction: inLines(wordings.instruction), response: inLines(wordings.response), continued: { user: linesOf(wordings.continued.user) } },
  };
  return `${JSON.stringify(file, undefined, 2)}\n`;
}

function briefCriterion({ name, on, weight }: Criterion): unknown {
  if (on && weight === 1) return name;
  return { name, ...(on ? {} : { on }), ...(weight === 1 ? {} : { weight }) };
}

function unlessEmpty(text: string): string | undefined {
  return text === '' ? undefined : text;
}

function inLines({ system, user }: PromptWording): unknown {
  return { system: linesOf(system), user: linesOf(user) };
}

function linesOf(text: string): string | string[] {
  return text.includes('\n') ? text.split('\n') : text;
}
