import type { InferenceSession } from 'onnxruntime-web';
import { env, Tensor } from '../onnxruntime.ts';
import { cacheDims } from './cache-blocks.ts';
import { copyMoves, isCopiable } from './gpu-copy.ts';
import { lastLogits, logitsForm, logitsOf } from './gpu-logits.ts';
import { GpuLoss } from './gpu-loss.ts';
import { GpuMemory } from './gpu-memory.ts';
import { type GpuTensor, gpuTensors, tensorAt, type TensorForm } from './gpu-tensor.ts';
import { graphInputs } from './graph-inputs.ts';
import { graphSignature, LOGITS } from './graph-signature.ts';
import type { Cache, CacheShape, Logits, ModelGraph, Move, Reading, ReadingResult } from './model-graph.ts';

/** Read at once, a long prompt would block aborts for its length, can make a GPU driver give up, and needs room for the logits of every token where the graph computes them all. */
const READ_TOKENS_MAX = 256;

/** The runtime is not to write failures on the console: a run rejects with them. */
const QUIET = { logSeverityLevel: 4 } as const;

/** Software in place of a GPU (SwiftShader, lavapipe) computes GroupQueryAttention wrongly from 32 tokens on. */
const READ_TOKENS_MAX_IN_SOFTWARE = 31;

/**
 * The graph of a session on the GPU. What it keeps of the tokens stays there, in buffers of our own that each run is told to write to: of
 * itself the runtime makes new ones each time, and never writes in place. Rejects when the graph is not a plain language model's or there is no GPU.
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
  readonly #device: GPUDevice;
  readonly #memory: GpuMemory;
  readonly #loss: GpuLoss;
  readonly #inputNames: readonly string[];
  readonly #presentNames: readonly string[];

  constructor(session: InferenceSession, device: GPUDevice) {
    this.#session = session;
    this.#device = device;
    this.#memory = new GpuMemory(device);
    this.#loss = new GpuLoss(device);
    this.readTokensMax = isSoftware(device) ? READ_TOKENS_MAX_IN_SOFTWARE : READ_TOKENS_MAX;
    const { cacheShapes, inputNames, presentNames } = graphSignature(session);
    this.cacheShapes = cacheShapes;
    this.#inputNames = inputNames;
    this.#presentNames = presentNames;
    const uneven = this.cacheShapes.filter((shape) => !isCopiable(shape)).map(({ name }) => name);
    if (uneven.length > 0) throw new Error(`a GPU cannot copy parts of ${uneven.join(', ')}`);
  }

  rowsFor(count: number): number {
    return 2 ** Math.ceil(Math.log2(Math.max(1, count)));
  }

  async allocate(rows: number, columns: number): Promise<Cache> {
    return this.#memory.make(this.cacheShapes.map((shape) => ({ type: shape.type, dims: cacheDims(shape, rows, columns) })));
  }

  copy(from: Cache, to: Cache, moves: readonly Move[]): void {
    if (moves.length > 0) copyMoves(this.#device, this.cacheShapes, gpuTensors(from), gpuTensors(to), moves);
  }

  free(cache: Cache): void {
    this.#memory.free(gpuTensors(cache));
  }

  async run(reading: Reading): Promise<ReadingResult> {
    const cache = gpuTensors(reading.cache);
    // A state is computed from itself: it cannot be written while it is being read.
    if (reading.inPlace && this.cacheShapes.some(({ dims }) => !dims.includes('columns'))) throw new Error('a state cannot be written in place');
    this.#memory.countRun();
    const present = reading.inPlace ? cache : await this.#memory.take(this.#presentForms(reading, cache));
    try {
      const logits = await this.#loss.orLost(() => this.#runInto(reading, cache, present));
      return { logits, cache: reading.inPlace ? reading.cache : present };
    } catch (error) {
      if (!reading.inPlace) this.#memory.free(present);
      throw error;
    }
  }

  async release(): Promise<void> {
    this.#memory.dispose();
    await this.#session.release();
  }

  /** What a run makes of a cache. */
  #presentForms({ tokens, columns }: Reading, cache: readonly GpuTensor[]): TensorForm[] {
    return this.cacheShapes.map((shape, index) => {
      const columnsBefore = tensorAt(cache, index).dims[shape.dims.indexOf('columns')] ?? 0;
      // GroupQueryAttention does not widen what has columns to spare.
      return { type: shape.type, dims: cacheDims(shape, tokens.length, Math.max(columnsBefore, columns)) };
    });
  }

  async #runInto(reading: Reading, cache: readonly GpuTensor[], present: readonly GpuTensor[]): Promise<Logits> {
    const form = this.#unwantedLogits(reading);
    const onGpu = form && (await this.#memory.take([form]));
    try {
      const inputs = graphInputs(this.#inputNames, reading).map(({ name, data, dims }) => [name, new Tensor('int64', data, dims)] as const);
      const past = this.cacheShapes.map(({ name }, index) => [name, tensorAt(cache, index).value] as const);
      const outputs = this.#presentNames.map((name, index) => [name, tensorAt(present, index).value] as const);
      const fetches = { ...Object.fromEntries(outputs), [LOGITS]: onGpu?.[0]?.value ?? null };
      const result = await this.#session.run(Object.fromEntries([...inputs, ...past]), fetches, QUIET);
      if (onGpu) return await lastLogits(this.#device, tensorAt(onGpu, 0));
      const logits = result[LOGITS];
      if (!logits) throw new Error('the model gives no logits');
      return logitsOf(logits, reading.logits);
    } finally {
      this.#memory.free(onGpu ?? []);
    }
  }

  /** The form of the logits where most of them are to stay on the GPU: the graph gives those of all tokens, and only the last ones are wanted. */
  #unwantedLogits({ logits, tokens }: Reading): TensorForm | undefined {
    const count = tokens[0]?.length ?? 0;
    const all = logits === 'all' || count === 1 || this.#inputNames.includes('num_logits_to_keep');
    return all ? undefined : logitsForm(this.#session, tokens.length, count);
  }
}

function isSoftware({ adapterInfo }: GPUDevice): boolean {
  // Older browsers have no such information, whatever the types say.
  return (adapterInfo as GPUAdapterInfo | undefined)?.isFallbackAdapter === true;
}
