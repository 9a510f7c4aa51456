import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Attempt, PHASES } from '../../src/core/outcome.ts';
import type { Recipe } from '../../src/core/recipe.ts';
import { allRules, RULES } from '../../src/core/rules.ts';
import type { KeptReason, Verdict } from '../../src/core/verdict.ts';
import { ask, worthAnotherAttempt } from '../../src/reflection/phase.ts';
import { PAPER_RECIPE } from '../../src/reflection/recipes.ts';

const PAIR = { instruction: 'Name a cat.', input: '', response: 'Tiger.' };
const { options } = ask('response', PAIR, PAPER_RECIPE, []);

function attempt(part: Partial<Attempt>): Attempt {
  return { raw: '', finishReason: 'stop', promptTokens: 9, newTokens: 9, durationMs: 1, options, ...part };
}

const kept = (reason: KeptReason): Verdict => ({ status: 'kept', reason, critique: [], findings: [] });

describe('asking again', () => {
  it('is never the same request, and gives more room when room ran out', () => {
    const cut = attempt({ finishReason: 'length', newTokens: options.maxNewTokens });
    const first = ask('response', PAIR, PAPER_RECIPE, []);
    const second = ask('response', PAIR, PAPER_RECIPE, [cut]);
    const third = ask('response', PAIR, PAPER_RECIPE, [cut, attempt({})]);
    expect(second.prompt.user.startsWith(first.prompt.user)).toBe(true);
    expect(second.prompt).not.toEqual(first.prompt);
    expect(second.options.maxNewTokens).toBeGreaterThan(first.options.maxNewTokens);
    expect(third.options.seed).not.toBe(second.options.seed);
  });

  it.each(RULES)('names what the rule %s found', (rule) => {
    const strict = { ...PAPER_RECIPE, rules: allRules('reject') };
    const findings = [{ rule, detail: 'x' }, { rule, detail: 'y' }];
    const reminderAfter = (last: Attempt, recipe: Recipe) => {
      const [first, again] = [ask('response', PAIR, recipe, []), ask('response', PAIR, recipe, [last])].map(({ prompt }) => prompt.user);
      expect(again?.startsWith(`${first}\n`)).toBe(true);
      return again?.slice((first?.length ?? 0) + 1) ?? '';
    };
    const reminder = reminderAfter(attempt({ reason: 'rule', findings }), strict);
    expect(reminder).toMatch(/^[A-Z][^\n]+\.$/);
    expect(reminder).not.toContain('marker');
    expect(reminderAfter(attempt({ reason: 'rule', findings: [...findings, { rule: 'echo', detail: '' }] }), strict)).toContain(reminder);
    const flagged = { ...strict, rules: { ...strict.rules, [rule]: 'flag' } };
    expect(reminderAfter(attempt({ reason: 'rule', findings: [...findings, { rule: rule === 'echo' ? 'length' : 'echo', detail: '' }] }), flagged)).not.toContain(reminder);
  });

  it('reminds of the form that is asked for, and of what else was missing', () => {
    const after = (reason: KeptReason, recipe: Recipe) => ask('instruction', PAIR, recipe, [attempt({ reason })]).prompt.user.split('\n').at(-1);
    expect(after('no-marker', PAPER_RECIPE)).toContain('[End]');
    expect(after('no-marker', { ...PAPER_RECIPE, answerForm: 'structured' })).toMatch(/^[^[]*JSON object[^[]*"new_instruction" and "new_answer"\.$/);
    const reminders = (['no-marker', 'refused', 'truncated', 'placeholder'] as const).map((reason) => after(reason, PAPER_RECIPE));
    expect(new Set(reminders).size).toBe(4);
  });

  it('never repeats a request, whatever came before', () => {
    const reason = fc.constantFrom<KeptReason>('no-marker', 'empty', 'placeholder', 'refused', 'truncated', 'rule');
    const finishReason = fc.constantFrom<Attempt['finishReason']>('stop', 'length', 'error');
    const past = fc.array(fc.record({ reason, finishReason }).map(attempt), { maxLength: 5 });
    const form = fc.constantFrom<Recipe['answerForm']>('markers', 'structured');
    fc.assert(
      fc.property(past, form, fc.constantFrom(...PHASES), fc.double({ min: 0, max: 2, noNaN: true }), (attempts, answerForm, phase, temperature) => {
        const questions = [...attempts.keys(), attempts.length].map((count) => JSON.stringify(ask(phase, PAIR, { ...PAPER_RECIPE, answerForm, temperature }, attempts.slice(0, count))));
        expect(new Set(questions).size).toBe(questions.length);
      }),
    );
  });

  it('is not worth it for a rewrite that lost in a comparison', () => {
    for (const reason of ['gate', 'student'] as const) expect(worthAnotherAttempt(kept(reason), [attempt({})], PAPER_RECIPE)).toBe(false);
    expect(worthAnotherAttempt(kept('rule'), [attempt({})], PAPER_RECIPE)).toBe(true);
  });

  it('is worth it for an answer without its format, within the bounds of the recipe', () => {
    expect(worthAnotherAttempt(kept('no-marker'), [attempt({})], PAPER_RECIPE)).toBe(true);
    expect(worthAnotherAttempt(kept('no-marker'), [attempt({}), attempt({})], PAPER_RECIPE)).toBe(false);
    expect(worthAnotherAttempt(kept('unchanged'), [attempt({})], PAPER_RECIPE)).toBe(false);
  });

  it('is not worth it once an answer has filled the whole context', () => {
    const atLimit = attempt({ finishReason: 'length', newTokens: options.maxNewTokens });
    const atContextEnd = attempt({ finishReason: 'length', newTokens: options.maxNewTokens - 1 });
    expect(worthAnotherAttempt(kept('truncated'), [atLimit], PAPER_RECIPE)).toBe(true);
    expect(worthAnotherAttempt(kept('truncated'), [atContextEnd], PAPER_RECIPE)).toBe(false);
  });
});
