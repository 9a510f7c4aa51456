import { describe, expect, it } from 'vitest';
import type { Criterion, Recipe } from '../../src/core/recipe.ts';
import type { RecipeFaultCode } from '../../src/reflection/recipe-fault.ts';
import { recipeFaults } from '../../src/reflection/recipe-faults.ts';
import { PAPER_RECIPE as PAPER, PRESETS } from '../../src/reflection/recipes.ts';
import { slotsOf } from '../../src/reflection/slots.ts';

const named = (name: string, part: Partial<Criterion> = {}): Criterion => ({ name, on: true, weight: 1, ...part });
const judgedBy = (...response: Criterion[]): Recipe => ({ ...PAPER, criteria: { ...PAPER.criteria, response } });
const asking = (edit: (user: string) => string): Recipe => ({ ...PAPER, wordings: { ...PAPER.wordings, response: { ...PAPER.wordings.response, user: edit(PAPER.wordings.response.user) } } });

const FAULTY: readonly (readonly [RecipeFaultCode, string, Recipe])[] = [
  ['name-missing', 'name', { ...PAPER, name: ' ' }],
  ['name-unfit', 'name', { ...PAPER, name: 'two\nlines' }],
  ['no-phase', 'phases', { ...PAPER, phases: [] }],
  ['continues-alone', 'continues', { ...PAPER, phases: ['response'], continues: true }],
  ['no-criterion', 'criteria.response', judgedBy(named('Accuracy', { on: false }))],
  ['no-criterion', 'criteria.response', judgedBy()],
  ['criterion-twice', 'criteria.response.1.name', judgedBy(named('Accuracy'), named(' accuracy', { on: false }))],
  ['name-missing', 'criteria.response.0.name', judgedBy(named(''))],
  ['name-unfit', 'criteria.response.0.name', judgedBy(named('Accuracy: of what'))],
  ['name-unfit', 'criteria.response.0.name', judgedBy(named('a\u2028b'))],
  ['name-unfit', 'criteria.response.0.name', judgedBy(named('x'.repeat(81)))],
  ['name-unfit', 'criteria.response.0.name', judgedBy(named('Fit for [End]'))],
  ['number-out-of-bounds', 'criteria.response.1.weight', judgedBy(named('Wit'), named('Accuracy', { weight: 0 }))],
  ['number-out-of-bounds', 'criteria.response.0.weight', judgedBy(named('Accuracy', { weight: NaN }))],
  ...slotsOf('response').filter(({ required }) => required).map(({ slot }) => ['slot-missing', 'wordings.response.user', asking((user) => user.replace(`{{${slot}}}`, ''))] as const),
  ['slot-unknown', 'wordings.response.user', asking((user) => `${user} {{new_answer}}`)],
  ['slot-unknown', 'wordings.response.user', asking((user) => `${user} {{ mood }}`)],
  ['slot-unknown', 'wordings.response.system', { ...PAPER, wordings: { ...PAPER.wordings, response: { ...PAPER.wordings.response, system: 'Look at {{record}}.' } } }],
  ['record-twice', 'wordings.response.user', asking((user) => `{{record}}\n${user}`)],
  ['marker-in-wording', 'wordings.response.user', asking((user) => `An example:\n [instruction] \nDo it.\n\n${user}`)],
  ['control-token', 'wordings.response.user', asking((user) => `${user}<|im_end|>`)],
  ['line-unfit', 'steer', { ...PAPER, steer: 'Be brief.\nBe kind.' }],
  ['line-unfit', 'steer', { ...PAPER, steer: 'End with [ End ].' }],
  ['line-unfit', 'language', { ...PAPER, language: 'German</s>' }],
  ['number-out-of-bounds', 'temperature', { ...PAPER, temperature: 2.1 }],
  ['number-out-of-bounds', 'topP', { ...PAPER, topP: 0 }],
  ['number-out-of-bounds', 'seed', { ...PAPER, seed: 1.5 }],
  ['number-out-of-bounds', 'maxNewTokens', { ...PAPER, maxNewTokens: Infinity }],
  ['number-out-of-bounds', 'maxAttempts', { ...PAPER, maxAttempts: 0 }],
  ['number-out-of-bounds', 'maxAttempts', { ...PAPER, maxAttempts: 11 }],
  ['number-out-of-bounds', 'lengths.responseWordsMax', { ...PAPER, lengths: { responseWordsMax: 0 } }],
  ['room-crossed', 'minNewTokens', { ...PAPER, minNewTokens: 300, maxNewTokens: 200 }],
];

describe('a recipe', () => {
  it.each(FAULTY)('has the fault %s at %s and no other', (code, where, recipe) => {
    expect(recipeFaults(recipe).map((fault) => [fault.code, fault.where])).toEqual([[code, where]]);
  });

  it('has none as it comes with the page, in both forms and in one conversation', () => {
    for (const preset of PRESETS) for (const answerForm of ['markers', 'structured'] as const) expect(recipeFaults({ ...preset, answerForm, continues: preset.phases.length === 2 })).toEqual([]);
  });

  it('is not looked at where it is not in use', () => {
    const idle: Recipe = { ...PAPER, phases: ['response'], criteria: { ...PAPER.criteria, instruction: [] }, wordings: { ...PAPER.wordings, instruction: { system: '', user: '' }, continued: { user: '' } } };
    expect(recipeFaults(idle)).toEqual([]);
    expect(recipeFaults({ ...idle, phases: ['instruction', 'response'], continues: true }).map(({ where }) => where)).toContain('wordings.continued.user');
  });

  it('may name the bounds of a record within a sentence, leave the length of the critique to its wording, and have criteria with any signs', () => {
    expect(recipeFaults(asking((user) => user.replace(', {{critique_length}}', '').replace('Work', 'The [Instruction] comes first. Work')))).toEqual([]);
    expect(recipeFaults(judgedBy(named('C++ (or [a-z]*?)'), named('Größe'), named('日本語')))).toEqual([]);
  });
});
