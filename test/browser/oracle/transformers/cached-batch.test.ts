import { describe, expect, it } from 'vitest';
import { CachedBatch } from '../../../../src/oracle/transformers/cached-batch.ts';
import { env, InferenceSession, RUNTIME_FILES } from '../../../../src/oracle/transformers/onnxruntime.ts';
import type { Logits } from '../../../../src/oracle/transformers/token-batch.ts';

Object.assign(env.wasm, { wasmPaths: { ...RUNTIME_FILES }, numThreads: 1 });
const MODEL = '/models/tain-practice/onnx/model.onnx';
const session = await InferenceSession.create(MODEL, { executionProviders: ['wasm'] });

const always = () => Promise.resolve(true);

// The last length needs three parts to be read.
const prompts = [1, 30, 700].map((length, row) => Array.from({ length }, (_, place) => (place * 37 + row * 11) % 1500));

function row({ data, size }: Logits, index: number): number[] {
  return Array.from({ length: size }, (_, token) => data[index * size + token] ?? NaN);
}

async function alone(prompt: readonly number[], tokens: readonly number[]): Promise<number[][]> {
  const batch = new CachedBatch(session, [prompt], true);
  const steps = [await batch.read(always)];
  for (const token of tokens) steps.push(await batch.append([token]));
  batch.dispose();
  return steps.map((logits) => (logits ? row(logits, 0) : []));
}

describe('a cached batch', () => {
  it('reads rows of any length side by side as it reads each alone', async () => {
    const batch = new CachedBatch(session, prompts, true);
    const steps = [await batch.read(always), await batch.append([5, 6, 7]), await batch.append([8, 9, 10])];
    for (const [index, prompt] of prompts.entries()) {
      const expected = await alone(prompt, [5 + index, 8 + index]);
      expect(steps.map((logits) => logits && row(logits, index))).toEqual(expected);
    }
    batch.dispose();
  });

  it('goes on with the rows that it keeps', async () => {
    const batch = new CachedBatch(session, prompts, true);
    await batch.read(always);
    batch.keep([0, 2]);
    await batch.append([5, 7]);
    batch.keep([1]);
    const logits = await batch.append([9]);
    expect(row(logits, 0)).toEqual((await alone(prompts[2] ?? [], [7, 9])).at(-1));
    batch.dispose();
  });

  it('stops between two parts of a long prompt', async () => {
    let parts = 0;
    const batch = new CachedBatch(session, prompts, true);
    await expect(batch.read(() => Promise.resolve(++parts < 3))).resolves.toBeUndefined();
    batch.dispose();
  });

  it('leaves the session usable when a step fails', async () => {
    const prompt = prompts[1] ?? [];
    const expected = await alone(prompt, [5]);
    const batch = new CachedBatch(session, [prompt], true);
    await batch.read(always);
    await expect(batch.append([2 ** 40])).rejects.toThrow('out of data bounds');
    batch.dispose();
    expect(await alone(prompt, [5])).toEqual(expected);
  });

  it('fails, and goes on failing, when the GPU is lost', async () => {
    const device = await (await navigator.gpu.requestAdapter())?.requestDevice();
    if (!device) throw new Error('no GPU');
    const onGpu = await InferenceSession.create(MODEL, { executionProviders: [{ name: 'webgpu', device }], preferredOutputLocation: { 'present.0.key': 'gpu-buffer', 'present.0.value': 'gpu-buffer' } });
    const batch = new CachedBatch(onGpu, [[1, 2, 3]], false);
    await batch.read(always);
    device.destroy();
    await expect(batch.append([4])).rejects.toThrow();
    batch.dispose();
    const next = new CachedBatch(onGpu, [[1, 2, 3]], false);
    await expect(next.read(always)).rejects.toThrow();
    next.dispose();
  });
});
