import { describe, expect, it } from 'vitest';
import { faultsOf, readRecipe } from '../../../src/pipeline/recipe-desk.ts';
import { PAPER_RECIPE } from '../../../src/reflection/recipes.ts';
import { faultPlace, faultsAt, faultSentence } from '../../../src/ui/messages/recipe-faults.ts';

describe('the faults of a recipe', () => {
  it('are told at their member, or at one that holds it', () => {
    const response = [{ name: 'Tone', on: true, weight: 1 }, { name: 'tone', on: true, weight: 900 }];
    const faults = faultsOf({ ...PAPER_RECIPE, criteria: { ...PAPER_RECIPE.criteria, response } });
    expect(faultsAt(faults, 'criteria.response.1', true)).toBe('“tone” is there twice. The oracle could not tell one from the other. Give a number above 0 and up to 100.');
    expect(faultsAt(faults, 'criteria.response.0', true)).toBe('');
    expect(faultsAt(faults, 'criteria.response')).toBe('');
    expect(faults.map(faultPlace)).toEqual(['criteria, response, 2, name', 'criteria, response, 2, weight']);
  });

  it('ask for whole numbers where only those will do', () => {
    const faults = faultsOf({ ...PAPER_RECIPE, seed: 1.5, temperature: 9, maxNewTokens: 0, minNewTokens: 1, lengths: { responseWordsMax: 0 } });
    expect(faults.map(faultSentence).sort()).toEqual([
      'Give a number from 0 to 2.',
      'Give a whole number from 0 to 2,147,483,647.',
      'Give a whole number from 1 to 100,000.',
      'Give a whole number from 1 to 131,072.',
      'More than the longest answer, which is 0 tokens.',
    ]);
  });

  it('of a file say of what type a member must be', () => {
    const read = readRecipe('{"tain-recipe":1,"name":7,"rules":[]}');
    expect('faults' in read && read.faults.map(faultSentence)).toEqual(['It must be a text.', 'It must be an object.']);
  });
});
