import type { InferenceSession as Session, Tensor as TensorType } from 'onnxruntime-web';
import { describe, expect, it } from 'vitest';
import { isOutOfMemory } from '../../../../../src/oracle/transformers/failures.ts';
import { Heap } from '../../../../../src/oracle/transformers/graph/heap.ts';
import { openHeapGraph } from '../../../../../src/oracle/transformers/graph/heap-graph.ts';
import type { Cache, ModelGraph, Move } from '../../../../../src/oracle/transformers/graph/model-graph.ts';
import { env, InferenceSession, RUNTIME_FILES, runtimeModule, Tensor } from '../../../../../src/oracle/transformers/onnxruntime.ts';
import { randomModelFiles } from '../../../../random-model/model-files.ts';
import { type AttentionKind, TINY } from '../../../../random-model/model-shape.ts';
import { countingHeap, fillMemory } from './heap-watch.ts';
import { alignedStep, numbersOf, ownStep, readOn, readParts, rowOf, tokensOf } from './texts.ts';

Object.assign(env.wasm, { wasmPaths: { ...RUNTIME_FILES }, numThreads: 1 });
// Runs that fail are wanted here, and need not be told of.
const ON_CPU = { executionProviders: ['wasm'], logSeverityLevel: 4 } as const;

interface Opened {
  readonly session: Session;
  readonly graph: ModelGraph;
}

async function openRandom(attention: AttentionKind, keepsLogits = true): Promise<Opened> {
  const model = randomModelFiles({ shape: TINY, attention, format: 'fp32', seed: 1, keepsLogits }).get('onnx/model.onnx');
  const session = await InferenceSession.create(model ?? new Uint8Array(), ON_CPU);
  return { session, graph: await openHeapGraph(session) };
}

async function openPractice(): Promise<Opened> {
  const session = await InferenceSession.create('/models/tain-practice/onnx/model.onnx', ON_CPU);
  return { session, graph: await openHeapGraph(session) };
}

const MODELS: Readonly<Record<string, Opened>> = {
  practice: await openPractice(),
  standard: await openRandom('standard'),
  'standard, all logits': await openRandom('standard', false),
  gqa: await openRandom('gqa'),
  'gqa-bias': await openRandom('gqa-bias'),
  hybrid: await openRandom('hybrid'),
};
const ALL = Object.keys(MODELS);
/** Models whose rows may end at the same column wherever they were read: they are told the positions, where GroupQueryAttention counts columns. */
const ALIGNING = ALL.filter((name) => !name.startsWith('gqa'));

function opened(name: string): Opened {
  const model = MODELS[name];
  if (!model) throw new Error(`no model ${name}`);
  return model;
}

/** Sums are taken in another order when another number of tokens is read at once. */
function expectNear(actual: readonly number[], expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length);
  const difference = Math.max(...actual.map((value, index) => Math.abs(value - (expected[index] ?? NaN))));
  expect(difference).toBeLessThan(1e-4);
}

/** The same reading by `session.run`: logits of all tokens where the graph gives them. */
async function ordinaryRun({ session, graph }: Opened, tokens: readonly number[], rows: number): Promise<number[]> {
  const all = Array.from({ length: rows }, () => tokens).flat();
  const int64 = (values: readonly number[]) => new Tensor('int64', BigInt64Array.from(values, BigInt), [rows, tokens.length]);
  const feeds: Record<string, TensorType> = {
    input_ids: int64(all),
    attention_mask: int64(all.map(() => 1)),
    position_ids: int64(all.map((_, index) => index % tokens.length)),
    num_logits_to_keep: new Tensor('int64', [BigInt(tokens.length)], []),
  };
  for (const { name, dims } of graph.cacheShapes) {
    const sizes = dims.map((dim) => (dim === 'rows' ? rows : dim === 'columns' ? 0 : dim));
    feeds[name] = new Tensor('float32', new Float32Array(sizes.reduce((product, size) => product * size, 1)), sizes);
  }
  const { logits } = await session.run(Object.fromEntries(Object.entries(feeds).filter(([name]) => session.inputNames.includes(name))));
  return Array.from(logits?.data as Float32Array);
}

/** Reads each prompt alone and copies it into a row of a new cache, at the column that `place` says. */
async function gather(graph: ModelGraph, prompts: readonly (readonly number[])[], columns: number, place: (length: number) => number): Promise<Cache> {
  const together = await graph.allocate(prompts.length, columns);
  for (const [toRow, prompt] of prompts.entries()) {
    const { cache } = await readParts(graph, prompt, [prompt.length]);
    const move: Move = { fromRow: 0, fromColumn: 0, toRow, toColumn: place(prompt.length), columns: prompt.length };
    graph.copy(cache, together, [move]);
    graph.free(cache);
  }
  return together;
}

const PROMPTS = [3, 40, 17].map((length, salt) => tokensOf(length, salt));
const LENGTHS = PROMPTS.map(({ length }) => length);

describe.each(ALL)('the %s graph in the memory of WebAssembly', (name) => {
  const model = opened(name);
  const { graph } = model;

  it('gives the logits of an ordinary run, bit for bit', async () => {
    for (const rows of [1, 3]) {
      const tokens = tokensOf(40);
      const empty = await graph.allocate(rows, 0);
      const each = <Value>(value: Value) => Array.from({ length: rows }, () => value);
      const reading = { tokens: each(tokens), positions: each(tokens.map((_, place) => place)), spans: each({ from: 0, to: 40 }), columns: 40, cache: empty, inPlace: false };
      const all = await graph.run({ ...reading, logits: 'all' });
      const expected = await ordinaryRun(model, tokens, rows);
      expect(numbersOf(all.logits)).toEqual(expected);
      const last = await graph.run({ ...reading, logits: 'last' });
      const { size } = last.logits;
      expectNear(numbersOf(last.logits), each(0).flatMap((_, row) => expected.slice((row * 40 + 39) * size, (row + 1) * 40 * size)));
      for (const { cache } of [{ cache: empty }, all, last]) graph.free(cache);
    }
  });

  it('reads a text in parts as it reads it at once', async () => {
    const tokens = tokensOf(60);
    const whole = await readParts(graph, tokens, [60]);
    const parts = await readParts(graph, tokens, [1, 30, 28, 1]);
    expectNear(numbersOf(parts.logits), numbersOf(whole.logits));
    expect(parts.cache.map(({ dims }) => dims)).toEqual(whole.cache.map(({ dims }) => dims));
    for (const { cache } of [whole, parts]) graph.free(cache);
  });

  it('leaves a cache as it was when it reads on from it', async () => {
    const { cache } = await readParts(graph, tokensOf(9), [9]);
    const [first, , again] = [await readOn(graph, [4], cache, 9), await readOn(graph, [5, 6], cache, 9), await readOn(graph, [4], cache, 9)];
    expect(numbersOf(again.logits)).toEqual(numbersOf(first.logits));
  });

  it('goes on after a run that failed', async () => {
    const { cache } = await readParts(graph, tokensOf(20), [20]);
    const good = await readOn(graph, [5], cache, 20);
    await expect(readOn(graph, [2 ** 40], cache, 20)).rejects.toThrow('out of data bounds');
    const again = await readOn(graph, [5], cache, 20);
    expect(numbersOf(again.logits)).toEqual(numbersOf(good.logits));
    for (const one of [cache, good.cache, again.cache]) graph.free(one);
  });

  it('neither keeps nor wants more memory, however often it runs and fails', async () => {
    const heap = await countingHeap();
    const steps = async (count: number) => {
      const { cache } = await readParts(graph, tokensOf(40), [40]);
      for (let step = 0; step < count; step++) {
        const result = await readOn(graph, [step % 1000], cache, 40);
        graph.free(result.cache);
        if (step % 10 === 0) await readOn(graph, [2 ** 40], cache, 40).catch(() => undefined);
      }
      graph.free(cache);
    };
    await steps(20);
    const before = heap.sizeBytes();
    heap.open.clear();
    await steps(1000);
    expect(heap.open.size).toBe(0);
    expect(heap.sizeBytes()).toBe(before);
    heap.restore();
  });
});

describe.each(ALIGNING)('rows of the %s graph that end at the same column', (name) => {
  const { graph } = opened(name);

  it('go on, copied together, as each does alone', async () => {
    const columns = Math.max(...LENGTHS);
    const cache = await gather(graph, PROMPTS, columns, (length) => columns - length);
    const first = await alignedStep(graph, [7, 8, 9], LENGTHS, columns, cache);
    const second = await alignedStep(graph, [17, 18, 19], LENGTHS.map((length) => length + 1), columns + 1, first.cache);
    for (const [row, prompt] of PROMPTS.entries()) {
      const alone = await readParts(graph, [...prompt, 7 + row, 17 + row], [prompt.length, 1, 1]);
      expectNear(rowOf(second.logits, row), numbersOf(alone.logits));
      graph.free(alone.cache);
    }
    for (const one of [cache, first.cache, second.cache]) graph.free(one);
  });
});

describe('rows of the gqa graph that begin at column 0', () => {
  const { graph } = opened('gqa');

  it('go on in place as in new caches, and as each does alone', async () => {
    const columns = 64;
    const [spare, exact] = [await gather(graph, PROMPTS, columns, () => 0), await gather(graph, PROMPTS, 40, () => 0)];
    const longer = LENGTHS.map((length) => length + 1);
    const first = await ownStep(graph, [7, 8, 9], LENGTHS, 41, spare, true);
    expect(first.cache).toBe(spare);
    const second = await ownStep(graph, [17, 18, 19], longer, columns, spare, true);
    const widened = await ownStep(graph, [7, 8, 9], LENGTHS, 41, exact, false);
    const twice = await ownStep(graph, [17, 18, 19], longer, 42, widened.cache, false);
    expect(numbersOf(first.logits)).toEqual(numbersOf(widened.logits));
    expect(numbersOf(second.logits)).toEqual(numbersOf(twice.logits));
    for (const [row, prompt] of PROMPTS.entries()) {
      const alone = await readParts(graph, [...prompt, 7 + row, 17 + row], [prompt.length, 1, 1]);
      expectNear(rowOf(second.logits, row), numbersOf(alone.logits));
      graph.free(alone.cache);
    }
    for (const one of [spare, exact, widened.cache, twice.cache]) graph.free(one);
  });
});

describe('a cache in the memory of WebAssembly', () => {
  const { graph } = opened('hybrid');

  it('is of no use once it is freed', async () => {
    const [cache, other] = [await graph.allocate(2, 5), await graph.allocate(2, 5)];
    graph.free(cache);
    expect(() => graph.free(cache)).toThrow('freed before');
    expect(() => graph.copy(cache, other, [{ fromRow: 0, fromColumn: 0, toRow: 1, toColumn: 0, columns: 5 }])).toThrow('freed before');
    await expect(readOn(graph, [1], cache, 5)).rejects.toThrow('freed before');
    graph.free(other);
  });

  it('is of no use without its model', async () => {
    const { graph: released } = await openPractice();
    const { cache } = await readParts(released, tokensOf(5), [5]);
    await released.release();
    await expect(readOn(released, [1], cache, 5)).rejects.toThrow('freed before');
    await expect(released.release()).rejects.toThrow('invalid session');
    released.free(cache);
  });

  it('is not written beyond its end', async () => {
    const [cache, other] = [await graph.allocate(2, 5), await graph.allocate(2, 6)];
    const move = { fromRow: 0, fromColumn: 0, toRow: 2, toColumn: 0, columns: 5 };
    expect(() => graph.copy(cache, other, [move])).toThrow(RangeError);
    for (const one of [cache, other]) graph.free(one);
  });

  it('with a state is not written in place, nor one of plain attention', async () => {
    const state = await graph.allocate(1, 5);
    await expect(readOn(graph, [1], state, 4, { inPlace: true })).rejects.toThrow('in place');
    const standard = opened('standard').graph;
    const keys = await standard.allocate(1, 5);
    await expect(readOn(standard, [1], keys, 4, { inPlace: true })).rejects.toThrow();
  });

  it('says that there is no memory for it, as a run does, and all goes on when there is', async () => {
    const standard = opened('standard').graph;
    const tokens = tokensOf(200);
    const before = await readParts(standard, tokens, [200]);
    await expect(standard.allocate(1e6, 1e6)).rejects.toSatisfy(isOutOfMemory);
    const giveBack = fillMemory(new Heap(runtimeModule()));
    await expect(standard.allocate(8, 600)).rejects.toSatisfy(isOutOfMemory);
    await expect(readOn(standard, tokens, before.cache, 200)).rejects.toSatisfy(isOutOfMemory);
    giveBack();
    const after = await readParts(standard, tokens, [200]);
    expect(numbersOf(after.logits)).toEqual(numbersOf(before.logits));
    for (const { cache } of [before, after]) standard.free(cache);
  });
});

describe('an ONNX Runtime that is not the one expected', () => {
  it('is refused', () => {
    expect(() => new Heap({ HEAPU8: new Uint8Array(), PTR_SIZE: 4, _malloc: () => 8 })).toThrow('has no _free, _OrtRun');
    expect(() => new Heap({})).toThrow('HEAPU8');
  });
});
