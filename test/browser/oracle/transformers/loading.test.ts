import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { OracleSpec } from '../../../../src/core/run.ts';
import type { Oracle } from '../../../../src/oracle/oracle.ts';
import { openOracle, practiceSpec } from './practice.ts';

const CACHE = 'transformers-cache';
const FILES = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'onnx/model.onnx'];

const published: OracleSpec = { ...practiceSpec('wasm'), modelId: 'someone/small-model', revision: 'a1b2c3', practice: false };
const key = (file: string) => `https://huggingface.co/someone/small-model/resolve/a1b2c3/${file}`;
const signal = new AbortController().signal;
const ignore = () => undefined;

function open(): Oracle {
  const { oracle } = openOracle(1);
  onTestFinished(() => oracle.close());
  return oracle;
}

/** Puts the practice model where a published one would lie. */
async function publish(changed: Readonly<Record<string, BodyInit>> = {}): Promise<void> {
  const cache = await caches.open(CACHE);
  for (const file of FILES) {
    const bytes = changed[file] ?? (await (await fetch(`/models/tain-practice/${file}`)).arrayBuffer());
    await cache.put(key(file), new Response(bytes));
  }
}

const hello = (oracle: Oracle) => oracle.ask({ system: '', user: 'Hello' }, { temperature: 0, topP: 1, seed: 0, maxNewTokens: 200, minNewTokens: 1 }, ignore, signal);

const emptyCache = async () => void (await caches.delete(CACHE));
beforeEach(emptyCache);
afterEach(emptyCache);

describe('the Transformers.js worker', () => {
  it('loads a published model from the cache, by its revision', async () => {
    await publish();
    const [cached, own] = [open(), open()];
    await Promise.all([cached.load(published, ignore, signal), own.load(practiceSpec('wasm'), ignore, signal)]);
    expect((await hello(cached)).text).toBe((await hello(own)).text);
    // The practice model changes with the page, so no copy of it may stay behind.
    const keys = await (await caches.open(CACHE)).keys();
    expect(keys.map(({ url }) => url)).toEqual(FILES.map(key));
  });

  it('names the file that is missing', async () => {
    await publish();
    await (await caches.open(CACHE)).delete(key('tokenizer.json'));
    await expect(open().load(published, ignore, signal)).rejects.toMatchObject({ code: 'weights-missing', detail: key('tokenizer.json') });
  });

  it('says that a model does not start, and can load another afterwards', async () => {
    await publish({ 'onnx/model.onnx': 'not a model' });
    const oracle = open();
    await expect(oracle.load(published, ignore, signal)).rejects.toMatchObject({ code: 'load-failed' });
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
