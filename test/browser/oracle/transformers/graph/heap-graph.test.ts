import { describe, expect, it } from 'vitest';
import { isOutOfMemory } from '../../../../../src/oracle/transformers/failures.ts';
import { openHeapGraph } from '../../../../../src/oracle/transformers/graph/heap-graph.ts';
import type { Cache, Logits, ModelGraph, Reading } from '../../../../../src/oracle/transformers/graph/model-graph.ts';
import { env, InferenceSession, runtimeModule, RUNTIME_FILES, Tensor } from '../../../../../src/oracle/transformers/onnxruntime.ts';

Object.assign(env.wasm, { wasmPaths: { ...RUNTIME_FILES }, numThreads: 1 });
const PRACTICE = '/models/tain-practice/onnx/model.onnx';
const openSession = (model: string | Uint8Array) => InferenceSession.create(model as string, { executionProviders: ['wasm'] });

const session = await openSession(PRACTICE);
const graph = await openHeapGraph(session);

const tokensOf = (length: number, salt = 0) => Array.from({ length }, (_, place) => (place * 37 + salt * 11 + 5) % 1500);
const numbersOf = ({ data }: Logits) => Array.from(data);

/** Reads one text behind what a cache of one row holds. */
async function read(tokens: readonly number[], cache: Cache, held: number, more: Partial<Reading> = {}, on: ModelGraph = graph) {
  const columns = held + tokens.length;
  const positions = tokens.map((_, place) => held + place);
  return on.run({ tokens: [tokens], positions: [positions], spans: [{ from: 0, to: columns }], columns, cache, inPlace: false, logits: 'last', ...more });
}

describe('a graph in the memory of WebAssembly', () => {
  it('gives the logits of an ordinary run', async () => {
    const tokens = tokensOf(40);
    const empty = await graph.allocate(1, 0);
    const { logits, cache } = await read(tokens, empty, 0, { logits: 'all' });
    const int64 = (values: readonly number[]) => new Tensor('int64', BigInt64Array.from(values, BigInt), [1, values.length]);
    const inputs = { input_ids: int64(tokens), attention_mask: int64(tokens.map(() => 1)), position_ids: int64(tokens.map((_, place) => place)) };
    const known = Object.fromEntries(Object.entries(inputs).filter(([name]) => session.inputNames.includes(name)));
    const past = Object.fromEntries(graph.cacheShapes.map(({ name }, index) => [name, new Tensor('float32', new Float32Array(0), empty[index]?.dims ?? [])]));
    const count = session.inputNames.includes('num_logits_to_keep') ? { num_logits_to_keep: new Tensor('int64', [BigInt(tokens.length)], []) } : {};
    const expected = await session.run({ ...known, ...past, ...count });
    expect(numbersOf(logits)).toEqual(Array.from(expected['logits']?.data as Float32Array));
    for (const one of [empty, cache]) graph.free(one);
  });

  it('says that there is no memory, and goes on', async () => {
    const error = await graph.allocate(1e6, 1e6).catch((reason: unknown) => reason);
    expect(isOutOfMemory(error)).toBe(true);
    expect(await runtimeModule()).toBe(await runtimeModule());
  });
});
