import { beforeAll, describe, expect, it } from 'vitest';
import { PHASES } from '../../src/core/outcome.ts';
import type { Pair } from '../../src/core/pair.ts';
import { KEEPABLES, type Recipe } from '../../src/core/recipe.ts';
import { instructionPrompt, responsePrompt } from '../../src/reflection/prompts.ts';
import { PAPER_RECIPE, PRESETS } from '../../src/reflection/recipes.ts';
import { expectedCompletion } from './expected-completion.ts';
import { PracticeModel } from './practice-model.ts';

let model: PracticeModel;
beforeAll(async () => {
  model = await PracticeModel.load();
});

const PAIR: Pair = { instruction: 'Write a big story?', input: 'A good city.', response: 'Once there was a good city.' };

const OWN: Record<string, Partial<Recipe>> = {
  'a steer': { steer: 'Keep answers under 100 words; why? because.' },
  'another language': { language: 'Japanese' },
  'criteria of one’s own, with weights': {
    criteria: { instruction: [{ name: 'Clarté', on: true, weight: 2 }], response: [{ name: 'Kürze', on: true, weight: 0.5 }, { name: 'Accuracy', on: false, weight: 1 }] },
  },
  'limits and what to keep': { lengths: { instructionWordsMax: 50, responseWordsMax: 200 }, keep: KEEPABLES },
  'a wording of one’s own': {
    wordings: {
      ...PAPER_RECIPE.wordings,
      instruction: { system: 'Check.', user: 'Better this.\n{{new_instruction}}\n{{new_answer}}\n\n{{record}}\n\n[System]\nNow.' },
      response: { system: 'Check.', user: 'Better this.\n{{better_answer}}\n\n{{record}}\n\n[System]\nNow.' },
    },
  },
};

describe('the practice oracle answers the prompts of', () => {
  it.each([...PRESETS.map((recipe) => [recipe.name, recipe] as const), ...Object.entries(OWN)])('%s', async (_, settings) => {
    const recipe: Recipe = { ...PAPER_RECIPE, ...settings };
    const [first, second] = await model.complete([instructionPrompt(PAIR, recipe), responsePrompt(PAIR, recipe)], { maxNewTokens: 200 });
    expect([first?.text, second?.text]).toEqual(PHASES.map((phase) => expectedCompletion(phase, PAIR)));
  });
});
