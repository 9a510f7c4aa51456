import { describe, expect, it } from 'vitest';
import { openHeapGraph } from '../../../../../src/oracle/transformers/graph/heap-graph.ts';
import type { ModelGraph } from '../../../../../src/oracle/transformers/graph/model-graph.ts';
import { gather, LENGTHS, NEXT, openOnGpu, openSession, PRACTICE, randomModel, readText, TEXTS } from './gpu-models.ts';
import { alignedStep, numbersOf, ownStep, readOn, readParts, rowOf, tokensOf } from './texts.ts';

interface Opened {
  readonly graph: ModelGraph;
  /** The same model. */
  readonly onCpu: ModelGraph;
}

async function openBoth(model: string | Uint8Array): Promise<Opened> {
  return { graph: await openOnGpu(model), onCpu: await openHeapGraph(await openSession(model, 'wasm')) };
}

const MODELS: Readonly<Record<string, Opened>> = {
  practice: await openBoth(PRACTICE),
  standard: await openBoth(randomModel('standard', 'fp32', false)),
  'standard q4': await openBoth(randomModel('standard', 'q4', true)),
  gqa: await openBoth(randomModel('gqa', 'fp32', false)),
  'gqa q4': await openBoth(randomModel('gqa', 'q4', true)),
  'gqa-bias': await openBoth(randomModel('gqa-bias', 'fp32', true)),
  hybrid: await openBoth(randomModel('hybrid', 'fp32', true)),
};

function opened(name: string): Opened {
  const model = MODELS[name];
  if (!model) throw new Error(`no model ${name}`);
  return model;
}

/** Logits within such a part of their spread: a GPU in software takes waves and powers less exactly. */
const NOISE = 0.01;

function expectNear(actual: readonly number[], expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length);
  const mean = expected.reduce((sum, value) => sum + value, 0) / expected.length;
  const spread = Math.sqrt(expected.reduce((sum, value) => sum + (value - mean) ** 2, 0) / expected.length);
  const difference = Math.max(...actual.map((value, index) => Math.abs(value - (expected[index] ?? NaN))));
  expect(difference / spread).toBeLessThan(NOISE);
}

/** What comes after that. */
const AFTER = [17, 18];
const longer = LENGTHS.map((length) => length + 1);

describe.each(Object.keys(MODELS))('the %s graph on the GPU', (name) => {
  const { graph, onCpu } = opened(name);

  it('reads a text in parts as it is read at once in main memory', { timeout: 300_000 }, async () => {
    const expected = await readParts(onCpu, TEXTS[0] ?? [], [40]);
    for (const parts of [[31, 9], [9, 31]]) {
      const { logits, cache } = await readParts(graph, TEXTS[0] ?? [], parts);
      expectNear(numbersOf(logits), numbersOf(expected.logits));
      expect(cache.map(({ dims }) => dims)).toEqual(expected.cache.map(({ dims }) => dims));
      graph.free(cache);
    }
    onCpu.free(expected.cache);
  });

  it('leaves a cache as it was when it reads on from it', { timeout: 300_000 }, async () => {
    const { cache } = await readText(graph, 1);
    const first = await readOn(graph, [4], cache, 9);
    const others = await readOn(graph, tokensOf(9, 5), cache, 9, { logits: 'all' });
    const again = await readOn(graph, [4], cache, 9);
    expect(numbersOf(again.logits)).toEqual(numbersOf(first.logits));
    expect(others.logits.data.length).toBe(9 * others.logits.size);
    for (const one of [cache, first.cache, others.cache, again.cache]) graph.free(one);
  });
});

describe.each(['practice', 'standard', 'standard q4', 'hybrid'])('rows of the %s graph that end at the same column', (name) => {
  const { graph } = opened(name);

  it('go on, copied together on the GPU, as each does alone', { timeout: 300_000 }, async () => {
    const texts = [(await readText(graph, 0)).cache, (await readText(graph, 1)).cache];
    const cache = await gather(graph, texts, LENGTHS, 40, (length) => 40 - length);
    const first = await alignedStep(graph, NEXT, LENGTHS, 40, cache);
    const second = await alignedStep(graph, AFTER, longer, 41, first.cache);
    for (const [row, text] of texts.entries()) {
      const [next, after, length] = [NEXT[row] ?? 0, AFTER[row] ?? 0, LENGTHS[row] ?? 0];
      const one = await readOn(graph, [next], text, length);
      const two = await readOn(graph, [after], one.cache, length + 1);
      expectNear(rowOf(second.logits, row), numbersOf(two.logits));
      for (const used of [one.cache, two.cache]) graph.free(used);
    }
    for (const used of [...texts, cache, first.cache, second.cache]) graph.free(used);
  });
});

describe.each(['gqa', 'gqa q4'])('rows of the %s graph that begin at column 0', (name) => {
  const { graph } = opened(name);

  it('go on in place as in new caches, and as each does alone', { timeout: 300_000 }, async () => {
    const texts = [(await readText(graph, 0)).cache, (await readText(graph, 1)).cache];
    const [spare, exact] = [await gather(graph, texts, LENGTHS, 64, () => 0), await gather(graph, texts, LENGTHS, 40, () => 0)];
    const first = await ownStep(graph, NEXT, LENGTHS, 41, spare, true);
    expect(first.cache).toBe(spare);
    const second = await ownStep(graph, AFTER, longer, 64, spare, true);
    const widened = await ownStep(graph, NEXT, LENGTHS, 41, exact, false);
    const twice = await ownStep(graph, AFTER, longer, 42, widened.cache, false);
    expectNear(numbersOf(second.logits), numbersOf(twice.logits));
    for (const [row, text] of texts.entries()) {
      const [next, after, length] = [NEXT[row] ?? 0, AFTER[row] ?? 0, LENGTHS[row] ?? 0];
      const one = await readOn(graph, [next], text, length);
      const two = await readOn(graph, [after], one.cache, length + 1);
      expectNear(rowOf(second.logits, row), numbersOf(two.logits));
      for (const used of [one.cache, two.cache]) graph.free(used);
    }
    for (const used of [...texts, spare, exact, widened.cache, twice.cache]) graph.free(used);
  });

  it('go on in a row that is filled anew while the others stay', { timeout: 300_000 }, async () => {
    const [one, other] = [(await readText(graph, 0)).cache, (await readText(graph, 1)).cache];
    const cache = await gather(graph, [one, one], [40, 40], 64, () => 0);
    await ownStep(graph, NEXT, [40, 40], 41, cache, true);
    graph.copy(other, cache, [{ fromRow: 0, fromColumn: 0, toRow: 1, toColumn: 0, columns: 9 }]);
    const { logits } = await ownStep(graph, [17, 8], [41, 9], 42, cache, true);
    const fresh = await readOn(graph, [8], other, 9);
    expectNear(rowOf(logits, 1), numbersOf(fresh.logits));
    for (const used of [one, other, cache, fresh.cache]) graph.free(used);
  });
});
