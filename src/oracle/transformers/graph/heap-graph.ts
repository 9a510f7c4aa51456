import type { InferenceSession } from 'onnxruntime-web';
import { runtimeModule } from '../onnxruntime.ts';
import { blocksOf, cacheDims } from './cache-blocks.ts';
import { graphInputs } from './graph-inputs.ts';
import { graphSignature, LOGITS } from './graph-signature.ts';
import { Heap } from './heap.ts';
import { HeapRun } from './heap-run.ts';
import { HeapTensor } from './heap-tensor.ts';
import type { Cache, CacheShape, Logits, ModelGraph, Move, Reading, ReadingResult } from './model-graph.ts';

/** Read at once, a long prompt would block aborts for its length, and need room for the logits of every token where the graph computes them all. */
const READ_TOKENS_MAX = 256;

/**
 * The graph of a session on the CPU. What it keeps of the tokens stays in WebAssembly's memory, where `session.run` would copy all of it in and out
 * in each step. Rejects when the graph is not a plain language model's, and when ONNX Runtime is not the one that this was written for.
 */
export function openHeapGraph(session: InferenceSession): Promise<ModelGraph> {
  return new Promise((resolve) => resolve(new HeapGraph(session, new Heap(runtimeModule()))));
}

class HeapGraph implements ModelGraph {
  readonly cacheShapes: readonly CacheShape[];
  readonly readTokensMax = READ_TOKENS_MAX;
  readonly #session: InferenceSession;
  readonly #heap: Heap;
  readonly #inputNames: readonly string[];
  readonly #run: HeapRun;

  constructor(session: InferenceSession, heap: Heap) {
    this.#session = session;
    this.#heap = heap;
    const { cacheShapes, inputNames, presentNames } = graphSignature(session);
    this.cacheShapes = cacheShapes;
    this.#inputNames = inputNames;
    this.#run = new HeapRun(heap, session, [...inputNames, ...cacheShapes.map(({ name }) => name)], [LOGITS, ...presentNames]);
  }

  rowsFor(count: number): number {
    return count;
  }

  allocate(rows: number, columns: number): Promise<Cache> {
    return new Promise((resolve) => resolve(this.#zeros(rows, columns)));
  }

  copy(from: Cache, to: Cache, moves: readonly Move[]): void {
    const [sources, targets] = [heapTensors(from), heapTensors(to)];
    for (const [index, shape] of this.cacheShapes.entries()) {
      const [source, target] = [sources[index], targets[index]];
      if (!source || !target) throw new Error('the cache is of another graph');
      const axis = shape.dims.indexOf('columns');
      for (const move of moves) {
        for (const block of blocksOf(shape, source.dims[axis] ?? 0, target.dims[axis] ?? 0, move)) source.copyTo(target, block.from, block.to, block.count);
      }
    }
  }

  free(cache: Cache): void {
    for (const tensor of heapTensors(cache)) tensor.free();
  }

  async run(reading: Reading): Promise<ReadingResult> {
    const cache = heapTensors(reading.cache);
    if (reading.inPlace && this.cacheShapes.some(({ dims }) => !dims.includes('columns'))) throw new Error('a state cannot be written in place');
    const inputs: HeapTensor[] = [];
    try {
      for (const { data, dims } of graphInputs(this.#inputNames, reading)) inputs.push(HeapTensor.make(this.#heap, 'int64', dims, data));
      const [logits, ...present] = await this.#run.start([...inputs, ...cache], [undefined, ...(reading.inPlace ? cache : cache.map(() => undefined))]);
      if (!logits) throw new Error('the model gives no logits');
      return { logits: takeLogits(logits, reading.logits), cache: reading.inPlace ? reading.cache : present };
    } finally {
      for (const tensor of inputs) tensor.free();
    }
  }

  release(): Promise<void> {
    this.#run.dispose();
    return this.#session.release();
  }

  #zeros(rows: number, columns: number): HeapTensor[] {
    const cache: HeapTensor[] = [];
    try {
      for (const shape of this.cacheShapes) cache.push(HeapTensor.make(this.#heap, shape.type, cacheDims(shape, rows, columns)));
      return cache;
    } catch (error) {
      this.free(cache);
      throw error;
    }
  }
}

/** Copies the logits out of a tensor [rows, tokens, vocabulary], and frees it. */
function takeLogits(tensor: HeapTensor, wanted: Reading['logits']): Logits {
  try {
    const [rows = 0, tokens = 0, size = 0] = tensor.dims;
    if (wanted === 'all' || tokens === 1) return { data: tensor.read(0, rows * tokens * size), size };
    const data = new Float32Array(rows * size);
    for (let row = 0; row < rows; row++) data.set(tensor.read(((row + 1) * tokens - 1) * size, size), row * size);
    return { data, size };
  } finally {
    tensor.free();
  }
}

function heapTensors(cache: Cache): HeapTensor[] {
  return cache.map((tensor) => {
    if (!(tensor instanceof HeapTensor)) throw new Error('the cache is of another graph');
    return tensor;
  });
}
