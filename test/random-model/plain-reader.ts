import type { InferenceSession, Tensor, TensorConstructor } from 'onnxruntime-common';

/** What a model keeps of the tokens that it has read, by the names of the graph's inputs. */
export type PlainCache = Readonly<Record<string, Tensor>>;

/** Logits by token, and what the model keeps. */
export interface PlainReading {
  readonly logits: readonly Float32Array[];
  readonly cache: PlainCache;
  /** Tokens in the cache. */
  readonly length: number;
}

/** Reads one text with a causal language model in the plainest way: one row, no padding, the cache copied through main memory. What all else is compared with. */
export class PlainReader {
  readonly #session: InferenceSession;
  readonly #Tensor: TensorConstructor;

  constructor(session: InferenceSession, tensorClass: TensorConstructor) {
    this.#session = session;
    this.#Tensor = tensorClass;
  }

  /** What is before a text. */
  nothing(): PlainReading {
    const cache: Record<string, Tensor> = {};
    for (const input of this.#session.inputMetadata) {
      if (!input.isTensor || !input.name.startsWith('past_')) continue;
      const dims = input.shape.map((size, index) => (typeof size === 'number' ? size : index === 0 ? 1 : 0));
      const count = dims.reduce((product, size) => product * size, 1);
      cache[input.name] = input.type === 'float16' ? new this.#Tensor('float16', new Uint16Array(count), dims) : new this.#Tensor('float32', new Float32Array(count), dims);
    }
    return { logits: [], cache, length: 0 };
  }

  /** Reads tokens behind what has been read; `before` stays as it is. */
  async read(before: PlainReading, tokens: readonly number[]): Promise<PlainReading> {
    const length = before.length + tokens.length;
    const int64 = (values: readonly number[], dims: readonly number[]) => new this.#Tensor('int64', BigInt64Array.from(values, BigInt), dims);
    const all: Record<string, Tensor> = {
      input_ids: int64(tokens, [1, tokens.length]),
      attention_mask: int64(new Array<number>(length).fill(1), [1, length]),
      position_ids: int64(tokens.map((_, index) => before.length + index), [1, tokens.length]),
      num_logits_to_keep: int64([0], []),
    };
    const inputs = Object.fromEntries(Object.entries(all).filter(([name]) => this.#session.inputNames.includes(name)));
    const outputs = await this.#session.run({ ...inputs, ...before.cache });
    const named = (name: string): Tensor => {
      const tensor = outputs[name];
      if (!tensor) throw new Error(`the model has no output ${name}`);
      return tensor;
    };
    const logits = named('logits');
    const cache = Object.fromEntries(Object.keys(before.cache).map((name) => [name, named(presentName(name))]));
    return { logits: await rowsOf(logits), cache, length };
  }

  /** The `count` likeliest tokens after a prompt, one by one, up to one that ends the text; and by how much the logit of each leads that of the next best. */
  async goOn(prompt: readonly number[], count: number, isEnd: (token: number) => boolean = () => false): Promise<{ tokens: number[]; leads: number[] }> {
    let reading = await this.read(this.nothing(), prompt);
    const tokens: number[] = [];
    const leads: number[] = [];
    while (tokens.length < count) {
      if (tokens.length > 0) reading = await this.read(reading, tokens.slice(-1));
      const { token, lead } = leaderOf(reading.logits.at(-1) ?? new Float32Array());
      tokens.push(token);
      leads.push(lead);
      if (isEnd(token)) break;
    }
    return { tokens, leads };
  }
}

/** The likeliest token, and by how much its logit leads the next best. */
export function leaderOf(logits: Float32Array): { token: number; lead: number } {
  let token = -1;
  let [best, second] = [-Infinity, -Infinity];
  for (const [index, logit] of logits.entries()) {
    if (logit > best) [token, best, second] = [index, logit, best];
    else if (logit > second) second = logit;
  }
  return { token, lead: best - second };
}

/** The largest difference between two lists of logits. */
export function differenceOf(left: readonly Float32Array[], right: readonly Float32Array[]): number {
  if (left.length !== right.length) return NaN;
  let largest = 0;
  for (const [row, logits] of left.entries()) {
    for (const [index, logit] of logits.entries()) largest = Math.max(largest, Math.abs(logit - (right[row]?.[index] ?? NaN)));
  }
  return largest;
}

function presentName(pastName: string): string {
  return pastName.startsWith('past_key_values') ? pastName.replace('past_key_values', 'present') : pastName.replace('past_', 'present_');
}

async function rowsOf(logits: Tensor): Promise<Float32Array[]> {
  const size = logits.dims.at(-1) ?? 0;
  // The graph's output is float32.
  const data = (await logits.getData()) as Float32Array;
  return Array.from({ length: data.length / size }, (_, row) => data.slice(row * size, (row + 1) * size));
}
