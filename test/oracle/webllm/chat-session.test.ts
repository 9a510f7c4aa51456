import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../src/core/answer.ts';
import type { AskOptions, Prompt } from '../../../src/core/prompt.ts';
import type { OracleSpec } from '../../../src/core/run.ts';
import { openPipeline } from '../../../src/oracle/webllm/engine-parts.ts';
import { WebLlmOracle } from '../../../src/oracle/webllm/webllm-oracle.ts';
import { PublishedEngine, PublishedHost, type PublishedSettings, TEMPLATES } from './published-engine.ts';

const SPEC: OracleSpec = { engine: 'webllm', modelId: 'm', revision: 'main', device: 'webgpu', dtype: 'q4f32_1', contextTokens: 2000, lanes: 1, practice: false };
const OPTIONS: AskOptions = { temperature: 0, topP: 1, seed: 7, maxNewTokens: 100, minNewTokens: 5 };
const NEVER = new AbortController().signal;
const ignore = () => {};

type Settings = PublishedSettings & { readonly thinks?: boolean; readonly engineVersion?: string };

/** An oracle around the published engine, and what the engine reads. */
async function opened(settings: Settings = {}) {
  const host = new PublishedHost(settings);
  const oracle = new WebLlmOracle(host);
  await oracle.load(SPEC, ignore, NEVER);
  const ask = (prompt: Prompt, options: Partial<AskOptions> = {}) => oracle.ask(prompt, { ...OPTIONS, ...options }, ignore, NEVER);
  return { ask, cache: host.published.cache, prompts: host.published.prompts, published: host.published };
}

const FIRST: Prompt = { system: 'You judge.', user: 'Judge this pair.' };

function next({ system, earlier = [], user }: Prompt, { text }: Answer, question: string): Prompt {
  return { system, earlier: [...earlier, { user, answer: text }], user: question };
}

/** What the model has before it and what it answers when nothing was asked before. */
async function afresh(prompt: Prompt, settings: Settings) {
  const { ask, prompts } = await opened(settings);
  const answer = await ask(prompt);
  return { read: prompts.at(-1), text: answer.text, promptTokens: answer.promptTokens };
}

describe.each<[string, Settings]>([
  ['a model', {}],
  ['a model that thinks', { thinks: true }],
  ['a model with another template', { template: TEMPLATES.llama2 }],
])('a conversation with %s', (_model, settings) => {
  it('goes on from where the engine stands, and the model reads what it would read of the whole', async () => {
    const { ask, prompts } = await opened(settings);
    const second = next(FIRST, await ask(FIRST), 'Now better.');
    const answer = await ask(second);
    expect({ read: prompts.at(-1), text: answer.text, promptTokens: answer.promptTokens }).toEqual(await afresh(second, settings));
    expect(answer.heldTokens).toBeGreaterThan(answer.promptTokens / 2);
    const third = next(second, answer, 'And again.');
    const last = await ask(third);
    expect({ read: prompts.at(-1), text: last.text, promptTokens: last.promptTokens }).toEqual(await afresh(third, settings));
    expect(last.heldTokens).toBeGreaterThan(answer.promptTokens);
  });

  it('goes back to the turns that the next question shares', async () => {
    const { ask, prompts, cache } = await opened(settings);
    const second = next(FIRST, await ask(FIRST), 'Now better.');
    await ask(second);
    const again = { ...second, user: 'Mind the format.' };
    const answer = await ask(again);
    expect(cache.popped).toBe(1);
    expect({ read: prompts.at(-1), text: answer.text, promptTokens: answer.promptTokens }).toEqual(await afresh(again, settings));
    expect(answer.heldTokens).toBeGreaterThan(answer.promptTokens / 2);
  });

  it('keeps rules that stand in an opening turn, from one record to the next', async () => {
    const { ask, cache } = await opened(settings);
    const record = (user: string): Prompt => ({ system: 'You judge.', earlier: [{ user: 'These are the rules.', answer: 'Understood.' }], user });
    expect(await ask(record('One.'))).toMatchObject({ heldTokens: 0 });
    for (const user of ['Two.', 'Three.']) expect((await ask(record(user))).heldTokens).toBeGreaterThan(0);
    expect(cache.popped).toBe(2);
  });

  it('answers every prompt as if it were the first, whatever was asked before', { timeout: 60_000 }, async () => {
    const texts = fc.constantFrom('One.', 'One. Two.', 'One. Two. Three.', 'Two, with $& and $$.', 'Be {function_string} kind.', '<think> three', '');
    const turns = fc.array(fc.record({ user: texts, answer: fc.constantFrom('Yes.', "No $' so.") }), { maxLength: 2 });
    const made = fc.record({ system: fc.constantFrom('A', 'B $1'), earlier: turns, user: texts });
    const step = fc.record({ prompt: made, goesOn: fc.boolean(), options: fc.constantFrom({}, { stop: [' '] }, { maxNewTokens: 2, minNewTokens: 1 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 6 }), async (steps) => {
        const { ask, prompts } = await opened(settings);
        let before: { prompt: Prompt; answer: Answer } | undefined;
        for (const { prompt: other, goesOn, options } of steps) {
          const prompt = before && goesOn ? next(before.prompt, before.answer, other.user) : other;
          const answer = await ask(prompt, options);
          const fresh = await opened(settings);
          const { text, finishReason, promptTokens, newTokens } = await fresh.ask(prompt, options);
          expect(answer).toMatchObject({ text, finishReason, promptTokens, newTokens });
          expect(prompts.at(-1)).toBe(fresh.prompts[0]);
          before = { prompt, answer };
        }
      }),
      { numRuns: 60 },
    );
  });

  it('gives as many tokens as were asked for', async () => {
    const { ask } = await opened(settings);
    expect(await ask(FIRST, { maxNewTokens: 3, minNewTokens: 1 })).toMatchObject({ finishReason: 'length', newTokens: 3 });
  });

  it('gives the form that was asked for and nothing beside it', async () => {
    const { ask } = await opened(settings);
    const schema = '{"type":"object","properties":{"sure":{"type":"boolean"}},"required":["sure"],"additionalProperties":false}';
    const first = await ask(FIRST, { format: { kind: 'json-schema', schema } });
    expect(JSON.parse(first.text)).toEqual({ sure: expect.any(Boolean) as boolean });
    await expect(ask(FIRST, { format: { kind: 'json-schema', schema: '{type' } })).rejects.toMatchObject({ code: 'prompt-refused' });
    const second = await ask(next(FIRST, first, 'Sure?'), { format: { kind: 'grammar', grammar: 'root ::= " " ("yes" | "no")' } });
    expect(second.text).toMatch(/^ (?:yes|no)$/);
  });

  it('makes the engine compile a form once for as long as the same one is asked for, to the letter', async () => {
    const { ask, published } = await opened(settings);
    const compiled = async (schema: string, user: string) => {
      await ask({ ...FIRST, user }, { format: { kind: 'json-schema', schema } });
      return published.compiledForm;
    };
    const first = await compiled('{"type":"boolean"}', 'One.');
    expect(await compiled('{"type":"boolean"}', 'Two.')).toBe(first);
    await ask({ ...FIRST, user: 'Free.' });
    expect(await compiled('{"type":"boolean"}', 'Three.')).toBe(first);
    expect(await compiled('{"type": "boolean"}', 'Four.')).not.toBe(first);
  });

  it('ends before a text that is to end it, and serves the next prompt', async () => {
    const reply = () => 'one two three';
    const { ask } = await opened({ ...settings, reply });
    expect(await ask(FIRST, { stop: ['o th'] })).toMatchObject({ text: 'one tw', finishReason: 'stop' });
    expect(await ask(FIRST)).toMatchObject({ text: 'one two three' });
  });
});

describe('the prompt that a model reads', () => {
  it('has every letter of the texts, though the engine fills them into patterns', async () => {
    const letters = fc.array(fc.oneof(fc.constantFrom('$', '&', "'", '`', '1', '{function_string}', '{user_message}'), fc.string({ maxLength: 3 })), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(letters, letters, letters, async (system, user, answer) => {
        const { ask, prompts } = await opened();
        await ask({ system: system.join(''), earlier: [{ user: user.join(''), answer: answer.join('') }], user: answer.join('') });
        const turn = (role: string, text: string) => `<|im_start|>${role}\n${text}<|im_end|>\n`;
        const expected = [turn('system', system.join('')), turn('user', user.join('')), turn('assistant', answer.join('')), turn('user', answer.join(''))];
        expect(prompts[0]).toBe(`${expected.join('')}<|im_start|>assistant\n`);
      }),
    );
  });
});

describe('the insides of the engine', () => {
  const retry = async (settings: Settings) => {
    const { ask, cache } = await opened(settings);
    const second = next(FIRST, await ask(FIRST), 'Now better.');
    await ask({ ...second, system: 'Another.' });
    return { answer: await ask({ ...second, system: 'Another.', user: 'Again.' }), cache };
  };

  it('are left alone in any other version, and the answer is the same', async () => {
    const known = await retry({});
    const unknown = await retry({ engineVersion: '0.2.87' });
    expect([known.cache.popped > 0, unknown.cache.popped]).toEqual([true, 0]);
    expect(unknown.answer).toMatchObject({ text: known.answer.text, promptTokens: known.answer.promptTokens, heldTokens: 0 });
  });

  it('are left alone when any part is missing, and in models whose state is no plain cache', async () => {
    const { engine } = new PublishedEngine('m');
    await engine.reload('m', { context_window_size: 1, sliding_window_size: -1 });
    const pipeline = openPipeline(engine, '0.2.86', 'm');
    expect(pipeline).toBeDefined();
    const seen = (changed: object) => openPipeline({ loadedModelIdToPipeline: new Map([['m', Object.assign(Object.create(pipeline ?? null) as object, changed)]]) }, '0.2.86', 'm');
    expect(seen({})).toBeDefined();
    for (const part of ['conversation', 'tvm', 'kvCache', 'kvStateKind', 'slidingWindowSize', 'filledKVCacheLength', 'resetKVCache', 'getInputData', 'embedAndForward']) expect(seen({ [part]: undefined })).toBeUndefined();
    expect(seen({ kvStateKind: 'hybrid' })).toBeUndefined();
    expect(seen({ rnnState: {} })).toBeUndefined();
    expect(openPipeline({}, '0.2.86', 'm')).toBeUndefined();
  });
});
