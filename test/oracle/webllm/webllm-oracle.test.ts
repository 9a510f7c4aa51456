import { describe, expect, it } from 'vitest';
import type { AskOptions } from '../../../src/core/prompt.ts';
import type { OracleSpec } from '../../../src/core/run.ts';
import { OracleError, type LoadProgress } from '../../../src/oracle/oracle.ts';
import { WebLlmOracle } from '../../../src/oracle/webllm/webllm-oracle.ts';
import { FakeHost, GOOD_MACHINE, never } from './fake-engine.ts';

const SPEC: OracleSpec = {
  engine: 'webllm',
  modelId: 'Llama-3.2-1B-Instruct-q4f16_1-MLC',
  revision: 'main',
  device: 'webgpu',
  dtype: 'q4f16_1',
  contextTokens: 40,
  lanes: 1,
  practice: false,
};
const THINKER: OracleSpec = { ...SPEC, modelId: 'Qwen3-4B-q4f16_1-MLC' };
const PROMPT = { system: 'You judge.', user: 'Judge this pair.' };
const OPTIONS: AskOptions = { temperature: 0.5, topP: 0.9, seed: 7, maxNewTokens: 20, minNewTokens: 5 };

const signal = () => new AbortController().signal;
const ignore = () => {};

async function loaded(host: FakeHost, spec = SPEC, silenceMs?: number): Promise<WebLlmOracle> {
  const oracle = new WebLlmOracle(host, silenceMs);
  await oracle.load(spec, ignore, signal());
  return oracle;
}

const ask = (oracle: WebLlmOracle, user = PROMPT.user, until = signal()) => oracle.ask({ ...PROMPT, user }, OPTIONS, ignore, until);

async function codeOf(promise: Promise<unknown>): Promise<unknown> {
  const error: unknown = await promise.then(
    () => 'it did not fail',
    (reason: unknown) => reason,
  );
  return error instanceof OracleError ? error.code : error;
}

/** Resolves when the engine has come to its next token, and holds it there until released. */
function holdNextToken({ engine }: FakeHost): { reached: Promise<void>; release(): void } {
  let release = ignore;
  const reached = new Promise<void>((arrive) => {
    engine.beforeToken = () => {
      engine.beforeToken = () => Promise.resolve();
      arrive();
      return new Promise((resolve) => (release = resolve));
    };
  });
  return { reached, release: () => release() };
}

describe('asking a WebLLM model', () => {
  it('gives the text piece by piece, then whole, with the engine’s figures', async () => {
    const host = new FakeHost();
    const oracle = await loaded(host);
    const pieces: string[] = [];
    const answer = await oracle.ask(PROMPT, OPTIONS, (piece) => pieces.push(piece), signal());
    expect(pieces).toEqual(['', 'Hello', ' world']);
    expect(answer).toEqual({ text: 'Hello world', finishReason: 'stop', promptTokens: 5, heldTokens: 0, newTokens: 3, durationMs: expect.any(Number) as number });
  });

  it('decodes as the options say, with no penalties of the model’s own', async () => {
    const host = new FakeHost();
    await ask(await loaded(host));
    expect(host.engine.requests).toEqual([
      {
        messages: [
          { role: 'system', content: 'You judge.' },
          { role: 'user', content: 'Judge this pair.' },
        ],
        stream: true,
        stream_options: { include_usage: true },
        max_tokens: 20,
        temperature: 0.5,
        top_p: 0.9,
        seed: 7,
        repetition_penalty: 1,
        frequency_penalty: 0,
        presence_penalty: 0,
      },
    ]);
  });

  it('tells a thinking model not to think, and takes the empty thought off', async () => {
    const host = new FakeHost();
    host.engine.reply = () => ['Better', ' so'];
    const answer = await ask(await loaded(host, THINKER));
    expect(answer.text).toBe('Better so');
    expect(host.engine.requests[0]).toMatchObject({ extra_body: { enable_thinking: false }, max_tokens: 24 });
  });

  it('asks for a form as the engine wants it, and takes nothing but the engine’s own thought off the answer', async () => {
    const host = new FakeHost();
    const oracle = await loaded(host, THINKER);
    host.engine.reply = () => ['\n', '{"a":', ' 1}'];
    const schema = '{"type":"object"}';
    const json = await oracle.ask(PROMPT, { ...OPTIONS, format: { kind: 'json-schema', schema } }, ignore, signal());
    expect(json.text).toBe('\n{"a": 1}');
    await oracle.ask(PROMPT, { ...OPTIONS, format: { kind: 'grammar', grammar: 'root ::= "a"' } }, ignore, signal());
    expect(host.engine.requests.map(({ response_format }) => response_format)).toEqual([
      { type: 'json_object', schema },
      { type: 'grammar', grammar: 'root ::= "a"' },
    ]);
  });

  it('leaves an answer whole that has the form of a thought', async () => {
    const host = new FakeHost();
    host.engine.reply = () => ['<think>', 'a', '</think>'];
    const answer = await (await loaded(host)).ask(PROMPT, { ...OPTIONS, format: { kind: 'grammar', grammar: 'root ::= "<think>a</think>"' } }, ignore, signal());
    expect(answer.text).toBe('<think>a</think>');
  });

  it('ends with length when a form is not complete', async () => {
    const host = new FakeHost();
    host.engine.reply = () => Array<string>(100).fill('[');
    const options: AskOptions = { ...OPTIONS, format: { kind: 'json-schema', schema: '{}' } };
    await expect((await loaded(host)).ask(PROMPT, options, ignore, signal())).resolves.toMatchObject({ finishReason: 'length' });
  });

  it('ends with length when the answer outgrows its limit', async () => {
    const host = new FakeHost();
    host.engine.reply = () => Array<string>(100).fill('a ');
    await expect(ask(await loaded(host))).resolves.toMatchObject({ finishReason: 'length', newTokens: 20 });
  });

  it('refuses a prompt beyond the context, and one that left its answer too little room', async () => {
    const host = new FakeHost();
    host.engine.reply = () => Array<string>(100).fill('a ');
    const oracle = await loaded(host);
    const words = (count: number) => Array<string>(count).fill('word').join(' ');
    expect(await codeOf(ask(oracle, words(50)))).toBe('prompt-too-long');
    expect(await codeOf(ask(oracle, words(36)))).toBe('prompt-too-long');
    await expect(ask(oracle, words(30))).resolves.toMatchObject({ finishReason: 'length', promptTokens: 32 });
  });

  it('answers one prompt at a time, in the order of asking', async () => {
    const host = new FakeHost();
    host.engine.reply = ({ messages }) => [JSON.stringify(messages[1]?.content)];
    const oracle = await loaded(host);
    const done: string[] = [];
    await Promise.all(['a', 'b', 'c'].map(async (user) => done.push((await ask(oracle, user)).text)));
    expect(done).toEqual(['"a"', '"b"', '"c"']);
  });

  it('fails one prompt alone when the stream breaks off without a word', async () => {
    const host = new FakeHost();
    const oracle = await loaded(host);
    const original = host.engine.chatCompletion.bind(host.engine);
    host.engine.chatCompletion = () => Promise.resolve((async function* () {})());
    expect(await codeOf(ask(oracle))).toBe('engine-failed');
    host.engine.chatCompletion = original;
    await expect(ask(oracle)).resolves.toMatchObject({ text: 'Hello world' });
  });
});

describe('aborting', () => {
  it('rejects at once with the signal’s reason, interrupts the engine, and leaves it fit for the next prompt', async () => {
    const host = new FakeHost();
    const oracle = await loaded(host);
    const token = holdNextToken(host);
    const controller = new AbortController();
    const aborted = ask(oracle, 'first', controller.signal);
    await token.reached;
    controller.abort(new Error('paused'));
    await expect(aborted).rejects.toThrow('paused');
    expect(host.engine.interruptions).toBe(1);
    const next = ask(oracle, 'second');
    token.release();
    await expect(next).resolves.toMatchObject({ text: 'Hello world' });
  });

  it('drops a waiting prompt without touching the running one', async () => {
    const host = new FakeHost();
    const oracle = await loaded(host);
    const token = holdNextToken(host);
    const running = ask(oracle, 'running');
    await token.reached;
    const controller = new AbortController();
    const waiting = ask(oracle, 'waiting', controller.signal);
    controller.abort(new Error('no longer wanted'));
    await expect(waiting).rejects.toThrow('no longer wanted');
    token.release();
    await expect(running).resolves.toMatchObject({ finishReason: 'stop' });
    await ask(oracle, 'last');
    expect(host.engine.requests.map(({ messages }) => messages[1]?.content)).toEqual(['running', 'last']);
    expect(host.engine.interruptions).toBe(0);
  });

  it('fails all calls as closed when the oracle closes', async () => {
    const host = new FakeHost();
    const oracle = await loaded(host);
    host.engine.beforeToken = never;
    const calls = [codeOf(ask(oracle)), codeOf(ask(oracle))];
    await oracle.close();
    expect(await Promise.all(calls)).toEqual(['closed', 'closed']);
    expect(await codeOf(ask(oracle))).toBe('closed');
    expect(host.engine.unloads).toBe(1);
  });
});

describe('a failing engine', () => {
  it.each([
    ['engine-failed', 'Error: Grammar matcher rejected the newly sampled token.', 'it did not fail'],
    ['worker-died', '[object Object]', 'worker-died'],
    ['out-of-memory', 'GPUOutOfMemoryError: Out of memory', 'out-of-memory'],
  ])('is %s after %s, and the next prompt %s', async (code, thrown, later) => {
    const host = new FakeHost();
    const oracle = await loaded(host);
    host.engine.reply = () => {
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- as the engine does
      throw thrown;
    };
    expect(await codeOf(ask(oracle))).toBe(code);
    host.engine.reply = () => ['again'];
    expect(await codeOf(ask(oracle))).toBe(later);
  });

  it('takes every waiting prompt with it when it falls silent for ever', async () => {
    const host = new FakeHost();
    const oracle = await loaded(host, SPEC, 20);
    host.engine.beforeToken = never;
    expect(await Promise.all([codeOf(ask(oracle)), codeOf(ask(oracle))])).toEqual(['stalled', 'stalled']);
  });
});

describe('loading a WebLLM model', () => {
  it('gives the engine the specification’s context and tells the stages apart', async () => {
    const host = new FakeHost();
    host.engine.loading = () => {
      host.report({ progress: 0.5, text: 'Loading model from cache[1/2]: 300MB loaded.' });
      host.report({ progress: 1, text: 'Loading GPU shader modules[9/9]: 100% completed' });
      return Promise.resolve();
    };
    const seen: LoadProgress[] = [];
    await new WebLlmOracle(host).load(SPEC, (progress) => seen.push(progress), signal());
    expect(host.engine.contextTokens).toBe(40);
    expect(seen.map(({ stage, fraction }) => [stage, fraction])).toEqual([
      ['load', 0.5],
      ['warm-up', 1],
    ]);
  });

  it.each([
    ['unsupported', 'ShaderF16SupportError: This model requires WebGPU extension shader-f16'],
    ['out-of-memory', 'DeviceLostError: The WebGPU device was lost while loading the model.'],
    // The engine says then that it has loaded the model.
    ['out-of-memory', new DOMException('Device is lost', 'AbortError')],
  ])('fails as %s after %s', async (code, thrown) => {
    const host = new FakeHost();
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- as the engine does
    host.engine.loading = () => Promise.reject(thrown);
    expect(await codeOf(loaded(host))).toBe(code);
  });

  it('starts no engine on a machine that cannot run the model, nor without all weights', async () => {
    const host = new FakeHost();
    host.machine = { ...GOOD_MACHINE, gpu: undefined };
    expect(await codeOf(loaded(host))).toBe('unsupported');
    host.machine = { ...GOOD_MACHINE, gpu: { ...GOOD_MACHINE.gpu!, shaderF16: false } };
    expect(await codeOf(loaded(host))).toBe('unsupported');
    host.missing = 'https://huggingface.co/mlc-ai/x/resolve/main/tensor-cache.json';
    const f32 = { ...SPEC, modelId: 'Llama-3.2-1B-Instruct-q4f32_1-MLC', dtype: 'q4f32_1' };
    await expect(loaded(host, f32)).rejects.toMatchObject({ code: 'weights-missing', detail: host.missing });
    expect(host.started).toEqual([]);
  });

  it('can be broken off at once, and is of no more use then', async () => {
    const host = new FakeHost();
    host.engine.loading = never;
    const oracle = new WebLlmOracle(host);
    const controller = new AbortController();
    const loading = oracle.load(SPEC, ignore, controller.signal);
    controller.abort(new Error('another one'));
    await expect(loading).rejects.toThrow('another one');
    expect(await codeOf(ask(oracle))).toBe('closed');
  });
});
