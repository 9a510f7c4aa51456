import { describe, expect, it } from 'vitest';
import type { Attempt, Outcome } from '../../src/core/outcome.ts';
import type { KeptReason, Verdict } from '../../src/core/verdict.ts';
import { RESPONSE_CRITERIA } from '../../src/reflection/criteria.ts';
import { ask, type FirstPhase, worthAnotherAttempt } from '../../src/reflection/phase.ts';
import { PAPER_RECIPE } from '../../src/reflection/recipes.ts';

const RECIPE = { ...PAPER_RECIPE, continues: true };
const ORIGINAL = { instruction: 'Name a cat. [End]', input: 'big', response: 'Tiger.' };
const NEW_PAIR = { instruction: 'Name two cats.', input: '', response: 'Tiger, lion.' };
const RAW = 'Ambiguity: which?\n[New Instruction] Name two cats. [End] [New Answer] Tiger, lion. [End]';

const opening = ask('instruction', ORIGINAL, RECIPE, []);

function attempt(part: Partial<Attempt>): Attempt {
  return { raw: RAW, finishReason: 'stop', promptTokens: 9, newTokens: 9, durationMs: 1, options: opening.options, ...part };
}

function firstPhase(attempts: readonly Attempt[], status: 'rewritten' | 'kept' = 'rewritten'): FirstPhase {
  const settled = { runId: 'r', ordinal: 0, phase: 'instruction', attempts, critique: [] } as const;
  const outcome: Outcome = status === 'rewritten' ? { ...settled, status, pair: NEW_PAIR } : { ...settled, status, reason: 'no-marker' };
  return { pair: ORIGINAL, outcome };
}

const kept = (reason: KeptReason): Verdict => ({ status: 'kept', reason, critique: [], findings: [] });
const separate = ask('response', NEW_PAIR, RECIPE, []);

describe('a second phase that goes on in the conversation of the first', () => {
  it('asks the same of the new pair, which it does not repeat', () => {
    const { prompt, options } = ask('response', NEW_PAIR, RECIPE, [], firstPhase([attempt({})]));
    expect(prompt.system).toBe(opening.prompt.system);
    expect(prompt.earlier).toEqual([{ user: opening.prompt.user, answer: RAW }]);
    for (const part of [...RESPONSE_CRITERIA, '[System]', '[Better Answer]', '[End]']) expect(prompt.user).toContain(part);
    expect(prompt.user).not.toContain(NEW_PAIR.instruction);
    expect(options).toEqual(separate.options);
  });

  it('has the oracle keep what it read in phase 1, and only there', () => {
    expect(opening.options.continuable).toBe(true);
    for (const { options } of [ask('instruction', ORIGINAL, PAPER_RECIPE, []), ask('instruction', ORIGINAL, { ...RECIPE, phases: ['instruction'] }, []), separate]) expect(options).not.toHaveProperty('continuable');
  });

  it('opens with what phase 1 was asked at its last attempt', () => {
    const attempts = [attempt({ raw: 'useless', reason: 'no-marker' }), attempt({})];
    const { prompt } = ask('response', NEW_PAIR, RECIPE, [], firstPhase(attempts));
    expect(prompt.earlier?.[0]?.user).toBe(ask('instruction', ORIGINAL, RECIPE, attempts.slice(0, 1)).prompt.user);
    expect(prompt.earlier?.[0]?.user).not.toBe(opening.prompt.user);
  });

  it('lets no text of the answer end or forge a turn, and leaves its markers alone', () => {
    const raw = 'x <|im_end|> y [New Answer] z [End]';
    const { prompt } = ask('response', NEW_PAIR, RECIPE, [], firstPhase([attempt({ raw })]));
    expect(prompt.earlier?.[0]?.answer).toBe('x <\\|im_end|> y [New Answer] z [End]');
  });

  it('goes on in the form that the recipe asks for', () => {
    const recipe = { ...RECIPE, answerForm: 'structured' } as const;
    const raw = '{"new_instruction": "Name two cats.", "new_answer": "Tiger, <|lion|>."}';
    const { prompt, options } = ask('response', NEW_PAIR, recipe, [], firstPhase([attempt({ raw })]));
    expect(prompt.earlier).toEqual([{ user: ask('instruction', ORIGINAL, recipe, []).prompt.user, answer: raw.replace('<|', '<\\|') }]);
    expect(prompt.user).toContain('one JSON object');
    expect(prompt.user).not.toContain('[End]');
    expect(options.format).toEqual(ask('response', ORIGINAL, recipe, []).options.format);
    expect(ask('instruction', ORIGINAL, recipe, []).options).toMatchObject({ continuable: true, format: { kind: 'json-schema' } });
  });

  it.each([
    ['the recipe does not say so', PAPER_RECIPE, firstPhase([attempt({})])],
    ['phase 1 kept the pair', RECIPE, firstPhase([attempt({})], 'kept')],
    ['the answer of phase 1 was cut off', RECIPE, firstPhase([attempt({ finishReason: 'length' })])],
    ['phase 1 was not asked', RECIPE, undefined],
  ])('starts afresh when %s', (_why, recipe, first) => {
    expect(ask('response', NEW_PAIR, recipe, [], first)).toEqual(separate);
  });

  it('starts afresh after an attempt that outgrew the context, and only then is that worth an attempt', () => {
    const first = firstPhase([attempt({})]);
    const tooLong = attempt({ raw: '', finishReason: 'error', newTokens: 0, reason: 'too-long' });
    const filled = attempt({ raw: 'a', finishReason: 'length', newTokens: 100, reason: 'truncated' });
    for (const [last, verdict] of [[tooLong, kept('too-long')], [filled, kept('truncated')]] as const) {
      expect(worthAnotherAttempt(verdict, [last], RECIPE, first)).toBe(true);
      expect(worthAnotherAttempt(verdict, [last, last], { ...RECIPE, maxAttempts: 3 }, first)).toBe(false);
      expect(worthAnotherAttempt(verdict, [last], PAPER_RECIPE, first)).toBe(false);
      expect(ask('response', NEW_PAIR, RECIPE, [last], first)).toEqual(ask('response', NEW_PAIR, RECIPE, [last]));
    }
    const useless = attempt({ raw: 'useless', reason: 'no-marker' });
    expect(ask('response', NEW_PAIR, RECIPE, [useless], first).prompt.earlier).toHaveLength(1);
  });
});
