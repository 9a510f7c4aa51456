import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRecipeFile } from '../../src/reflection/read-recipe-file.ts';
import { writeRecipeFile } from '../../src/reflection/recipe-file.ts';
import { recipeHash } from '../../src/reflection/recipe-hash.ts';
import { LEAN_RECIPE, PAPER_RECIPE, PRESETS } from '../../src/reflection/recipes.ts';
import { soundRecipe } from './any-recipe.ts';

const faultsOf = (text: string) => {
  const read = readRecipeFile(text);
  return 'faults' in read ? read.faults : [];
};
const fileOf = (members: object) => JSON.stringify({ 'tain-recipe': 1, ...members });

describe('a recipe file', () => {
  it('gives back the recipe that it was made from, whole', () => {
    fc.assert(fc.property(soundRecipe, (recipe) => void expect(readRecipeFile(writeRecipeFile(recipe))).toEqual({ recipe, ignored: [] })));
    for (const recipe of PRESETS) expect(readRecipeFile(writeRecipeFile(recipe))).toEqual({ recipe, ignored: [] });
  });

  it('is small and can be read by people', () => {
    const text = writeRecipeFile(LEAN_RECIPE);
    expect(text.length).toBeLessThan(6000);
    expect(text.startsWith('{\n  "tain-recipe": 1,\n  "name": "Lean",\n  "phases": [')).toBe(true);
    expect(text).toContain('      "Complexity of the Topic",\n');
    expect(text).toContain('"lengths": {\n    "instructionWordsMax": 60,\n    "responseWordsMax": 120\n  }');
    expect(text).not.toMatch(/\\n|steer|gate/);
  });

  it('that says little is the paper’s recipe in all the rest', () => {
    expect(readRecipeFile(fileOf({ name: 'Mine', steer: 'Keep answers under 100 words.' }))).toEqual({ recipe: { ...PAPER_RECIPE, name: 'Mine', steer: 'Keep answers under 100 words.' }, ignored: [] });
    const criteria = { response: ['Accuracy', { name: 'Kindness', weight: 2 }, { name: 'Wit', on: false }] };
    const read = readRecipeFile(fileOf({ criteria }));
    expect('recipe' in read && read.recipe.criteria).toEqual({
      instruction: PAPER_RECIPE.criteria.instruction,
      response: [
        { name: 'Accuracy', on: true, weight: 1 },
        { name: 'Kindness', on: true, weight: 2 },
        { name: 'Wit', on: false, weight: 1 },
      ],
    });
  });

  it('may begin with a byte order mark', () => expect(readRecipeFile(`\uFEFF${writeRecipeFile(PAPER_RECIPE)}`)).toHaveProperty('recipe'));

  it('names the members that nothing reads', () => {
    const read = readRecipeFile(fileOf({ mood: 'good', criteria: { answer: [] }, rules: { vanity: 'reject' }, wordings: { instruction: { assistant: 'x' } }, gate: { onWin: 'ask' }, lengths: { wordsMin: 1 } }));
    expect('recipe' in read && read.ignored).toEqual(['criteria.answer', 'wordings.instruction.assistant', 'lengths.wordsMin', 'rules.vanity', 'gate.onWin', 'mood']);
  });

  it.each([
    ['not-json', '', '{'],
    ['not-json', '', ''],
    ['not-a-recipe', '', '{"name": "x"}'],
    ['not-a-recipe', '', '[{"tain-recipe": 1}]'],
    ['not-a-recipe', '', '7'],
    ['newer-version', 'tain-recipe', '{"tain-recipe": 2, "phases": 5}'],
    ['wrong-type', 'tain-recipe', '{"tain-recipe": "1"}'],
    ['unknown-word', 'phases', fileOf({ phases: ['instruction', 'critique'] })],
    ['no-phase', 'phases', fileOf({ phases: [] })],
    ['wrong-type', 'temperature', fileOf({ temperature: '0' })],
    ['number-out-of-bounds', 'temperature', fileOf({ temperature: 3 })],
    ['wrong-type', 'steer', fileOf({ steer: null })],
    ['wrong-type', 'continues', fileOf({ continues: 'yes' })],
    ['wrong-type', 'criteria', fileOf({ criteria: [] })],
    ['name-missing', 'criteria.response.0.name', fileOf({ criteria: { response: [{ on: true }] } })],
    ['wrong-type', 'criteria.response.1', fileOf({ criteria: { response: ['a', 7] } })],
    ['wrong-type', 'wordings.response.user', fileOf({ wordings: { response: { user: ['a', 1] } } })],
    ['slot-missing', 'wordings.response.user', fileOf({ wordings: { response: { user: 'Better it.' } } })],
    ['unknown-word', 'rules.echo', fileOf({ rules: { echo: 'delete' } })],
    ['unknown-word', 'gate.onLoss', fileOf({ gate: { onLoss: 'retry' } })],
    ['unknown-word', 'student.template', fileOf({ student: { template: 'llama' } })],
    ['wrong-type', 'keep', fileOf({ keep: 'code' })],
    ['too-large', '', fileOf({ steer: 'x'.repeat(2_000_000) })],
  ])('is turned down as %s at “%s”', (code, where, text) => {
    expect(faultsOf(text)[0]).toMatchObject({ code, where });
  });

  it('never throws and never gives a recipe with a fault, whatever it holds', () => {
    const names = fc.constantFrom('name', 'phases', 'criteria', 'instruction', 'response', 'wordings', 'rules', 'gate', 'temperature', '__proto__', 'constructor', 'tain-recipe');
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof({ maxDepth: 4 }, fc.jsonValue(), fc.array(tie('value'), { maxLength: 3 }), fc.dictionary(names, tie('value'))),
    }));
    fc.assert(
      fc.property(value, (file) => {
        const text = JSON.stringify(typeof file === 'object' && file !== null && !Array.isArray(file) ? { 'tain-recipe': 1, ...file } : file);
        const read = readRecipeFile(text);
        if ('faults' in read) expect(read.faults.length).toBeGreaterThan(0);
        else expect(readRecipeFile(writeRecipeFile(read.recipe))).toEqual({ recipe: read.recipe, ignored: [] });
      }),
    );
  });
});

describe('the hash of a recipe', () => {
  it('is the same for the same content, whatever its name and the order of its members', () => {
    fc.assert(
      fc.property(soundRecipe, fc.string(), (recipe, name) => {
        const turned = Object.fromEntries(Object.entries({ ...recipe, name, gate: recipe.gate }).reverse()) as unknown as typeof recipe;
        expect(recipeHash(turned)).toBe(recipeHash(recipe));
      }),
    );
  });

  it('is another for any other content', () => {
    fc.assert(fc.property(soundRecipe, soundRecipe, (one, other) => (recipeHash(one) === recipeHash(other)) === (writeRecipeFile({ ...one, name: '' }) === writeRecipeFile({ ...other, name: '' }))));
    expect(new Set(PRESETS.map(recipeHash)).size).toBe(PRESETS.length);
  });

  it('is SHA-256 in hex', () => expect(recipeHash(PAPER_RECIPE)).toMatch(/^[0-9a-f]{64}$/));
});
