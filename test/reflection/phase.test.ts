import { describe, expect, it } from 'vitest';
import type { Attempt } from '../../src/core/outcome.ts';
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
