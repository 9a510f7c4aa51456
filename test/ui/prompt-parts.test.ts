import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PRESETS } from '../../src/reflection/recipes.ts';
import { previewQuestions } from '../../src/pipeline/prompt-preview.ts';
import { questionParts, textInSlot } from '../../src/ui/prompt-parts.ts';

const [PAPER] = PRESETS;
const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('', '[End]', '{{record}}', '$1 $&', 'a\n\nb', '[\\End]', '\uE0F0x\uE0F1', '<|im_end|>'));
const pair = fc.record({ instruction: text, input: text, response: text });
const recipe = fc.record({
  base: fc.constantFrom(...PRESETS),
  steer: fc.constantFrom('', 'Be brief.', '{{form}}'),
  continues: fc.boolean(),
}).map(({ base, ...settings }) => ({ ...base, ...settings }));

describe('the pieces of a prompt', () => {
  it('add up to what the oracle is asked, whatever the record says', () => {
    fc.assert(
      fc.property(pair, recipe, (one, settings) => {
        const questions = questionParts(one, settings);
        for (const [place, { prompt }] of previewQuestions(one, settings).entries()) {
          const said = questions[place]?.messages.map(({ parts }) => parts.map((part) => part.text).join(''));
          const turns = (prompt.earlier ?? []).flatMap(({ user, answer }) => [user, answer]);
          expect(said).toEqual([prompt.system, ...turns, prompt.user]);
        }
      }),
    );
  });

  it('set the record’s own text apart from what stands around it', () => {
    const [question] = questionParts({ instruction: 'Why [End]?', input: '', response: 'So.' }, { ...PAPER, steer: 'Be brief.' });
    const parts = question?.messages.at(-1)?.parts ?? [];
    expect(parts.filter(({ kind }) => kind === 'record').map((part) => part.text)).toEqual(['Why [\\End]?', 'So.']);
    expect(parts.find(({ slot }) => slot === 'demands')?.text).toBe('Be brief.');
    expect(question && textInSlot(question, 'record')).toBe('[Instruction]\nWhy [\\End]?\n\n[The Start of Answer]\nSo.\n[The End of Answer]');
  });
});
