import type { InferenceSession, Tensor as TensorType } from 'onnxruntime-web';
import { Tensor } from './onnxruntime.ts';
import type { Logits, TokenBatch } from './token-batch.ts';

/**
 * Prompt tokens read in one step. A whole prompt at once would block aborts for its length, can make a
 * GPU driver give up on the step, and needs room for the logits of every token where the graph computes them all.
 */
const READ_TOKENS = 256;

const LOGITS = 'logits';

/** A batch on an ONNX session, with the keys and values of what it has read. Prompts are padded on the left, so that all rows end in the same column. */
export class CachedBatch implements TokenBatch {
  readonly shrinkable: boolean;
  readonly #session: InferenceSession;
  readonly #prompts: readonly (readonly number[])[];
  #padding: readonly number[];
  #cache: Record<string, TensorType>;
  #columns = 0;

  /** `shrinkable` only when the cache lies in main memory. */
  constructor(session: InferenceSession, prompts: readonly (readonly number[])[], shrinkable: boolean) {
    this.#session = session;
    this.#prompts = prompts;
    this.shrinkable = shrinkable;
    const width = Math.max(...prompts.map((prompt) => prompt.length));
    this.#padding = prompts.map((prompt) => width - prompt.length);
    this.#cache = emptyCache(session, prompts.length);
  }

  async read(between: () => Promise<boolean>): Promise<Logits | undefined> {
    const width = Math.max(...this.#prompts.map((prompt) => prompt.length));
    let logits: Logits | undefined;
    while (this.#columns < width) {
      if (!(await between())) return undefined;
      const from = this.#columns;
      const count = Math.min(READ_TOKENS, width - from);
      logits = await this.#step(count, (row, column) => this.#prompts[row]?.[from + column - (this.#padding[row] ?? 0)] ?? 0);
    }
    return logits;
  }

  append(tokens: readonly number[]): Promise<Logits> {
    return this.#step(1, (row) => tokens[row] ?? 0);
  }

  keep(rows: readonly number[]): void {
    if (!this.shrinkable) throw new Error('this batch cannot shrink');
    this.#padding = rows.map((row) => this.#padding[row] ?? 0);
    this.#cache = Object.fromEntries(Object.entries(this.#cache).map(([name, tensor]) => [name, keepRows(tensor, rows)]));
  }

  dispose(): void {
    disposeAll(this.#cache);
    this.#cache = {};
  }

  async #step(count: number, tokenAt: (row: number, column: number) => number): Promise<Logits> {
    const outputs = await this.#session.run({ ...this.#inputs(count, tokenAt), ...this.#cache });
    disposeAll(this.#cache);
    this.#cache = Object.fromEntries(Object.keys(this.#cache).map((name) => [name, tensorNamed(outputs, presentName(name))]));
    this.#columns += count;
    return lastLogits(tensorNamed(outputs, LOGITS));
  }

  #inputs(count: number, tokenAt: (row: number, column: number) => number): Record<string, TensorType> {
    const rows = this.#padding.length;
    const total = this.#columns + count;
    const ids = new BigInt64Array(rows * count);
    const positions = new BigInt64Array(rows * count);
    const mask = new BigInt64Array(rows * total).fill(1n);
    for (const [row, padding] of this.#padding.entries()) {
      mask.fill(0n, row * total, row * total + Math.min(padding, total));
      for (let column = 0; column < count; column++) {
        ids[row * count + column] = BigInt(tokenAt(row, column));
        positions[row * count + column] = BigInt(Math.max(0, this.#columns + column - padding));
      }
    }
    const all: Record<string, TensorType> = {
      input_ids: new Tensor('int64', ids, [rows, count]),
      attention_mask: new Tensor('int64', mask, [rows, total]),
      position_ids: new Tensor('int64', positions, [rows, count]),
      num_logits_to_keep: new Tensor('int64', [1n], []),
    };
    return Object.fromEntries(Object.entries(all).filter(([name]) => this.#session.inputNames.includes(name)));
  }
}

/** The output that becomes the input `pastName` in the next step. Source: Transformers.js 4.3.1, getPastKeyValues. */
function presentName(pastName: string): string {
  return pastName.startsWith('past_key_values') ? pastName.replace('past_key_values', 'present') : pastName.replace('past_', 'present_');
}

function emptyCache(session: InferenceSession, rows: number): Record<string, TensorType> {
  const cache: Record<string, TensorType> = {};
  for (const input of session.inputMetadata) {
    if (!input.name.startsWith('past_') || !input.isTensor) continue;
    // Of the dimensions that are left open, the first is the rows; the other is what has been read.
    const dims = input.shape.map((dim, index) => (typeof dim === 'number' ? dim : index === 0 ? rows : 0));
    const size = dims.reduce((product, dim) => product * dim, 1);
    if (input.type === 'float32') cache[input.name] = new Tensor('float32', new Float32Array(size), dims);
    else if (input.type === 'float16') cache[input.name] = new Tensor('float16', new Uint16Array(size), dims);
    else throw new Error(`the model's cache ${input.name} is of type ${input.type}`);
  }
  return cache;
}

function tensorNamed(outputs: InferenceSession.OnnxValueMapType, name: string): TensorType {
  const value = outputs[name];
  if (!value) throw new Error(`the model has no output ${name}`);
  return value;
}

/** Of [rows, tokens, vocabulary] the last token's logits. */
function lastLogits(tensor: TensorType): Logits {
  const [rows = 0, tokens = 0, size = 0] = tensor.dims;
  const all = numbersOf(tensor);
  if (tokens === 1) return { data: all, size };
  const last = new Float32Array(rows * size);
  for (let row = 0; row < rows; row++) last.set(all.subarray(((row + 1) * tokens - 1) * size, (row + 1) * tokens * size), row * size);
  return { data: last, size };
}

function keepRows(tensor: TensorType, rows: readonly number[]): TensorType {
  const [all = 1, ...rest] = tensor.dims;
  const numbers = numbersOf(tensor);
  const size = numbers.length / all;
  const kept = numbers.slice(0, rows.length * size);
  for (const [index, row] of rows.entries()) kept.set(numbers.subarray(row * size, (row + 1) * size), index * size);
  // Whatever the element type is, it stays.
  return new Tensor(tensor.type as 'float32', kept, [rows.length, ...rest]);
}

/** The elements of a float32 or float16 tensor in main memory. */
function numbersOf({ data, type }: TensorType): Float32Array {
  const halves = type === 'float16' && !(data instanceof Uint16Array);
  // A browser without Float16Array gets the bits of halves as integers.
  if (type !== 'float32' && !halves) throw new Error(`elements of type ${type} cannot be read in this browser`);
  // A Float16Array, which this library version has no type for, has the same methods.
  return data as Float32Array;
}

function disposeAll(tensors: Readonly<Record<string, TensorType>>): void {
  for (const tensor of Object.values(tensors)) tensor.dispose();
}
