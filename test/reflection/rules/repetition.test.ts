import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { find, type Part } from './find.ts';

const LONG = 'Describe how the tides of the sea follow the moon and the sun.';

describe('an echo of the prompt', () => {
  it.each<[string, Part, string]>([
    ['a marker', { response: 'The sea is salty. [The End of Answer]' }, '[the end of answer]'],
    ['eight words of the prompt', { response: 'Guided by step 1, write a better answer, new and complete.' }, 'guided by step 1 write a better answer'],
    ['lines of criteria', { response: 'Helpfulness: good.\n**Accuracy:** fair.\nThe sea is salty.' }, 'helpfulness, accuracy'],
  ])('is found: %s', (_, after, found) => {
    expect(find('echo', 'response', {}, after)).toBe(found);
  });

  it('is found where the response begins with its whole instruction', () => {
    expect(find('echo', 'response', { instruction: LONG }, { response: `${LONG.toUpperCase()}\nThey do.` })).toBe(LONG);
  });

  it.each<[string, Part, Part]>([
    ['markers of the record itself', { response: 'Write [End] at the end.' }, { response: 'Always write [End] at the end.' }],
    ['one line that is headed like a criterion', {}, { response: 'Accuracy: the clock is right within a second.' }],
    ['criteria that the record is about', { instruction: 'Rate it.', response: 'Helpfulness: 3\nAccuracy: 4' }, { response: 'Helpfulness: 4\nAccuracy: 5' }],
    ['a short question that opens its answer', { instruction: 'What is the sea?' }, { response: 'What is the sea? It is salty water.' }],
    ['an instruction that the old response repeated too', { instruction: LONG, response: `${LONG} They do.` }, { response: `${LONG} They do so twice a day.` }],
    ['steps', {}, { response: 'Step 1: Boil the water. Step 2: Add salt.' }],
  ])('is not found: %s', (_, before, after) => {
    expect(find('echo', 'response', before, after)).toBeUndefined();
  });
});

describe('a rewrite without a change', () => {
  const DRESS: ((text: string) => string)[] = [(text) => text.toUpperCase(), (text) => text.replaceAll(' ', '  '), (text) => `${text}!`, (text) => `“${text}”\n`, (text) => text.replaceAll(', ', ' – ')];
  const word = fc.stringMatching(/^[a-z]{1,8}$/);

  it('is found whatever its case, spaces and punctuation', () => {
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 8 }), fc.constantFrom(...DRESS), (words, dress) => {
        const response = words.join(', ');
        expect(find('unchanged', 'response', { response }, { response: dress(response) })).toBeDefined();
      }),
    );
  });

  it.each<[string, string, string]>([
    ['an operator', '2+2 is the sum', '2-2 is the sum'],
    ['a decimal point', 'It costs 1.50', 'It costs 150'],
    ['a currency', 'It costs $5', 'It costs €5'],
    ['code', 'print(a);\nprint(b);', 'print(a)\nprint(b)'],
    ['an accent', 'He will resume', 'He will résumé'],
    ['only signs', '!!!', '???'],
  ])('is not found: %s', (_, before, after) => {
    expect(find('unchanged', 'response', { response: before }, { response: after })).toBeUndefined();
  });

  it('is one in the first phase only if both texts stay', () => {
    const before = { instruction: 'Name a sea', response: 'The North Sea' };
    expect(find('unchanged', 'instruction', before, { instruction: 'Name a sea.', response: 'The North Sea.' })).toBeDefined();
    expect(find('unchanged', 'instruction', before, { instruction: 'Name two seas.', response: 'The North Sea.' })).toBeUndefined();
  });
});
