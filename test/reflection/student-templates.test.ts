import { describe, expect, it } from 'vitest';
import { STUDENT_TEMPLATES } from '../../src/core/recipe.ts';
import { guessContext, instructionContext, instructionText } from '../../src/reflection/student-templates.ts';

describe('student templates', () => {
  it.each([
    [
      'vicuna',
      "A chat between a curious user and an artificial intelligence assistant. The assistant gives helpful, detailed, and polite answers to the user's questions. USER: Add.\nInput:\n1 and 2 ASSISTANT:",
    ],
    [
      'alpaca',
      'Below is an instruction that describes a task, paired with an input that provides further context. Write a response that appropriately completes the request.\n\n### Instruction:\nAdd.\n\n### Input:\n1 and 2\n\n### Response:',
    ],
    ['wizardlm', 'Add.\n1 and 2\n\n### Response:'],
  ] as const)('%s puts an input where the model family expects it', (template, context) => {
    expect(instructionContext({ instruction: 'Add.', input: '1 and 2' }, template)).toBe(context);
  });

  it('leaves no trace of an input where there is none', () => {
    const alone = STUDENT_TEMPLATES.map((template) => instructionContext({ instruction: 'Say hello.', input: '' }, template));
    expect(alone.map((text) => text.slice(-24))).toEqual(['USER: Say hello. ASSISTANT:'.slice(-24), ...Array<string>(2).fill('ay hello.\n\n### Response:'.slice(-24))]);
    for (const text of alone) expect(text).not.toMatch(/Input/);
  });

  it('asks for the instruction of a response in the template without input', () => {
    for (const template of STUDENT_TEMPLATES) {
      const context = guessContext('Hello <&> there', template);
      expect(context).toContain('\nHello <&> there\n');
      const [head, tail] = instructionContext({ instruction: '\0', input: '' }, template).split('\0');
      expect(context.startsWith(head ?? '')).toBe(true);
      expect(context.endsWith(tail ?? '')).toBe(true);
    }
  });

  it('scores instruction and input as one text', () => {
    expect(instructionText({ instruction: 'Add.', input: ' 1 and 2' })).toBe('Add. 1 and 2');
  });
});
