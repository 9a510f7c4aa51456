import { describe, expect, it } from 'vitest';
import { PHASES } from '../../src/core/outcome.ts';
import { criteriaInUse, subjectsOf } from '../../src/core/recipe.ts';
import { ask } from '../../src/reflection/phase.ts';
import { LEAN_RECIPE, PAPER_RECIPE, PRESETS } from '../../src/reflection/recipes.ts';

const PAIR = { instruction: 'a', input: '', response: 'c' };
const wordsIn = (text: string) => text.split(/\s+/).length;

/** English words of a token, at least, as measured on a recorded completion: README.md, “Presets”. */
const TOKENS_PER_WORD = 1.2;
/** Tokens that the full mode writes for a record in both phases. Source: METHOD, section 6. */
const FULL_MODE_TOKENS = 1225;

describe('the paper’s recipe', () => {
  it('decodes as the paper does', () => {
    for (const phase of PHASES) expect(ask(phase, PAIR, PAPER_RECIPE, []).options).toEqual({ temperature: 0, topP: 1, seed: 1, maxNewTokens: 2048, minNewTokens: 128 });
  });

  it('names the paper’s criteria in their order', () => {
    const list = 'Complexity of the Topic; Level of Detail Required; Knowledge Required; Ambiguity of the Instruction; Logical Reasoning or Problem-Solving Involved';
    expect(ask('instruction', PAIR, PAPER_RECIPE, []).prompt.user).toContain(list);
    for (const phase of PHASES) expect(ask(phase, PAIR, PAPER_RECIPE, []).prompt.user).toContain('Helpfulness; Relevance; Accuracy; Level of Details');
  });
});

describe('the lean recipe', () => {
  const prompts = PHASES.map((phase) => ask(phase, PAIR, LEAN_RECIPE, []).prompt.user);

  it('says how long everything may be, and asks for nothing without a bound', () => {
    const [instruction = '', response = ''] = prompts;
    for (const user of prompts) {
      expect(user).toContain('one short line of at most eight words');
      expect(user).toContain('\nYour answer has at most 120 words.\n');
      expect(user).not.toMatch(/as possible|leads to|Close with/);
    }
    expect(instruction).toContain('\nYour instruction has at most 60 words.\n');
    expect(response).not.toContain('60 words');
  });

  it('asks for less than half of what the full mode writes, names and markers with it', () => {
    const { instructionWordsMax = Infinity, responseWordsMax = Infinity } = LEAN_RECIPE.lengths;
    const critique = PHASES.flatMap(subjectsOf).flatMap((subject) => criteriaInUse(LEAN_RECIPE, subject)).reduce((sum, { name }) => sum + wordsIn(name) + 8, 0);
    const markers = wordsIn('[New Instruction] [End] [New Answer] [End] [Better Answer] [End]');
    const words = critique + instructionWordsMax + 2 * responseWordsMax + markers;
    expect(words * TOKENS_PER_WORD).toBeLessThan(FULL_MODE_TOKENS / 2);
  });

  it('leaves an answer room for twice its bounds', () => {
    const { instructionWordsMax = Infinity, responseWordsMax = Infinity } = LEAN_RECIPE.lengths;
    expect(LEAN_RECIPE.maxNewTokens).toBeGreaterThan((9 * 12 + instructionWordsMax + responseWordsMax) * TOKENS_PER_WORD * 2);
  });
});

it('no two presets have the same name', () => expect(new Set(PRESETS.map(({ name }) => name.toLowerCase())).size).toBe(PRESETS.length));
