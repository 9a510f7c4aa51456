import { describe, expect, it } from 'vitest';
import { isOutOfMemory } from '../../../../../src/oracle/transformers/failures.ts';
import type { ModelGraph } from '../../../../../src/oracle/transformers/graph/model-graph.ts';
import { env } from '../../../../../src/oracle/transformers/onnxruntime.ts';
import { gather, LENGTHS, NEXT, openOnGpu, PRACTICE, randomModel, readText } from './gpu-models.ts';
import { countingDevice } from './gpu-watch.ts';
import { alignedStep, numbersOf, ownStep, readOn } from './texts.ts';

const gqa = await openOnGpu(randomModel('gqa', 'fp32', false));
const standard = await openOnGpu(randomModel('standard', 'fp32', false));
const hybrid = await openOnGpu(randomModel('hybrid', 'fp32', true));
const practice = await openOnGpu(PRACTICE);

async function device(): Promise<GPUDevice> {
  const found = await env.webgpu.device;
  if (!found) throw new Error('no GPU');
  return found;
}

describe('a graph on the GPU', () => {
  it('runs as many rows as the next power of two', () => {
    expect([1, 2, 3, 4, 5, 9].map((count) => gqa.rowsFor(count))).toEqual([1, 2, 4, 4, 8, 16]);
  });

  it('reads few tokens at once where software stands in for the GPU, which computes longer parts wrongly', () => {
    expect(gqa.readTokensMax).toBe(31);
  });

  it('goes on after runs that failed', async () => {
    const graph = standard;
    const { cache } = await readText(graph, 1);
    const good = await readOn(graph, [5], cache, 9);
    for (let round = 0; round < 3; round++) {
      await expect(readOn(graph, [5], cache, 9, { columns: 15 })).rejects.toThrow('pre-allocated');
      await expect(readOn(graph, [5], cache, 9, { inPlace: true })).rejects.toThrow('pre-allocated');
    }
    const again = await readOn(graph, [5], cache, 9);
    expect(numbersOf(again.logits)).toEqual(numbersOf(good.logits));
    for (const used of [cache, good.cache, again.cache]) graph.free(used);
  });

  it('writes no state in place', async () => {
    const graph = hybrid;
    const cache = await graph.allocate(1, 5);
    await expect(readOn(graph, [1], cache, 4, { inPlace: true })).rejects.toThrow('in place');
    graph.free(cache);
  });

  it.each<[string, ModelGraph, boolean]>([
    ['practice', practice, false],
    ['gqa', gqa, true],
  ])('keeps no buffers, however many steps and batches of the %s model it runs', { timeout: 300_000 }, async (_, graph, inPlace) => {
    const batch = async (steps: number) => {
      const texts = [(await readText(graph, 0)).cache, (await readText(graph, 1)).cache];
      let cache = await gather(graph, texts, LENGTHS, inPlace ? 128 : 40, (length) => (inPlace ? 0 : 40 - length));
      for (const used of texts) graph.free(used);
      for (let step = 0; step < steps; step++) {
        const lengths = LENGTHS.map((length) => length + step);
        const result = inPlace ? await ownStep(graph, NEXT, lengths, 41 + step, cache, true) : await alignedStep(graph, NEXT, lengths, 40 + step, cache);
        if (result.cache !== cache) graph.free(cache);
        cache = result.cache;
      }
      graph.free(cache);
    };
    // So that the runtime has the buffers that it keeps for itself.
    await batch(60);
    const watch = countingDevice(await device());
    const counts: number[] = [];
    for (let round = 0; round < 3; round++) {
      await batch(60);
      counts.push(watch.open.size);
    }
    watch.restore();
    expect(counts).toEqual(counts.map(() => counts[0]));
  });

  it('says that there is no memory for a cache, and goes on', async () => {
    const graph = gqa;
    await expect(graph.allocate(1024, 1e6)).rejects.toSatisfy(isOutOfMemory);
    const { cache } = await readText(graph, 1);
    graph.free(cache);
  });
});

describe('a cache on the GPU', () => {
  const graph = gqa;

  it('is of no use once it is freed', async () => {
    const [cache, other] = [await graph.allocate(2, 5), await graph.allocate(2, 5)];
    graph.free(cache);
    expect(() => graph.free(cache)).toThrow('freed before');
    expect(() => graph.copy(cache, other, [{ fromRow: 0, fromColumn: 0, toRow: 1, toColumn: 0, columns: 5 }])).toThrow('freed before');
    await expect(readOn(graph, [1], cache, 5)).rejects.toThrow('freed before');
    graph.free(other);
  });

  it('is not written beyond its end', async () => {
    const [cache, other] = [await graph.allocate(2, 5), await graph.allocate(2, 6)];
    expect(() => graph.copy(cache, other, [{ fromRow: 0, fromColumn: 0, toRow: 2, toColumn: 0, columns: 5 }])).toThrow(RangeError);
    for (const used of [cache, other]) graph.free(used);
  });
});
