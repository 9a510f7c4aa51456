import { allRules } from '../../../src/core/rules.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PRESETS } from '../../../src/reflection/recipes.ts';
import type { Recipe } from '../../../src/core/recipe.ts';
import { countActions, differingMembers, freeName, RECIPE_MEMBERS, withItem, withLimit, withMoved, withOptional, withPhase } from '../../../src/ui/state/recipe-draft.ts';

const [PAPER, LEAN, , , SELECTIVE] = PRESETS;

describe('what differs between recipes', () => {
  it('is nothing between a recipe and its copy from a file, whatever the order of its members', () => {
    fc.assert(
      fc.property(fc.constantFrom(...PRESETS), (recipe) => {
        const shuffled = Object.fromEntries(Object.entries(JSON.parse(JSON.stringify(recipe)) as Recipe).reverse()) as unknown as Recipe;
        expect(differingMembers(recipe, { ...shuffled, name: 'other' })).toEqual([]);
      }),
    );
  });

  it('is told by member, in the order in which they are shown', () => {
    expect(differingMembers(PAPER, LEAN ?? PAPER)).toEqual(['critique', 'wordings', 'lengths', 'maxNewTokens']);
    expect(differingMembers(PAPER, SELECTIVE ?? PAPER)).toEqual(['student']);
    expect(differingMembers(PAPER, { ...PAPER, continues: true, phases: ['response'] })).toEqual(['phases', 'continues']);
  });

  it('covers every member but the name', () => {
    expect([...RECIPE_MEMBERS, 'name'].sort()).toEqual([...new Set(PRESETS.flatMap((recipe) => [...Object.keys(recipe), 'gate']))].sort());
  });
});

describe('edits of a recipe', () => {
  it('move items without losing any, and back again', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { minLength: 1 }), fc.nat(20), fc.nat(20), (items, from, to) => {
        const source = from % items.length;
        const target = to % items.length;
        const moved = withMoved(items, source, target);
        expect(moved[target]).toBe(items[source]);
        expect(withMoved(moved, target, source)).toEqual(items);
      }),
    );
  });

  it('replace an item or take it out', () => {
    expect(withItem(['a', 'b', 'c'], 1, 'x')).toEqual(['a', 'x', 'c']);
    expect(withItem(['a', 'b', 'c'], 1, undefined)).toEqual(['a', 'c']);
  });

  it('leave at least one phase, in the order of the method', () => {
    expect(withPhase(['response'], 'instruction', true)).toEqual(['instruction', 'response']);
    expect(withPhase(['response'], 'response', false)).toEqual(['response']);
  });

  it('write down nothing for what is absent', () => {
    expect(withLimit({ responseWordsMax: 100 }, 'responseWordsMax', undefined)).toEqual({});
    expect(Object.keys(withOptional({ ...PAPER, student: { template: 'alpaca' } }, 'student', undefined))).not.toContain('student');
    expect(withOptional(PAPER, 'student', { template: 'alpaca' }).student).toEqual({ template: 'alpaca' });
  });

  it('set all rules at once', () => {
    expect(countActions(allRules('reject'))).toEqual({ off: 0, flag: 0, reject: Object.keys(PAPER.rules).length });
  });

  it('find names that are free', () => {
    expect(freeName('Mine', ['Paper'])).toBe('Mine');
    expect(freeName('Mine', ['Mine', 'Mine 2'])).toBe('Mine 3');
  });
});
