import { describe, expect, it } from 'vitest';
import type { Recipe } from '../../src/core/recipe.ts';
import type { Run } from '../../src/core/run.ts';
import { PAPER_RECIPE, PRESETS } from '../../src/reflection/recipes.ts';
import { reviveRun } from '../../src/reflection/revive-run.ts';

const oracle = { engine: 'transformers', modelId: 'm', revision: 'r', device: 'wasm', dtype: 'fp32', contextTokens: 100, lanes: 1, practice: true } as const;

// As a former version stored it: members of today are missing.
function stored(recipe: Partial<Recipe>): Run {
  return { id: 'r', sourceId: 's', sourceName: 'n', sourceSha256: 'x', rowCount: 1, recipe: recipe as Recipe, oracle, createdAtMs: 5 };
}

describe('a run of an earlier version', () => {
  it('was made by the paper’s recipe, with its own decoding, and examined by no rule', () => {
    const own = { phases: ['response'], temperature: 0.3, topP: 0.9, seed: 7, maxNewTokens: 900, minNewTokens: 60, maxAttempts: 4, continues: true } as const;
    const { recipe, ...rest } = reviveRun(stored({ name: 'paper', ...own }));
    expect(recipe).toEqual({ ...PAPER_RECIPE, ...own, rules: expect.any(Object) as unknown });
    expect(new Set(Object.values(recipe.rules))).toEqual(new Set(['off']));
    expect(rest).toMatchObject({ id: 'r', oracle, createdAtMs: 5 });
  });

  it('did not go on in one conversation where it does not say so', () => {
    expect(reviveRun(stored({ name: 'paper', phases: ['instruction', 'response'] })).recipe.continues).toBe(false);
  });
});

describe('a run of this version', () => {
  it.each(PRESETS)('of the recipe $name comes out as it is', (recipe) => {
    expect(reviveRun(stored(recipe))).toEqual(stored(recipe));
  });

  it('has rules off that came later', () => {
    const known = Object.fromEntries(Object.entries(PAPER_RECIPE.rules).filter(([rule]) => rule !== 'echo'));
    expect(reviveRun(stored({ ...PAPER_RECIPE, rules: known as Recipe['rules'] })).recipe.rules).toEqual({ ...PAPER_RECIPE.rules, echo: 'off' });
  });
});
