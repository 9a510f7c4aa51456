import { describe, expect, it } from 'vitest';
import { find } from './find.ts';

const broken = (instruction: string, response: string) => find('constraint-broken', 'instruction', {}, { instruction, response });

describe('a broken constraint', () => {
  it.each<[instruction: string, response: string, found: string]>([
    ['Describe the sea in one sentence.', 'It is salty. It is deep.', 'sentences: 2, asked 1'],
    ['Fasse den Text in einem Satz zusammen.', 'Das Meer ist salzig. Es ist tief.', 'sentences: 2, asked 1'],
    ['用一句话介绍长城。', '长城很长。它很古老。', 'sentences: 2, asked 1'],
    ['Describe the sea in three sentences.', 'It is salty.', 'sentences: 1, asked 3'],
    ['Explain tides in at most 10 words.', 'The tides of the sea follow the moon and also the sun, day after day.', 'words: 15, asked ≤ 10'],
    ['Write an essay of at least 50 words.', 'The sea is salty.', 'words: 4, asked ≥ 50'],
    ['List three seas.', '1. North\n2. Baltic\n3. Black\n4. Red', 'items: 4, asked 3'],
    ['Please give 5 examples of fish.', '- cod\n- eel', 'items: 2, asked 5'],
    ['Describe the sea in bullet points.', 'The sea is salty and deep.', 'bullets: 0'],
    ['Return the data in JSON.', 'The sea is salty.', 'JSON: 0'],
    ['Return the data as a JSON object.', '{"sea": salty}', 'JSON: {"sea": salty}'],
    ['Name fish that start with the letter C.', '- Cod\n- Eel', 'Eel'],
    ['Describe the sea. Do not use the word “salt”.', 'It is full of salt.', 'salt'],
    ['Describe the sea. Use the word “serene”.', 'It is salty.', 'serene'],
    ['Write the name in all caps.', 'North sea', 'A–Z: 0'],
    ['Convert the text to lowercase.', 'NORTH SEA', 'a–z: 0'],
  ])('is found: %s', (instruction, response, found) => {
    expect(broken(instruction, response)).toBe(found);
  });

  it.each<[instruction: string, response: string]>([
    ['Describe the sea in one sentence.', 'Dr. Smith of the U.S. Navy, e.g. in No. 4, calls it salty.'],
    ['Describe each sea in one word.', 'The North Sea is cold, and the Red Sea is warm today.'],
    ['Describe the sea in three sentences.', 'It is salty. It is deep.'],
    ['Describe the sea in about 50 words.', Array<string>(60).fill('salt').join(' ')],
    ['Create a list of 20 vocabulary words.', Array.from({ length: 20 }, (_, n) => `${n + 1}. word: what it means`).join('\n')],
    ['Give five tips for 2 people.', '1. Swim.\n2. Dive.'],
    ['List three seas.', 'The North Sea, the Baltic Sea and the Black Sea.'],
    ['List three seas.', '1. North\n   - cold\n   - grey\n2. Baltic\n3. Black'],
    ['List three pros and cons.', '**Pros**\n1. a\n2. b\n3. c\n**Cons**\n1. d\n2. e\n3. f'],
    ['Explain what JSON is.', 'It is a format.'],
    ['Write a function that returns JSON from a list.', 'return serialise(list)'],
    ['Describe the sea in bullet points.', '• salty\n• deep'],
    ['Name a fish that starts with the letter C.', 'A cod.'],
    ['Describe the sea. Use the word “serene”.', 'It lies there serenely.'],
    ['Write the name in all caps.', 'In capitals it reads: NORTH SEA'],
    ['Start with a joke.', 'The sea waved.'],
  ])('is not found: %s', (instruction, response) => {
    expect(broken(instruction, response)).toBeUndefined();
  });

  it('counts in the second phase only if the old response kept it', () => {
    const instruction = 'Describe the sea in one sentence.';
    expect(find('constraint-broken', 'response', { instruction, response: 'It is salty.' }, { response: 'It is salty. It is deep.' })).toBeDefined();
    expect(find('constraint-broken', 'response', { instruction, response: 'It is salty. So.' }, { response: 'It is salty. It is deep.' })).toBeUndefined();
  });
});
