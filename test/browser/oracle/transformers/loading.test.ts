import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import type { Oracle } from '../../../../src/oracle/oracle.ts';
import { openOracle, practiceSpec } from './practice.ts';
import { lose, publish, PUBLISHED, unpublish } from './published.ts';

const signal = new AbortController().signal;
const ignore = () => undefined;

function open(): Oracle {
  const { oracle } = openOracle(1);
  onTestFinished(() => oracle.close());
  return oracle;
}

const hello = (oracle: Oracle) => oracle.ask({ system: '', user: 'Hello' }, { temperature: 0, topP: 1, seed: 0, maxNewTokens: 200, minNewTokens: 1 }, ignore, signal);

afterEach(unpublish);

describe('the Transformers.js worker', () => {
  it('loads a published model from this machine, by its revision', async () => {
    await publish();
    const [stored, own] = [open(), open()];
    await Promise.all([stored.load(PUBLISHED, ignore, signal), own.load(practiceSpec('wasm'), ignore, signal)]);
    expect((await hello(stored)).text).toBe((await hello(own)).text);
  });

  it('takes the chat template from a file of its own where the tokenizer has none', async () => {
    const { chat_template: template, ...config } = (await (await fetch('/models/tain-practice/tokenizer_config.json')).json()) as { chat_template: string };
    await publish({ 'tokenizer_config.json': JSON.stringify(config), 'chat_template.jinja': template });
    const oracle = open();
    await oracle.load(PUBLISHED, ignore, signal);
    expect((await hello(oracle)).finishReason).toBe('stop');
  });

  it('refuses a model that computes nonsense on this machine', async () => {
    // Without its mark the practice model passes for a real one, whose probabilities would mean something.
    const config = (await (await fetch('/models/tain-practice/config.json')).json()) as object;
    await publish({ 'config.json': JSON.stringify({ ...config, tain_practice: false }) });
    const loading = open().load(PUBLISHED, ignore, signal);
    await expect(loading).rejects.toMatchObject({ code: 'self-test-failed', detail: expect.stringMatching(/100\.0 nats a token/) as string });
  });

  it('names the file that is missing', async () => {
    await publish();
    await lose('tokenizer.json');
    await expect(open().load(PUBLISHED, ignore, signal)).rejects.toMatchObject({ code: 'weights-missing', detail: 'tokenizer.json' });
  });

  it('says that a model does not start, and can load another afterwards', async () => {
    await publish({ 'onnx/model.onnx': 'not a model' });
    const oracle = open();
    await expect(oracle.load(PUBLISHED, ignore, signal)).rejects.toMatchObject({ code: 'load-failed' });
    await oracle.load(practiceSpec('wasm'), ignore, signal);
    expect((await hello(oracle)).finishReason).toBe('stop');
  });

  it('takes no other number format than the one that is asked for', async () => {
    await expect(open().load({ ...practiceSpec('webgpu'), dtype: 'fp33' }, ignore, signal)).rejects.toMatchObject({ code: 'load-failed' });
  });

  it('refuses f16 on a GPU that has none', async () => {
    const oracle = open();
    await expect(oracle.load({ ...practiceSpec('webgpu'), dtype: 'q4f16' }, ignore, signal)).rejects.toMatchObject({ code: 'unsupported' });
  });
});
