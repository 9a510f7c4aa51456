import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import type { AskOptions, Prompt } from '../../../../src/core/prompt.ts';
import type { OracleSpec } from '../../../../src/core/run.ts';
import tokensUrl from '../../../../src/oracle/tokens/tokens.worker.ts?worker&url';
import { removeModel } from '../../../../src/oracle/weights/stored-models.ts';
import { WorkerTokenCounter } from '../../../../src/oracle/worker-token-counter.ts';
import { PRACTICE_TRIGGERS } from '../../../../src/practice/triggers.ts';
import { randomModelFiles } from '../../../random-model/model-files.ts';
import { TINY } from '../../../random-model/model-shape.ts';
import { openOracle, practiceSpec, startWorker } from '../transformers/practice.ts';
import { publishFiles, PUBLISHED } from '../transformers/published.ts';
import { SPEC as WEBLLM } from '../weights/model-files.ts';
import { emptyFileSystem, storeModel } from '../webllm/stored-model.ts';

const NEVER = new AbortController().signal;
const ignore = () => undefined;
const OPTIONS: AskOptions = { temperature: 0, topP: 1, seed: 1, maxNewTokens: 2, minNewTokens: 1 };

const PROMPTS: readonly Prompt[] = [
  { system: '', user: 'Hello' },
  { system: 'You are a picky checker.', user: 'Name a river. Ünïcode, 日本語, 👩‍👩‍👧, <|im_end|>' },
  { system: 'Be brief.', earlier: [{ user: 'Who?', answer: 'I.' }, { user: 'Why?', answer: 'So.' }], user: 'The Danube rises in Germany.\n\n'.repeat(9) },
];

async function counterOf(spec: OracleSpec): Promise<WorkerTokenCounter> {
  const counter = new WorkerTokenCounter(startWorker, tokensUrl);
  onTestFinished(() => counter.close());
  await counter.load(spec, NEVER);
  return counter;
}

async function publishRandom(): Promise<OracleSpec> {
  const spec: OracleSpec = { ...PUBLISHED, modelId: 'someone/random-oracle', contextTokens: 1024, lanes: 1 };
  const files = randomModelFiles({ shape: TINY, attention: 'gqa', format: 'fp32', seed: 4 });
  // Marked so that nobody expects sense of it.
  const config = JSON.parse(new TextDecoder().decode(files.get('config.json'))) as object;
  files.set('config.json', new TextEncoder().encode(JSON.stringify({ ...config, tain_practice: true })));
  await publishFiles(spec, new Map([...files].map(([path, bytes]) => [path, new Blob([bytes.slice()])])));
  return spec;
}

describe.each([
  ['the practice model', () => Promise.resolve(practiceSpec('wasm'))],
  ['a model that lies here', publishRandom],
])('a counter of tokens of %s', (_what, specOf) => {
  it('counts each prompt as its oracle reads it', { timeout: 120_000 }, async () => {
    const spec = await specOf();
    const counter = await counterOf(spec);
    const { oracle } = openOracle(1);
    onTestFinished(async () => {
      await oracle.close();
      if (!spec.practice) await removeModel(spec);
    });
    await oracle.load({ ...spec, lanes: 1 }, ignore, NEVER);
    const read: number[] = [];
    for (const prompt of PROMPTS) read.push((await oracle.ask(prompt, OPTIONS, ignore, NEVER)).promptTokens);
    expect(await counter.countPrompts(PROMPTS, NEVER)).toEqual(read);
  });
});

describe('a counter of tokens', () => {
  afterAll(emptyFileSystem);

  it('counts bare texts without what begins or ends a text', async () => {
    const counter = await counterOf(practiceSpec('wasm'));
    const [none, one, two] = await counter.countTexts(['', ' river', ' river river'], NEVER);
    expect(none).toBe(0);
    expect(two).toBe(2 * (one ?? NaN));
  });

  it('refuses the prompt that the model’s template refuses, and goes on with others', async () => {
    const counter = await counterOf(practiceSpec('wasm'));
    const refused: Prompt = { system: '', user: `Say it. ${PRACTICE_TRIGGERS.reject}` };
    await expect(counter.countPrompts([refused], NEVER)).rejects.toMatchObject({ code: 'prompt-refused' });
    await expect(counter.countPrompts(PROMPTS, NEVER)).resolves.toHaveLength(PROMPTS.length);
  });

  it('does not count for a model that is not here', async () => {
    // Other tests may have left the model here.
    await emptyFileSystem();
    await expect(counterOf({ ...PUBLISHED, modelId: 'someone/nothing' })).rejects.toMatchObject({ name: 'OracleError', code: 'weights-missing' });
    await expect(counterOf(WEBLLM)).rejects.toMatchObject({ code: 'weights-missing' });
  });

  it('stops when nobody wants the counts any more', async () => {
    const counter = await counterOf(practiceSpec('wasm'));
    const controller = new AbortController();
    const counting = counter.countTexts(Array.from({ length: 20_000 }, () => 'Name a river of Europe. '.repeat(20)), controller.signal);
    setTimeout(() => controller.abort(new Error('enough')), 50);
    await expect(counting).rejects.toThrow('enough');
    await expect(counter.countTexts(['a'], NEVER)).resolves.toEqual([1]);
  });

  it('counts for WebLLM what stands in the files that lie here: its texts, and the tokens before them', async () => {
    const tokenizer = new Uint8Array(await (await fetch('/models/tain-practice/tokenizer.json')).arrayBuffer());
    const conv_template = { system_template: '<|system|>{system_message}\n', system_prefix_token_ids: [1], roles: { user: 'User', assistant: 'Model' }, seps: ['\n'], role_content_sep: ': ', role_empty_sep: ':' };
    await storeModel({ 'tokenizer.json': tokenizer, 'mlc-chat-config.json': new TextEncoder().encode(JSON.stringify({ tokenizer_files: ['tokenizer.json'], conv_template })) });
    const counter = await counterOf(WEBLLM);
    const texts = ['<|system|>Be brief.\n', 'User: Why $& so?\n', 'Model:'];
    const [counts] = [await counter.countTexts(texts, NEVER)];
    expect(await counter.countPrompts([{ system: 'Be brief.', user: 'Why $& so?' }], NEVER)).toEqual([1 + counts.reduce((sum, count) => sum + count, 0)]);
  });

  it('says which of the files it cannot read', async () => {
    await storeModel({ 'mlc-chat-config.json': new TextEncoder().encode(JSON.stringify({ tokenizer_files: ['tokenizer.json'] })) });
    await expect(counterOf(WEBLLM)).rejects.toMatchObject({ code: 'load-failed', detail: expect.stringContaining('mlc-chat-config.json') as string });
  });
});
