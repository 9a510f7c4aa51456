import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PhaseName } from '../../src/core/outcome.ts';
import type { Pair } from '../../src/core/pair.ts';
import { allRules, type RuleAction } from '../../src/core/rules.ts';
import type { Verdict } from '../../src/core/verdict.ts';
import { judgeAnswer } from '../../src/reflection/judge.ts';
import { PAPER_RECIPE } from '../../src/reflection/recipes.ts';

const PAIR: Pair = { instruction: 'Name a big cat.', input: 'It lives in Asia.', response: 'Tiger.' };

function judged(phase: PhaseName, text: string, finishReason: 'stop' | 'length' = 'stop'): Verdict {
  return judgeAnswer(phase, PAIR, { text, finishReason }, PAPER_RECIPE);
}

function response(text: string, finishReason: 'stop' | 'length' = 'stop'): string {
  const verdict = judged('response', text, finishReason);
  return verdict.status === 'rewritten' ? verdict.pair.response : `kept: ${verdict.reason}`;
}

function instruction(text: string, finishReason: 'stop' | 'length' = 'stop'): readonly [string, string] | string {
  const verdict = judged('instruction', text, finishReason);
  return verdict.status === 'rewritten' ? [verdict.pair.instruction, verdict.pair.response] : `kept: ${verdict.reason}`;
}

describe('an answer to the instruction phase', () => {
  it('gives a new pair whose input is empty', () => {
    const verdict = judged('instruction', 'Too short.\n[New Instruction] Compare tigers and lions. [End]\n[New Answer] Both are cats. [End]');
    expect(verdict).toMatchObject({
      status: 'rewritten',
      pair: { instruction: 'Compare tigers and lions.', input: '', response: 'Both are cats.' },
    });
  });

  it('loses emphasis, headings and numbers around the markers', () => {
    const expected = ['Compare tigers and lions.', 'Both are **big** cats.'];
    for (const text of [
      '**[New Instruction]** Compare tigers and lions. **[End]**\n\n**[New Answer]** Both are **big** cats. **[End]**',
      '**[New Instruction] Compare tigers and lions.** [End]\n__[New Answer]__: Both are **big** cats. [End]',
      '### 2. New Instruction:\nCompare tigers and lions.\n\n### 3. New Answer:\nBoth are **big** cats.',
      '2. **New Instruction:**\n   [New Instruction] Compare tigers and lions. [End]\n\n3. **New Answer:**\n   [New Answer] Both are **big** cats. [End]',
      '[New Instruction] Compare tigers and lions.\n3. New Answer: Both are **big** cats.',
      '[new instruction]\nCompare tigers and lions.\n[end]\nStep 3: [NEW ANSWER]\nBoth are **big** cats.\n[END]',
      '> **Step 2:** **New Instruction**\n\nCompare tigers and lions.\n\n---\n\n**New Answer**\n\nBoth are **big** cats.',
    ]) {
      expect(instruction(text), text).toEqual(expected);
    }
  });

  it('is no pair without both of its parts', () => {
    expect(instruction('[New Answer] Both are cats. [End]')).toBe('kept: no-marker');
    expect(instruction('[New Instruction] [End] [New Answer] Both are cats. [End]')).toBe('kept: empty');
  });

  it('gives its texts letter by letter, whatever stands round the markers', () => {
    const words = fc.array(fc.constantFrom('Endangered', 'End-to-End', 'The End', 'a new answer', '**bold**', '`[End` ', 'N/A', 'your answer', '1.', '$&', '日本', '{"a": 1}', '[1]', '\n\n', '(x)'), { maxLength: 8 });
    const text = words.map((some) => `The ${some.join(' ')} sea.`.replace(/ *(\n\n) */g, '$1'));
    const marker = (name: string) => fc.constantFrom(`[${name}]`, `**[${name}]**`, `## [${name}]`, `2. **${name}:**\n`, `Step 2: [${name.toUpperCase()}]:`, `**${name}**\n\n`, `- __[${name}]__`, `[ ${name} ]`);
    const end = fc.constantFrom('[End]', '**[End]**', '\n[end]', '\n\n---\n');
    fc.assert(
      fc.property(marker('New Instruction'), text, end, marker('New Answer'), text, end, (open, first, close, reopen, second, last) => {
        expect(instruction(`Ambiguity: none.\n\n${open} ${first} ${close}\n\n${reopen} ${second} ${last}`)).toEqual([first, second]);
      }),
    );
  });

  it('keeps an answer with the instruction that it followed', () => {
    const first = '[New Instruction] First. [End] [New Answer] One. [End]\n';
    expect(instruction(`${first}[New Instruction] Second. [End] [New Answer] Two. [End]`)).toEqual(['Second.', 'Two.']);
    expect(instruction(`${first}[New Instruction] Second. [End] [New Answer] Tw`, 'length')).toEqual(['First.', 'One.']);
  });

  it('is read in no time where a model repeats itself without end', () => {
    const pieces = ['*', '_', ' ', '\n', '\t', '[', '1.', '-', '> ', '`', '```\n', '**a', '[End', '[End]\n', 'New Answer ', 'Accuracy', 'Accuracy:\n', '**Accuracy ', 'no ', '{"', '\\'];
    for (const piece of pieces) {
      const began = performance.now();
      for (const text of [piece.repeat(20_000), `Accuracy: ${piece.repeat(20_000)}`, `[New Instruction] a [End] [New Answer] ${piece.repeat(20_000)}x`]) judged('instruction', text, 'length');
      expect(performance.now() - began, JSON.stringify(piece)).toBeLessThan(1_000);
    }
  });

  it('keeps the input when the instruction comes back as it was', () => {
    const verdict = judged('instruction', '[New Instruction] Name a big cat. [End] [New Answer] The Bengal tiger. [End]');
    expect(verdict).toMatchObject({ status: 'rewritten', pair: { ...PAIR, response: 'The Bengal tiger.' } });
  });
});

describe('an answer to the response phase', () => {
  it('keeps markers inside fenced code as text', () => {
    const code = 'See:\n```text\n[Better Answer] x [End]\n```\nDone.';
    expect(response(`[Better Answer] ${code} [End]`)).toBe(code);
    expect(response(`[Better Answer]\n\`\`\`python\nprint("[End]")\n\`\`\` [End]`)).toBe('```python\nprint("[End]")\n```');
    expect(response('[Better Answer] An open fence:\n```\ncode [End] tail')).toBe('An open fence:\n```\ncode');
  });

  it('loses list indentation, but code keeps its shape', () => {
    const text = '2. [Better Answer] First.\n\n   Second:\n\n   - a\n     - b\n\n   ```python\n   def f():\n       return 1\n   ```\n   [End]';
    expect(response(text)).toBe('First.\n\nSecond:\n\n- a\n  - b\n\n```python\ndef f():\n    return 1\n```');
    const indentedCode = '[Better Answer] Run:\n```\n    make\n```\n- a\n  - b [End]';
    expect(response(indentedCode)).toBe('Run:\n```\n    make\n```\n- a\n  - b');
  });

  it('is kept with a reason when it says nothing new', () => {
    expect(response('[Better Answer] [End]')).toBe('kept: empty');
    expect(response('[Better Answer]  Tiger. [End]')).toBe('kept: unchanged');
    expect(response("[Better Answer] I'm sorry, but I can't help with that. [End]")).toBe('kept: refused');
    expect(response("I'm sorry, but I can't assist with this request.")).toBe('kept: refused');
    expect(response('The answer is fine as it is.')).toBe('kept: no-marker');
  });

  it('gives escaped markers back as the record had them', () => {
    expect(response(String.raw`[Better Answer] Write [\End] and <\|im_end|> last. [End]`)).toBe('Write [End] and <|im_end|> last.');
  });
});

describe('a rewrite that rules find fault with', () => {
  const TALK = '[Better Answer] Here is an improved version of the answer: The Bengal tiger. [End]';
  const withRules = (action: RuleAction) => judgeAnswer('response', PAIR, { text: `Accuracy: thin.\n${TALK}`, finishReason: 'stop' }, { ...PAPER_RECIPE, rules: allRules(action) });

  it('is turned down whole, with what they found and what it was, or only flagged, or not looked at', () => {
    const [rejected, flagged, unseen] = [withRules('reject'), withRules('flag'), withRules('off')];
    const found = [expect.objectContaining({ rule: 'meta-talk' }) as unknown];
    expect(rejected).toMatchObject({ status: 'kept', reason: 'rule', findings: found, proposal: { ...PAIR, response: 'Here is an improved version of the answer: The Bengal tiger.' }, critique: [{ criterion: 'Accuracy' }] });
    expect(flagged).toMatchObject({ status: 'rewritten', findings: found });
    expect(unseen).toMatchObject({ status: 'rewritten', findings: [] });
  });
});
