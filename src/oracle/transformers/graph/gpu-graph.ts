import type { InferenceSession } from 'onnxruntime-web';
import { env, Tensor } from '../onnxruntime.ts';
import { blocksOf, cacheDims, elementBytes } from './cache-blocks.ts';
import { cacheShapes, presentName } from './cache-shapes.ts';
import { lastLogits, logitsOf } from './gpu-logits.ts';
import { GpuMemory } from './gpu-memory.ts';
import { GpuTensor, gpuTensors, tensorBytes } from './gpu-tensor.ts';
import { graphInputs, isKnownInput } from './graph-inputs.ts';
import type { Cache, CacheShape, Logits, ModelGraph, Move, Reading, ReadingResult } from './model-graph.ts';

const LOGITS = 'logits';

/** Read at once, a long prompt would block aborts for its length, can make a GPU driver give up, and needs room for the logits of every token where the graph computes them all. */
const READ_TOKENS_MAX = 256;

/** Software in place of a GPU (SwiftShader, lavapipe) computes GroupQueryAttention wrongly from 32 tokens on. */
const READ_TOKENS_MAX_IN_SOFTWARE = 31;

/** The GPU copies by words of so many bytes. */
const WORD_BYTES = 4;

/**
 * The graph of a session on the GPU. What it keeps of the tokens stays there, in buffers of our own that each run is told to write to: the
 * runtime would make new ones each time, and could not write in place. Rejects when the graph is not a plain language model's or there is no GPU.
 */
export async function openGpuGraph(session: InferenceSession): Promise<ModelGraph> {
  // Missing before the first session on a GPU, whatever the types say.
  const device = (await env.webgpu.device) as GPUDevice | undefined;
  if (!device) throw new Error('the model is not on a GPU');
  return new GpuGraph(session, device);
}

class GpuGraph implements ModelGraph {
  readonly cacheShapes: readonly CacheShape[];
  readonly readTokensMax: number;
  readonly #session: InferenceSession;
  readonly #memory: GpuMemory;
  readonly #inputNames: readonly string[];
  /** Set where the graph gives the logits of all tokens, whether they are wanted or not. */
  readonly #allLogits: { readonly type: CacheShape['type']; readonly size: number } | undefined;

  constructor(session: InferenceSession, device: GPUDevice) {
    this.#session = session;
    this.#memory = new GpuMemory(device);
    this.readTokensMax = device.adapterInfo.isFallbackAdapter ? READ_TOKENS_MAX_IN_SOFTWARE : READ_TOKENS_MAX;
    this.cacheShapes = cacheShapes(session.inputMetadata);
    this.#inputNames = session.inputNames.filter((name) => !this.cacheShapes.some((shape) => shape.name === name));
    const unknown = this.#inputNames.filter((name) => !isKnownInput(name));
    const missing = [LOGITS, ...this.cacheShapes.map(({ name }) => presentName(name))].filter((name) => !session.outputNames.includes(name));
    const uneven = this.cacheShapes.filter((shape) => leastBlockBytes(shape) % WORD_BYTES !== 0);
    if (unknown.length > 0) throw new Error(`the model asks for ${unknown.join(', ')}`);
    if (missing.length > 0) throw new Error(`the model does not give ${missing.join(', ')}`);
    if (uneven.length > 0) throw new Error(`a GPU cannot copy parts of ${uneven.map(({ name }) => name).join(', ')}`);
    this.#allLogits = session.inputNames.includes('num_logits_to_keep') ? undefined : logitsShape(session);
  }

  rowsFor(count: number): number {
    return 2 ** Math.ceil(Math.log2(Math.max(1, count)));
  }

  async allocate(rows: number, columns: number): Promise<Cache> {
    const tensors = this.cacheShapes.map((shape) => ({ type: shape.type, dims: cacheDims(shape, rows, columns) }));
    const buffers = await this.#memory.make(tensors.map(({ type, dims }) => tensorBytes(type, dims)).filter((size) => size > 0));
    return tensors.map(({ type, dims }) => new GpuTensor(type, dims, tensorBytes(type, dims) > 0 ? buffers.shift() : undefined));
  }

  copy(from: Cache, to: Cache, moves: readonly Move[]): void {
    if (moves.length === 0) return;
    const [sources, targets] = [gpuTensors(from), gpuTensors(to)];
    const { device } = this.#memory;
    const encoder = device.createCommandEncoder();
    for (const [index, shape] of this.cacheShapes.entries()) {
      const [source, target] = [sources[index], targets[index]];
      if (!source || !target) throw new Error('the cache is of another graph');
      if (!source.buffer || !target.buffer) continue;
      const [axis, bytes] = [shape.dims.indexOf('columns'), elementBytes(shape)];
      for (const block of moves.flatMap((move) => blocksOf(shape, source.dims[axis] ?? 0, target.dims[axis] ?? 0, move))) {
        encoder.copyBufferToBuffer(source.buffer, block.from * bytes, target.buffer, block.to * bytes, block.count * bytes);
      }
    }
    device.queue.submit([encoder.finish()]);
  }

  free(cache: Cache): void {
    for (const tensor of gpuTensors(cache)) this.#free(tensor);
  }

  async run(reading: Reading): Promise<ReadingResult> {
    const cache = gpuTensors(reading.cache);
    const own: GpuTensor[] = [];
    this.#memory.countRun();
    try {
      const present = await this.#presentTensors(reading, cache, own);
      const logits = await this.#runInto(reading, cache, present);
      if (!reading.inPlace) return { logits, cache: own.splice(0) };
      this.#copyBack(present, cache);
      return { logits, cache: reading.cache };
    } finally {
      for (const tensor of own) this.#free(tensor);
    }
  }

  async release(): Promise<void> {
    this.#memory.dispose();
    await this.#session.release();
  }

  /** Where the run is to write the new cache. Tensors that are not the old ones' are added to `own`. */
  async #presentTensors({ inPlace, tokens, columns }: Reading, cache: readonly GpuTensor[], own: GpuTensor[]): Promise<GpuTensor[]> {
    const width = Math.max(columns, ...this.cacheShapes.map(({ dims }, index) => cache[index]?.dims[dims.indexOf('columns')] ?? 0));
    // A state is computed from itself: it cannot be written while it is being read.
    const isOwn = (shape: CacheShape) => !inPlace || !shape.dims.includes('columns');
    const made = this.cacheShapes.filter(isOwn).map((shape) => ({ type: shape.type, dims: cacheDims(shape, tokens.length, width) }));
    const buffers = await this.#memory.take(made.map(({ type, dims }) => tensorBytes(type, dims)));
    own.push(...made.map(({ type, dims }, index) => new GpuTensor(type, dims, buffers[index])));
    const next = [...own];
    return this.cacheShapes.map((shape, index) => (isOwn(shape) ? next.shift() : cache[index])).filter((tensor) => tensor !== undefined);
  }

  async #runInto(reading: Reading, cache: readonly GpuTensor[], present: readonly GpuTensor[]): Promise<Logits> {
    const onGpu = await this.#logitsTensor(reading);
    try {
      const inputs = graphInputs(this.#inputNames, reading).map(({ name, data, dims }) => [name, new Tensor('int64', data, dims)] as const);
      const past = this.cacheShapes.map(({ name }, index) => [name, tensorAt(cache, index).value] as const);
      const outputs = this.cacheShapes.map(({ name }, index) => [presentName(name), tensorAt(present, index).value] as const);
      const result = await this.#session.run(Object.fromEntries([...inputs, ...past]), { ...Object.fromEntries(outputs), [LOGITS]: onGpu?.value ?? null });
      if (onGpu) return await lastLogits(this.#memory.device, onGpu);
      const logits = result[LOGITS];
      if (!logits) throw new Error('the model gives no logits');
      return logitsOf(logits, reading.logits);
    } finally {
      if (onGpu) this.#free(onGpu);
    }
  }

  /** Where all logits are to stay on the GPU because only the last ones are wanted. */
  async #logitsTensor({ logits, tokens }: Reading): Promise<GpuTensor | undefined> {
    const count = tokens[0]?.length ?? 0;
    if (!this.#allLogits || logits === 'all' || count === 1) return undefined;
    const { type, size } = this.#allLogits;
    const dims = [tokens.length, count, size];
    const [buffer] = await this.#memory.take([tensorBytes(type, dims)]);
    return new GpuTensor(type, dims, buffer);
  }

  /** Copies states that were written beside the old ones into them. */
  #copyBack(present: readonly GpuTensor[], cache: readonly GpuTensor[]): void {
    const states = this.cacheShapes.map((_, index) => ({ from: tensorAt(present, index), to: tensorAt(cache, index) })).filter(({ from, to }) => from !== to);
    if (states.length === 0) return;
    const encoder = this.#memory.device.createCommandEncoder();
    for (const { from, to } of states) if (from.buffer && to.buffer) encoder.copyBufferToBuffer(from.buffer, 0, to.buffer, 0, tensorBytes(to.type, to.dims));
    this.#memory.device.queue.submit([encoder.finish()]);
  }

  #free(tensor: GpuTensor): void {
    tensor.freed = true;
    if (tensor.buffer) this.#memory.spare(tensor.buffer);
  }
}

function tensorAt(tensors: readonly GpuTensor[], index: number): GpuTensor {
  const tensor = tensors[index];
  if (!tensor) throw new Error('the cache is of another graph');
  return tensor;
}

/** Bytes of the least that is ever copied of a tensor. */
function leastBlockBytes(shape: CacheShape): number {
  const inner = shape.dims.slice(shape.dims.indexOf('columns') + 1).filter((dim) => typeof dim === 'number');
  return inner.reduce((product, dim) => product * dim, elementBytes(shape));
}

function logitsShape({ outputMetadata }: InferenceSession): { readonly type: CacheShape['type']; readonly size: number } | undefined {
  const logits = outputMetadata.find(({ name }) => name === LOGITS);
  if (!logits?.isTensor || (logits.type !== 'float32' && logits.type !== 'float16')) return undefined;
  const size = logits.shape.at(-1);
  const isEven = typeof size === 'number' && (size * elementBytes({ type: logits.type })) % WORD_BYTES === 0;
  return isEven ? { type: logits.type, size } : undefined;
}
