import { describe, expect, it } from 'vitest';
import { isPlaceholder, isRefusal } from '../../src/reflection/worthless.ts';

const SAYS_NOTHING = [
  'N/A',
  'n/a.',
  'N.A.',
  '[N/A]',
  '**N/A**',
  'N/A, the original is correct',
  'N/A - the original instruction is clear.',
  'Not applicable.',
  'No changes needed',
  'No changes needed.',
  'No change is needed.',
  'no changes are necessary',
  '**No changes required.**',
  'No further improvements needed.',
  'No revisions made.',
  'There are no changes to make.',
  'There is nothing to change.',
  'Nothing needs to be improved.',
  'No changes needed, the original is correct.',
  'No changes needed, as the original answer is already correct.',
  'No revision necessary; the instruction is already clear.',
  'The original is correct.',
  'The original response is fine as is.',
  'The existing answer is already complete',
  'The answer is correct as it stands.',
  'Original answer is correct',
  'Same as the original.',
  'Same as original instruction',
  '(same as above)',
  'Keep the original instruction.',
  'The instruction needs no changes.',
  'The original answer remains unchanged.',
];

const ECHOES_FORMAT = ['your answer', 'Your new instruction.', '<your better answer>', '…', '...', '[your answer to the new instruction]', '_____'];

const REAL = [
  'No.',
  'None of the listed animals lay eggs.',
  'No changes are needed in a database schema when only an index is added, because queries stay the same.',
  'The original recipe calls for butter.',
  'The original is correct in its claim that 7 is prime, but it should also say why.',
  'The answer is 42.',
  'Not applicable laws are void in this case, which the court made clear in its decision of 1996.',
  'Nathan',
  'NaN',
  'Write N/A where data is missing.',
  'Keep the original, sell the copy.',
  'Same-day delivery is not offered.',
];

describe('a text that stands where a new one should', () => {
  it.each(SAYS_NOTHING)('says that there is nothing to write: %s', (text) => expect(isPlaceholder(text)).toBe(true));
  it.each(ECHOES_FORMAT)('echoes the format: %s', (text) => expect(isPlaceholder(text)).toBe(true));
  it.each(REAL)('is real: %s', (text) => expect(isPlaceholder(text)).toBe(false));

  it('is looked at in no time, however it is made', () => {
    const began = performance.now();
    for (const text of ['no '.repeat(66), 'the original '.repeat(15), 'changes to the '.repeat(13), ', as the'.repeat(10_000)]) isPlaceholder(text);
    expect(performance.now() - began).toBeLessThan(200);
  });
});

describe('a refusal', () => {
  it.each(["I'm sorry, but I can't help with that.", 'I cannot assist with this request.', 'As an AI language model, I cannot do that.', '"I am unable to comply."', 'Sorry, but I can’t provide that.'])('is one: %s', (text) => expect(isRefusal(text)).toBe(true));
  it.each(['I am sorry to hear about your loss.', 'I cannot recommend this book enough.', 'Sorry is a board game.', 'I can help with that.'])('is none: %s', (text) => expect(isRefusal(text)).toBe(false));
});
