import { describe, expect, it } from 'vitest';
import type { Criterion, Recipe } from '../../src/core/recipe.ts';
import { readCritique } from '../../src/reflection/critique.ts';
import { PAPER_RECIPE } from '../../src/reflection/recipes.ts';

const on = (name: string): Criterion => ({ name, on: true, weight: 1 });

function recipeOf(instruction: readonly Criterion[], response: readonly Criterion[]): Pick<Recipe, 'criteria'> {
  return { criteria: { instruction, response } };
}

const notes = (text: string, recipe: Pick<Recipe, 'criteria'>, phase: 'instruction' | 'response' = 'response') => readCritique(phase, text, recipe).map(({ criterion, text: said }) => [criterion, said]);

describe('a critique', () => {
  it.each([
    ['plain', 'Accuracy: It is right.\nRelevance: It is near.'],
    ['bold', '**Accuracy**: It is right.\n**Relevance:** It is near.'],
    ['bullets', '- **Accuracy** – It is right.\n- Relevance - It is near.'],
    ['headings', '### Accuracy\nIt is right.\n\n### Relevance\nIt is near.'],
    ['numbers', '1. Accuracy: It is right.\n2) *Relevance*: It is near.\n\n**Overall:** fine.'],
    ['another order, other case', 'RELEVANCE: It is near.\n\naccuracy: It is\nright.'],
    ['weights', 'Accuracy (counts 3 times): It is right.\n**Relevance (counts 2 times):** It is near.'],
  ])('is read criterion by criterion: %s', (_manner, text) => {
    expect(notes(text, recipeOf([], [on('Accuracy'), on('Relevance')]))).toEqual([
      ['Accuracy', 'It is right.'],
      ['Relevance', 'It is near.'],
    ]);
  });

  it('names criteria of any signs, and none that another name only begins with', () => {
    const odd = ['C++ (or [a-z]*?)', 'Größe', 'a.b|c^$', 'Detail'].map(on);
    const text = 'C++ (or [a-z]*?): one\nGröße: two\naXb|c^$: no\na.b|c^$: three\nDetail Required: no\nDetail: four';
    expect(notes(text, recipeOf([], odd))).toEqual([
      ['C++ (or [a-z]*?)', 'one'],
      ['Größe', 'two aXb|c^$: no'],
      ['a.b|c^$', 'three Detail Required: no'],
      ['Detail', 'four'],
    ]);
  });

  it('leaves out what is switched off and what is not named', () => {
    const recipe = recipeOf([], [on('Accuracy'), { ...on('Relevance'), on: false }, on('Wit')]);
    expect(notes('Accuracy: right.\nRelevance: near.', recipe)).toEqual([['Accuracy', 'right. Relevance: near.']]);
  });

  it('gives a name that both subjects have to each in its turn', () => {
    const recipe = recipeOf([on('Clarity'), on('Depth')], [on('clarity')]);
    expect(readCritique('instruction', 'Clarity: first.\nDepth: little.\nClarity: second.', recipe)).toEqual([
      { subject: 'instruction', criterion: 'Clarity', text: 'first.' },
      { subject: 'instruction', criterion: 'Depth', text: 'little.' },
      { subject: 'response', criterion: 'clarity', text: 'second.' },
    ]);
    expect(notes('Clarity: only.', recipe, 'instruction')).toEqual([['Clarity', 'only.']]);
  });

  it('can be read while it is being written', () => {
    const text = 'Helpfulness: It helps little.\nRelevance: It is near.\nAccu';
    expect(notes(text, PAPER_RECIPE)).toEqual([
      ['Helpfulness', 'It helps little.'],
      ['Relevance', 'It is near. Accu'],
    ]);
  });
});
