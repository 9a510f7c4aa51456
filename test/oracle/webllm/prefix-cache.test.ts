import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Attempt } from '../../../src/core/outcome.ts';
import type { Pair } from '../../../src/core/pair.ts';
import type { AskOptions, Prompt } from '../../../src/core/prompt.ts';
import type { OracleSpec } from '../../../src/core/run.ts';
import { WebLlmOracle } from '../../../src/oracle/webllm/webllm-oracle.ts';
import { ask as questionFor } from '../../../src/reflection/phase.ts';
import { PAPER_RECIPE } from '../../../src/reflection/recipes.ts';
import { PublishedHost, type PublishedSettings, TEMPLATES } from './published-engine.ts';

const SPEC: OracleSpec = { engine: 'webllm', modelId: 'm', revision: 'main', device: 'webgpu', dtype: 'q4f32_1', contextTokens: 2000, lanes: 1, practice: false };
const OPTIONS: AskOptions = { temperature: 0, topP: 1, seed: 7, maxNewTokens: 100, minNewTokens: 5 };

type Settings = PublishedSettings & { readonly thinks?: boolean; readonly engineVersion?: string };

async function opened(settings: Settings = {}) {
  const host = new PublishedHost(settings);
  const oracle = new WebLlmOracle(host);
  await oracle.load(SPEC, () => {}, new AbortController().signal);
  const ask = (prompt: Prompt, onText: (piece: string) => unknown = () => {}, signal = new AbortController().signal) => oracle.ask(prompt, OPTIONS, (piece) => void onText(piece), signal);
  return { ask, cache: host.published.cache, prompts: host.published.prompts };
}

const pairOf = (number: number): Pair => ({ instruction: `Name ${number} cats.`, input: '', response: 'Tiger. '.repeat(number) });
const attempt: Attempt = { raw: '', finishReason: 'stop', promptTokens: 9, newTokens: 9, durationMs: 1, options: OPTIONS };
const promptOf = (number: number, attempts: readonly Attempt[] = []) => questionFor('instruction', pairOf(number), PAPER_RECIPE, attempts).prompt;

async function afresh(prompt: Prompt, settings: Settings = {}) {
  const { ask, prompts } = await opened(settings);
  const { text, promptTokens } = await ask(prompt);
  return { read: prompts[0], text, promptTokens };
}

describe.each<[string, Settings]>([
  ['a model', {}],
  ['a model that thinks', { thinks: true }],
  ['a model with another template', { template: TEMPLATES.llama2 }],
])('the rules before every record with %s', (_model, settings) => {
  it('are read once, and the model has the same before it', async () => {
    const { ask, cache, prompts } = await opened(settings);
    expect(await ask(promptOf(1))).toMatchObject({ heldTokens: 0 });
    for (const number of [2, 3]) {
      cache.forwarded = 0;
      const { text, promptTokens, heldTokens = 0, newTokens } = await ask(promptOf(number));
      expect({ read: prompts.at(-1), text, promptTokens }).toEqual(await afresh(promptOf(number), settings));
      expect(heldTokens).toBeGreaterThan(promptTokens / 2);
      // The last token of an answer is never read, and the empty thought is no token of the model's.
      expect(cache.forwarded).toBeLessThanOrEqual(promptTokens - heldTokens + newTokens - 1);
    }
  });

  it('are read again when another record comes in between that has others', async () => {
    const { ask, prompts } = await opened(settings);
    const other = questionFor('response', pairOf(1), PAPER_RECIPE, []).prompt;
    await ask(promptOf(1));
    await ask(other);
    const { text, promptTokens, heldTokens = 0 } = await ask(promptOf(1));
    expect({ read: prompts.at(-1), text, promptTokens }).toEqual(await afresh(promptOf(1), settings));
    expect(heldTokens).toBeLessThan(promptTokens / 4);
  });

  it('are kept with the record for a repetition', async () => {
    const { ask } = await opened(settings);
    await ask(promptOf(20));
    const { promptTokens, heldTokens = 0 } = await ask(promptOf(20, [attempt]));
    expect(promptTokens - heldTokens).toBeLessThan(60);
  });

  it('are with the record before every answer, whatever went wrong before', { timeout: 60_000 }, async () => {
    const step = fc.record({ number: fc.nat(3), fault: fc.constantFrom('none', 'pause', 'too long', 'device', 'runtime') });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 6 }), async (steps) => {
        const { ask, cache, prompts } = await opened(settings);
        for (const { number, fault } of steps) {
          const prompt = promptOf(number);
          if (fault === 'pause') {
            const pause = new AbortController();
            await expect(ask(prompt, (piece) => piece !== '' && pause.abort(new Error('paused')), pause.signal)).rejects.toThrow('paused');
          } else if (fault === 'too long') {
            await expect(ask({ ...prompt, user: prompt.user + ' word'.repeat(1500) })).rejects.toMatchObject({ code: 'prompt-too-long' });
          } else if (fault === 'device') {
            cache.beforeForward = () => Promise.reject(new Error('validation failed'));
            await expect(ask(prompt)).rejects.toMatchObject({ code: 'engine-failed' });
            cache.beforeForward = () => {};
          } else {
            if (fault === 'runtime') breakPop(cache);
            const { text, promptTokens } = await ask(prompt);
            expect({ read: prompts.at(-1), text, promptTokens }).toEqual(await afresh(prompt, settings));
          }
        }
      }),
      { numRuns: 25 },
    );
  });
});

function breakPop(cache: { tokens: number[]; popped: number; functions: Record<string, unknown> }): void {
  cache.functions['vm.builtin.kv_state_popn'] = () => {
    cache.popped++;
    cache.tokens.length = 1;
    throw new Error('Cannot find global function');
  };
}

describe('an engine whose cache cannot be cut back', () => {
  it.each([
    ['as its version is not known', { engineVersion: '0.2.87' }, false],
    ['as its runtime lacks the function', {}, true],
  ])('reads every prompt in full, %s', async (_why, settings, broken) => {
    const { ask, cache, prompts } = await opened(settings);
    if (broken) breakPop(cache);
    for (const number of [1, 2, 3]) {
      const { text, promptTokens, heldTokens } = await ask(promptOf(number));
      expect(heldTokens).toBe(0);
      expect({ read: prompts.at(-1), text, promptTokens }).toEqual(await afresh(promptOf(number)));
    }
    // Once is enough to know.
    expect(cache.popped).toBe(broken ? 1 : 0);
  });
});
