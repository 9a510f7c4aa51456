import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeText, unescapeText } from '../../src/reflection/escape.ts';
import { splitAnswer } from '../../src/reflection/answer-blocks.ts';
import { ANSWER_MARKERS, PROMPT_MARKERS } from '../../src/reflection/markers.ts';
import { instructionPrompt } from '../../src/reflection/prompts.ts';

const MARKERS = [...Object.values(ANSWER_MARKERS), ...Object.values(PROMPT_MARKERS)];
const CONTROL = ['<|im_end|>', '<|endoftext|>', '</s>', '<end_of_turn>', '<eos>'];
const hostile = fc.array(fc.oneof(fc.constantFrom(...MARKERS, ...CONTROL, '[', '\\', '<', ']', '[\\End]', '[end]'), fc.string())).map((parts) => parts.join(''));

describe('escaping a record', () => {
  it('is undone exactly, for any text', () => {
    fc.assert(fc.property(hostile, (text) => unescapeText(escapeText(text)) === text));
  });

  it('leaves no marker and no chat control token in the text', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const escaped = escapeText(text).toLowerCase();
        return [...MARKERS, ...CONTROL].every((token) => !escaped.includes(token.toLowerCase()));
      }),
    );
  });

  it('keeps the structure of a prompt whatever the record holds', () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, (instruction, input, response) => {
        const { user } = instructionPrompt({ instruction, input: `${input}x`, response });
        return Object.values(PROMPT_MARKERS).every((marker) => user.split(marker).length === 2);
      }),
    );
  });

  it('lets a copied text pass through an answer unharmed', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        fc.pre(!/[`~]{3}|\r/.test(text));
        const clean = `a ${text} z`;
        const answer = `[Better Answer] ${escapeText(clean)} [End]`;
        expect(splitAnswer(answer).blocks.map((block) => block.text)).toEqual([clean.trim()]);
      }),
    );
  });
});
