import { describe, expect, it } from 'vitest';
import { faultsOf, hashOf, PRESETS, readRecipe, recipeFile, slotsOf } from '../../src/pipeline/recipe-desk.ts';
import { previewQuestions, roomFor } from '../../src/pipeline/prompt-preview.ts';
import { ask } from '../../src/reflection/phase.ts';
import { INSTRUCTION_RECIPE, LEAN_RECIPE, PAPER_RECIPE, RESPONSE_RECIPE } from '../../src/reflection/recipes.ts';

describe('a recipe at the desk', () => {
  it.each([
    ['Lean', 'lean.tain-recipe.json'],
    ['Response only', 'response-only.tain-recipe.json'],
    ['  Größe & 日本/../x ', 'größe-日本-x.tain-recipe.json'],
    ['***', 'recipe.tain-recipe.json'],
  ])('%s is saved as %s and read back', async (name, fileName) => {
    const recipe = { ...LEAN_RECIPE, name };
    const file = recipeFile(recipe);
    expect(file.name).toBe(fileName);
    expect(readRecipe(await file.bytes.text())).toEqual({ recipe, ignored: [] });
  });

  it('has a hash of what it does, faults where it has any, and slots for each wording', () => {
    expect(hashOf({ ...LEAN_RECIPE, name: 'Mine' })).toBe(hashOf(LEAN_RECIPE));
    expect(PRESETS.flatMap(faultsOf)).toEqual([]);
    expect(faultsOf({ ...LEAN_RECIPE, maxAttempts: 0 })).toHaveLength(1);
    for (const place of ['instruction', 'response', 'continued'] as const) for (const { slot } of slotsOf(place)) expect(PAPER_RECIPE.wordings[place].user).toContain(`{{${slot}}}`);
  });
});

describe('the preview of a recipe', () => {
  const PAIR = { instruction: 'Name a cat.', input: 'big', response: 'Tiger.' };

  it('shows exactly what will be asked where that is known', () => {
    for (const recipe of [PAPER_RECIPE, INSTRUCTION_RECIPE, { ...PAPER_RECIPE, continues: true }]) expect(previewQuestions(PAIR, recipe)[0]).toEqual({ phase: 'instruction', ...ask('instruction', PAIR, recipe, []) });
    expect(previewQuestions(PAIR, RESPONSE_RECIPE)).toEqual([{ phase: 'response', ...ask('response', PAIR, RESPONSE_RECIPE, []) }]);
  });

  it('says where phase 2 will read what phase 1 has yet to write', () => {
    expect(previewQuestions(PAIR, PAPER_RECIPE)[1]).toEqual({ phase: 'response', ...ask('response', PAIR, PAPER_RECIPE, []), note: 'pair-from-phase-1' });
    const [first, second] = previewQuestions(PAIR, { ...PAPER_RECIPE, continues: true });
    expect(second).toMatchObject({ note: 'answer-from-phase-1', prompt: { system: first?.prompt.system, earlier: [{ user: first?.prompt.user, answer: '' }] } });
  });

  it('reckons the room for an answer, to the token', () => {
    const recipe = { minNewTokens: 100, maxNewTokens: 500 };
    for (const [promptTokens, fits, roomTokens, lackingTokens] of [[0, true, 500, 0], [500, true, 500, 0], [900, true, 100, 0], [901, false, 99, 1], [1500, false, 0, 600]] as const) {
      expect(roomFor(promptTokens, 1000, recipe)).toEqual({ fits, roomTokens, lackingTokens });
    }
  });
});
