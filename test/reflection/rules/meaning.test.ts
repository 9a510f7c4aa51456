import { describe, expect, it } from 'vitest';
import { find, type Part } from './find.ts';

const ENGLISH = 'A balanced diet has many vegetables, fruits and whole grains, but only little sugar and fat, so that the body stays healthy for years.';
const GERMAN = 'Eine ausgewogene Ernährung enthält viel Gemüse, Obst und Vollkornprodukte, aber nur wenig Zucker und Fett, damit der Körper gesund bleibt.';
const CHINESE = '均衡的饮食包括大量蔬菜、水果和全谷物，但糖和脂肪要少。';

describe('another language', () => {
  it.each<[string, Part, string, string]>([
    ['German became English', { instruction: 'Schreibe etwas über gesunde Ernährung.', response: GERMAN }, ENGLISH, 'German → English'],
    ['Chinese became English', { instruction: '介绍健康饮食。', response: '多吃蔬菜。' }, ENGLISH, 'Chinese → English'],
    ['English became Chinese', { instruction: 'Tell me what a healthy diet is made of.', response: ENGLISH }, CHINESE, 'English → Chinese'],
  ])('is found: %s', (_, before, response, found) => {
    expect(find('other-language', 'response', before, { response })).toBe(found);
  });

  it.each<[string, Part, string]>([
    ['a translation that is asked for', { instruction: 'Translate the text.', input: ENGLISH, response: CHINESE }, GERMAN],
    ['a language that the instruction names', { instruction: 'Say in German what a healthy diet is made of, in one sentence.', response: ENGLISH }, GERMAN],
    ['one of the languages of the record', { instruction: 'Correct the mistakes in this text.', input: GERMAN, response: ENGLISH }, GERMAN],
    ['too little to say', { instruction: 'Sag etwas.', response: 'Das Meer ist tief.' }, 'The sea is deep.'],
    ['code', { response: ENGLISH }, '```\nfor (const x of xs) console.log(x);\nfunction main() { return add(1, 2); }\n```'],
  ])('is not found: %s', (_, before, response) => {
    expect(find('other-language', 'response', before, { response })).toBeUndefined();
  });

  it('is any but the one that the recipe names', () => {
    const before = { instruction: 'Schreibe etwas über gesunde Ernährung.', response: GERMAN };
    expect(find('other-language', 'response', before, { response: ENGLISH }, { language: 'English' })).toBeUndefined();
    expect(find('other-language', 'response', before, { response: GERMAN }, { language: 'English (British)' })).toBe('English → German');
    expect(find('other-language', 'response', before, { response: ENGLISH }, { language: 'Klingon' })).toBeUndefined();
  });
});

const TIDES = {
  instruction: 'Explain why the tides of the ocean follow the moon, and when they are highest during the month.',
  response: 'The moon pulls the water of the ocean toward itself. Tides are highest at full moon and new moon, when the sun pulls along the same line. Storms and shallow coasts change their heights.',
};
const BREAD = 'Knead flour, yeast and warm liquid until smooth, cover the bowl with cloth, let the dough double its size, then shape loaves and bake until golden brown crust appears.';

describe('an answer to another instruction', () => {
  it('is found where nothing is in common, in both phases', () => {
    expect(find('other-instruction', 'response', TIDES, { response: BREAD })).toMatch(/^0 of \d+ stems: /);
    const instruction = `${TIDES.instruction} Compare the Atlantic with smaller lakes and give reasons for different heights around coasts.`;
    expect(find('other-instruction', 'instruction', {}, { instruction, response: BREAD })).toMatch(/^0 of \d+ stems: /);
  });

  it.each<[string, string]>([
    ['a task by its label', 'New instruction: Write about lakes.'],
    ['a task by its verb', 'Write a detailed essay about the water cycle of lakes. Include two examples.'],
  ])('is found: %s', (_, response) => {
    expect(find('other-instruction', 'response', { instruction: 'Which is the deepest ocean?' }, { response })).toBeDefined();
  });

  it.each<[string, Part, string]>([
    ['other forms of the words', TIDES, 'Tidal forces come from lunar gravity. Oceanic bulges rotate around Earth while solar attraction strengthens them twice monthly, producing spring floods.'],
    ['a short answer', TIDES, 'Bread needs flour.'],
    ['a translation', { ...TIDES, instruction: 'Translate the text.' }, GERMAN],
    ['a guide that was asked for', { instruction: 'How do I learn words?' }, 'Write the words on cards. Read them daily.'],
    ['a prompt that was asked for', { instruction: 'Make up a writing prompt.' }, 'Write a story about a lighthouse.'],
  ])('is not found: %s', (_, before, response) => {
    expect(find('other-instruction', 'response', before, { response })).toBeUndefined();
  });
});
