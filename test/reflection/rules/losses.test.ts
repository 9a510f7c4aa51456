import { describe, expect, it } from 'vitest';
import type { Keepable } from '../../../src/core/recipe.ts';
import { find, type Part } from './find.ts';

const KEEP_ALL: { keep: Keepable[] } = { keep: ['code', 'tables', 'numbers'] };
const FENCED = 'Use this:\n```python\nprint(1)\n```';
const PROSE = 'One calls the function that prints, and gives it the number.';
const TABLE = 'The seas:\n\n| sea | salt |\n|---|---|\n| North | 3.5 |\n| Baltic | 0.8 |';

describe('lost code', () => {
  it.each<[string, string]>([
    ['a fence', FENCED],
    ['lines without a fence', 'def add(a, b):\n    return a + b\n\nprint(add(1, 2))'],
    ['SQL', 'SELECT name FROM users\nWHERE age > 30\nORDER BY name;\nSELECT 1;'],
    ['words in backticks', 'Call `splice` on it.'],
  ])('is found: %s', (_, response) => {
    expect(find('code-lost', 'response', { response }, { response: PROSE })).toBeDefined();
  });

  it.each<[string, string, string]>([
    ['the fence became lines', FENCED, 'print(1)'],
    ['the lines became a fence', 'x = 1;\ny = 2;', FENCED],
    ['the words in backticks are still there', 'Call `splice` on it.', 'Call splice on the list.'],
    ['there was none', 'The class starts at nine. It returns at ten: be there.\nWith kind regards,\nfor all of us', PROSE],
  ])('is not found: %s', (_, before, after) => {
    expect(find('code-lost', 'response', { response: before }, { response: after })).toBeUndefined();
  });

  it('matters in the first phase only where the recipe keeps code, anywhere in the pair', () => {
    const after = { instruction: 'Explain printing.', response: PROSE };
    expect(find('code-lost', 'instruction', { response: FENCED }, after)).toBeUndefined();
    expect(find('code-lost', 'instruction', { response: FENCED }, after, KEEP_ALL)).toBe('lines of code: 1 → 0');
    expect(find('code-lost', 'instruction', { response: FENCED }, { ...after, instruction: FENCED }, KEEP_ALL)).toBeUndefined();
  });
});

describe('a lost table', () => {
  it.each<[string, string, string]>([
    ['Markdown', TABLE, '| sea | salt |'],
    ['HTML', '<table><tr><td>North</td></tr></table>', '<table'],
    ['commas', 'sea,salt,depth\nNorth,3.5,95\nBaltic,0.8,55', 'sea,salt,depth'],
    ['tabs', 'sea\tsalt\nNorth\t3.5\nBaltic\t0.8', 'sea salt'],
  ])('is found: %s', (_, response, found) => {
    expect(find('table-lost', 'response', { response }, { response: 'The North Sea is saltier.' })).toBe(found);
  });

  it.each<[string, string, string]>([
    ['it took another form', TABLE, 'sea,salt,depth\nNorth,3.5,95\nBaltic,0.8,55'],
    ['lines of prose with commas', 'Red, green, and blue.\nOne, two, and three.\nIn, out, and back.', PROSE],
    ['a poem', 'Roses are red,\nviolets are blue,\nsugar is sweet,\nand so are you.', PROSE],
  ])('is not found: %s', (_, before, after) => {
    expect(find('table-lost', 'response', { response: before }, { response: after })).toBeUndefined();
  });
});

describe('changed numbers', () => {
  it.each<[string, Part, string, string]>([
    ['a number of the instruction that the old response used', { instruction: 'Turn 45 km into metres.', response: '45 km are many metres.' }, 'It is far.', '45'],
    ['a result that was exchanged', { instruction: 'Add up the prices.', response: 'The sum is 9.40.' }, 'The sum is 9.50.', '9.40 → 9.50'],
    ['a year', { response: 'It opened in 1969.' }, 'It opened in 1970, after years of work.', '1969 → 1970'],
  ])('are found: %s', (_, before, response, found) => {
    expect(find('numbers-changed', 'response', before, { response })).toBe(found);
  });

  it.each<[string, string, string]>([
    ['thousands otherwise', 'It has 1,234,567 people.', 'It has 1 234 567 people, or 12 per house.'],
    ['a decimal comma', 'It costs 1.50 euros.', 'Es kostet 1,50 Euro, nicht 2.'],
    ['an ambiguous separator', 'It weighs 1.234 kg.', 'It weighs 1,234 kg, not 99.'],
    ['per cent', 'A share of 0.5.', 'A share of 50 %, since 2020.'],
    ['millions', 'About 5,000,000 people.', 'About 5 million people in 12 towns.'],
    ['words', 'There are 3 seas.', 'There are three seas and 40 lakes.'],
    ['German words', 'Es gibt 3 Meere.', 'Es gibt drei Meere und 40 Seen.'],
    ['numbers of list items', '1. salt\n2. water\n3. fish', 'Salt, water and 40 kinds of fish.'],
    ['digits inside names', 'H2O and COVID-19', 'Water, and 40 diseases.'],
    ['numbers that were only left out', 'It opened in 1969 with 12 rooms.', 'It opened long ago.'],
    ['more numbers', 'It opened in 1969.', 'It opened on 4 May 1969 at 10.'],
  ])('are not found: %s', (_, before, after) => {
    expect(find('numbers-changed', 'response', { response: before }, { response: after })).toBeUndefined();
  });

  it('are those that were left out, where the recipe keeps numbers', () => {
    expect(find('numbers-changed', 'response', { response: 'It has 12 rooms, and opened in 1969.' }, { response: 'It opened in 1969.' }, KEEP_ALL)).toBe('12');
    const task = { instruction: 'Turn 45 km into metres.', response: '45,000 m' };
    const essay = { instruction: 'Write about distances.', response: 'They are long.' };
    expect(find('numbers-changed', 'instruction', task, essay)).toBeUndefined();
    expect(find('numbers-changed', 'instruction', task, essay, KEEP_ALL)).toBe('45');
  });
});

const many = (count: number) => Array.from({ length: count }, (_, index) => `word${index}`).join(' ');

describe('the length', () => {
  const limits = { lengths: { instructionWordsMax: 10, responseWordsMax: 20 } };

  it('is held to the limits of the recipe', () => {
    expect(find('length', 'instruction', {}, { instruction: many(11) }, limits)).toBe('instruction: 11 > 10');
    expect(find('length', 'response', {}, { response: many(21) }, limits)).toBe('response: 21 > 20');
    expect(find('length', 'response', { instruction: many(50) }, { response: many(20) }, limits)).toBeUndefined();
    expect(find('length', 'response', {}, { response: '这是一个很长的句子我们用它来数一数这里有多少个不同的词语和汉字吧朋友们大家好' }, { lengths: { responseWordsMax: 5 } })).toBeDefined();
  });

  it('is noticed when next to nothing is left of a long response', () => {
    expect(find('length', 'response', { response: many(100) }, { response: many(10) })).toBe('response: 100 → 10');
    expect(find('length', 'response', { response: many(100) }, { response: many(30) })).toBeUndefined();
    expect(find('length', 'response', { response: many(40) }, { response: many(2) })).toBeUndefined();
    expect(find('length', 'instruction', { response: many(100) }, { response: many(9) })).toBeUndefined();
    expect(find('length', 'response', { response: many(100) }, { response: many(10) }, limits)).toBeUndefined();
  });
});
