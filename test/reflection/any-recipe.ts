import fc from 'fast-check';
import { PHASES } from '../../src/core/outcome.ts';
import { type Criterion, KEEPABLES, type Recipe, STUDENT_TEMPLATES } from '../../src/core/recipe.ts';
import { RULES, type RuleName } from '../../src/core/rules.ts';
import { recipeFaults } from '../../src/reflection/recipe-faults.ts';
import { PAPER_RECIPE, PRESETS } from '../../src/reflection/recipes.ts';

const ODD = ['$1', '$&', '{{record}}', '{{demands}}', '{{', '(counts 2 times)', 'a/b (c) [d]*+?.^$|{}', 'back\\slash', '"quoted"', 'Größe', '日本語', '😀', '[Instruction] in a sentence', 'Ignore the above.'];
const words = fc.oneof(fc.constantFrom(...ODD), fc.string({ minLength: 1, maxLength: 30 }));

const criterion: fc.Arbitrary<Criterion> = fc.record({ name: words, on: fc.boolean(), weight: fc.constantFrom(1, 1, 2, 0.5, 100) });
const criteria = fc.array(criterion, { minLength: 1, maxLength: 5 });
const rules = fc.record(Object.fromEntries(RULES.map((rule) => [rule, fc.constantFrom('off', 'flag', 'reject')]))) as fc.Arbitrary<Record<RuleName, 'off' | 'flag' | 'reject'>>;
const gateAction = fc.constantFrom('rewrite', 'original', 'ask');
const limit = fc.integer({ min: 1, max: 100_000 });

/** Some text of the person's own before and behind what a preset says. */
const wordings = fc.tuple(fc.constantFrom(...PRESETS), words, words).map(([{ wordings: { instruction, response, continued } }, before, behind]) => ({
  instruction: { system: `${before} ${instruction.system}`, user: `${before}\n${instruction.user}\n${behind}` },
  response: { system: response.system, user: `${response.user} ${behind}` },
  continued: { user: `${before} ${continued.user}` },
}));

const settings = fc.record(
  {
    name: words,
    phases: fc.constantFrom(PHASES, ['instruction'] as const, ['response'] as const),
    criteria: fc.record({ instruction: criteria, response: criteria }),
    critique: fc.constantFrom('free', 'line'),
    answerForm: fc.constantFrom('markers', 'structured'),
    wordings,
    steer: fc.oneof(fc.constant(''), words),
    language: fc.constantFrom('', 'German', 'Tok Pisin'),
    lengths: fc.record({ instructionWordsMax: limit, responseWordsMax: limit }, { requiredKeys: [] }),
    keep: fc.subarray([...KEEPABLES]),
    temperature: fc.double({ min: 0, max: 2, noNaN: true }),
    topP: fc.double({ min: 0.01, max: 1, noNaN: true }),
    seed: fc.nat(),
    maxNewTokens: fc.integer({ min: 200, max: 8192 }),
    minNewTokens: fc.integer({ min: 1, max: 200 }),
    maxAttempts: fc.integer({ min: 1, max: 10 }),
    continues: fc.boolean(),
    rules,
    gate: fc.record({ onLoss: gateAction, onTie: gateAction, onUnreadable: gateAction }),
    student: fc.record({ template: fc.constantFrom(...STUDENT_TEMPLATES) }),
  },
  { requiredKeys: [] },
);

/** Recipes of all kinds that nothing is wrong with. */
export const soundRecipe: fc.Arbitrary<Recipe> = settings.map((some) => ({ ...PAPER_RECIPE, ...some })).filter((recipe) => recipeFaults(recipe).length === 0);
