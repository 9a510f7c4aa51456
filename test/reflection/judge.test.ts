import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { PhaseName } from '../../src/core/outcome.ts';
import type { Pair } from '../../src/core/pair.ts';
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

  it('is taken whole or not at all', () => {
    expect(instruction('[New Instruction] Compare tigers and lions. [End]\n[New Answer] N/A [End]')).toBe('kept: placeholder');
    expect(instruction('[New Instruction] N/A, the original is correct [End]\n[New Answer] Both are cats. [End]')).toBe('kept: placeholder');
    expect(instruction('[New Instruction] Compare tigers and lions. [End]')).toBe('kept: no-marker');
    expect(instruction('[New Answer] Both are cats. [End]')).toBe('kept: no-marker');
    expect(instruction('[New Instruction] [End] [New Answer] Both are cats. [End]')).toBe('kept: empty');
  });

  it('keeps an answer with the instruction that it followed', () => {
    const first = '[New Instruction] First. [End] [New Answer] One. [End]\n';
    expect(instruction(`${first}[New Instruction] Second. [End] [New Answer] Two. [End]`)).toEqual(['Second.', 'Two.']);
    expect(instruction(`${first}[New Instruction] Second. [End] [New Answer] Tw`, 'length')).toEqual(['First.', 'One.']);
  });

  it('may speak of N/A and of "your answer" within a real text', () => {
    const text = '[New Instruction] Write N/A where your answer is missing. [End] [New Answer] Put N/A in the cell. [End]';
    expect(instruction(text)).toEqual(['Write N/A where your answer is missing.', 'Put N/A in the cell.']);
  });

  it('keeps the input when the instruction comes back as it was', () => {
    const verdict = judged('instruction', '[New Instruction] Name a big cat. [End] [New Answer] The Bengal tiger. [End]');
    expect(verdict).toMatchObject({ status: 'rewritten', pair: { ...PAIR, response: 'The Bengal tiger.' } });
  });
});

describe('an answer to the response phase', () => {
  it('ends at the marker and never at the bare word', () => {
    expect(response('[Better Answer] Endangered species live here. End-to-End test. The End [End] rest')).toBe(
      'Endangered species live here. End-to-End test. The End',
    );
  });

  it('is the last complete block when an earlier one echoes the format', () => {
    expect(response('[Better Answer] your better answer [End]\n[Better Answer] The Bengal tiger. [End]')).toBe('The Bengal tiger.');
    expect(response('[Better Answer] your answer [End]')).toBe('kept: placeholder');
    expect(response('[Better Answer] … [End]')).toBe('kept: placeholder');
  });

  it('is the last of two complete blocks, and may do without brackets', () => {
    expect(response('[Better Answer] One. [End]\n[Better Answer] Two. [End]')).toBe('Two.');
    expect(response('Better Answer: The Bengal tiger.')).toBe('The Bengal tiger.');
  });

  it('is not accepted when it ran out of room before its end', () => {
    expect(response('[Better Answer] The Bengal ti', 'length')).toBe('kept: truncated');
    expect(response('No marker so far', 'length')).toBe('kept: truncated');
    expect(response('[Better Answer] The Bengal tiger. [End] and on and on', 'length')).toBe('The Bengal tiger.');
  });

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

const RECORDED = new URL('../../../shared/data/recorded_oracle_completions.json', import.meta.url);

interface Recorded {
  readonly phase: PhaseName;
  readonly raw: string;
  readonly record: { instruction: string; input: string; output: string };
}

describe.skipIf(!existsSync(RECORDED))('a recorded completion of a real oracle', () => {
  it('comes out with no marker, emphasis or indentation left, and every criterion read', () => {
    for (const { phase, raw, record } of JSON.parse(readFileSync(RECORDED, 'utf8')) as Recorded[]) {
      const pair = { instruction: record.instruction, input: record.input, response: record.output };
      const verdict = judgeAnswer(phase, pair, { text: raw, finishReason: 'stop' }, PAPER_RECIPE);
      expect(verdict.critique).toHaveLength(phase === 'instruction' ? 9 : 4);
      for (const note of verdict.critique) expect(note.text).toMatch(/^[A-Z][^*#]+\.$/);
      if (verdict.status !== 'rewritten') throw new Error(`kept: ${verdict.reason}`);
      for (const text of [verdict.pair.instruction, verdict.pair.response]) {
        expect(text).toMatch(/^[A-Z].+\.$/s);
        expect(text).not.toMatch(/\*\*|\[|\]|\n {1,3}\S/);
      }
    }
  });
});
