import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeText, unescapeText } from '../../src/reflection/escape.ts';
import { splitAnswer } from '../../src/reflection/answer-blocks.ts';
import { ANSWER_MARKERS, PROMPT_MARKERS, REVIEW_MARKERS } from '../../src/reflection/markers.ts';

const MARKERS = [...Object.values(ANSWER_MARKERS), ...Object.values(PROMPT_MARKERS), ...Object.values(REVIEW_MARKERS)];
const CONTROL = ['<|im_end|>', '<|endoftext|>', '</s>', '<end_of_turn>', '<eos>', '[/INST]', '[SYSTEM_PROMPT]', '<｜User｜>'];
const hostile = fc.array(fc.oneof(fc.constantFrom(...MARKERS, ...CONTROL, '[', '\\', '<', ']', '[\\End]', '[end]', '[ System ]', '[New  Answer:]', '[End\n]'), fc.string())).map((parts) => parts.join(''));

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

  it('takes what a reader would take for a marker for one, and nothing else', () => {
    for (const near of ['[ System ]', '[New  Answer:]', '[End\n]', '[THE END OF ANSWER : ]']) expect(escapeText(near)).toBe(`[\\${near.slice(1)}`);
    for (const other of ['[Ending]', '[System', '(End)', '[The End]', '<b>', '[INSTALL]']) expect(escapeText(other)).toBe(other);
  });

  it('is done in no time on a text made to be slow', () => {
    const text = `${'[End'.padEnd(200_000)}${'['.repeat(200_000)}${'<|'.repeat(100_000)}${'\\'.repeat(200_000)}`;
    expect(unescapeText(escapeText(text))).toBe(text);
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
