import { blocksOf, cacheDims } from '../../../../src/oracle/transformers/graph/cache-blocks.ts';
import type { Cache, CacheShape, CacheTensor, Logits, ModelGraph, Move, Reading, ReadingResult } from '../../../../src/oracle/transformers/graph/model-graph.ts';
import type { Layout } from '../../../../src/oracle/transformers/lanes/lane-cache.ts';

/** Ends an answer. */
export const END = 0;

const SIZE = 10;
const HEADS = 2;

/** Two values a token, so that what belongs together does not lie side by side. */
const TOKENS: CacheShape = { name: 'past_tokens', dims: ['rows', HEADS, 'columns', 1], type: 'float32' };
/** Hangs on all that was read, and does not grow. */
const STATE: CacheShape = { name: 'past_state', dims: ['rows', 1], type: 'float32' };

interface NumberTensor extends CacheTensor {
  readonly data: Float64Array;
}

/** The token that the scripted model writes after a text: it hangs on each of its tokens and on their order. About one in ten is the end. */
export function nextToken(text: readonly number[]): number {
  return text.reduce((hash, token, index) => (hash * 31 + (token + 1) * (index + 7)) % 10_007, 1) % SIZE;
}

function logitsFor(next: number): number[] {
  return Array.from({ length: SIZE }, (_, token) => (token === next ? 1 : token / 1000));
}

/** What the scripted model answers alone, with its end and at most `limit` tokens. */
export function answerTo(prompt: readonly number[], limit: number): number[] {
  const answer: number[] = [];
  while (answer.length < limit && answer.at(-1) !== END) answer.push(nextToken([...prompt, ...answer]));
  return answer;
}

interface ScriptedGraphOptions {
  /** How it takes masks. */
  readonly layout?: Layout;
  /** It has a state beside what it keeps of each token. */
  readonly state?: boolean;
  /** It likes its rows in powers of two. */
  readonly paddedRows?: boolean;
  readonly next?: (text: readonly number[]) => number;
}

function stateAfter(text: readonly number[]): number {
  return text.reduce((state, token) => (state * 3 + token + 1) % 9973, 0);
}

/**
 * A graph in main memory that keeps the tokens themselves and computes from those that it is let see. With a layout it takes masks as
 * such graphs do, so that the other layout shows it the wrong tokens. Refuses tokens whose positions are not theirs.
 */
export class ScriptedGraph implements ModelGraph {
  readonly cacheShapes: readonly CacheShape[];
  readonly readTokensMax: number = 4;
  /** Rows × tokens of each run so far. */
  readonly runs: { rows: number; tokens: number }[] = [];
  /** Tensors that are allocated and not yet freed. */
  readonly live = new Set<CacheTensor>();
  /** Runs before each run. */
  beforeRun: () => void | Promise<void> = () => undefined;
  beforeAllocate: () => void = () => undefined;
  readonly #layout: Layout;
  readonly #paddedRows: boolean;
  readonly #next: (text: readonly number[]) => number;

  constructor({ layout = 'columns', state = false, paddedRows = false, next = nextToken }: ScriptedGraphOptions = {}) {
    this.#next = next;
    this.#layout = layout;
    this.#paddedRows = paddedRows;
    this.cacheShapes = state ? [TOKENS, STATE] : [TOKENS];
  }

  rowsFor(count: number): number {
    return this.#paddedRows ? 2 ** Math.ceil(Math.log2(count)) : count;
  }

  allocate(rows: number, columns: number): Promise<Cache> {
    return Promise.resolve().then(() => {
      this.beforeAllocate();
      return this.cacheShapes.map((shape) => this.#tensor(cacheDims(shape, rows, columns)));
    });
  }

  copy(from: Cache, to: Cache, moves: readonly Move[]): void {
    for (const [index, shape] of this.cacheShapes.entries()) {
      const [source, target] = [this.#own(from[index]), this.#own(to[index])];
      for (const block of moves.flatMap((move) => blocksOf(shape, source.dims[2] ?? 0, target.dims[2] ?? 0, move))) {
        if (block.from + block.count > source.data.length || block.to + block.count > target.data.length) throw new RangeError('a copy out of bounds');
        target.data.set(source.data.subarray(block.from, block.from + block.count), block.to);
      }
    }
  }

  free(cache: Cache): void {
    for (const tensor of cache) if (!this.live.delete(tensor)) throw new Error('freed twice');
  }

  async run(reading: Reading): Promise<ReadingResult> {
    const { tokens, cache, inPlace } = reading;
    const count = tokens[0]?.length ?? 0;
    this.runs.push({ rows: tokens.length, tokens: count });
    await this.beforeRun();
    if (inPlace && this.#layout !== 'rows') throw new Error('the shapes of input and output differ');
    const written = inPlace ? cache : await this.#wider(reading, count);
    // The logits of a token hang on the text up to it.
    const logits = tokens.flatMap((row, index) => this.#read(reading, written, index, row));
    return { cache: written, logits: { data: logits, size: SIZE } satisfies Logits };
  }

  release(): Promise<void> {
    return Promise.resolve();
  }

  async #wider({ tokens, columns, cache }: Reading, count: number): Promise<Cache> {
    const width = cache[0]?.dims[2] ?? 0;
    const wider = await this.allocate(tokens.length, this.#layout === 'rows' ? Math.max(width, columns) : width + count);
    const moves = tokens.map((_, row) => ({ fromRow: row, fromColumn: 0, toRow: row, toColumn: 0, columns: width }));
    this.copy(cache, wider, moves);
    return wider;
  }

  /** Writes a row's new tokens into the cache and gives the logits that are wanted. */
  #read({ spans, positions, cache, logits }: Reading, written: Cache, row: number, tokens: readonly number[]): number[] {
    const { dims, data } = this.#own(written[0]);
    const width = dims[2] ?? 0;
    const at = (head: number, column: number) => (row * HEADS + head) * width + column;
    const span = spans[row] ?? { from: 0, to: 0 };
    // A graph with row lengths of its own counts what the mask lets it see, wherever that lies.
    const seen = this.#layout === 'rows' ? { from: 0, to: span.to - span.from } : span;
    const first = this.#layout === 'rows' ? seen.to - tokens.length : (cache[0]?.dims[2] ?? 0);
    for (const [index, token] of tokens.entries()) for (let head = 0; head < HEADS; head++) data[at(head, first + index)] = token * (head + 1);
    const text = Array.from({ length: seen.to - seen.from }, (_, index) => data[at(0, seen.from + index)] ?? NaN);
    const doubled = text.every((token, index) => data[at(1, seen.from + index)] === token * 2);
    const placed = tokens.every((_, index) => positions[row]?.[index] === text.length - tokens.length + index);
    const sound = doubled && placed && this.#stateFits(written, row, text, tokens);
    const lengths = logits === 'last' ? [text.length] : tokens.map((_, index) => text.length - tokens.length + 1 + index);
    return lengths.flatMap((length) => logitsFor(sound ? this.#next(text.slice(0, length)) : NaN));
  }

  #stateFits(cache: Cache, row: number, text: readonly number[], tokens: readonly number[]): boolean {
    if (cache.length < 2) return true;
    const { data } = this.#own(cache[1]);
    const before = text.slice(0, text.length - tokens.length);
    const fits = data[row] === stateAfter(before);
    data[row] = stateAfter(text);
    return fits;
  }

  #tensor(dims: readonly number[]): CacheTensor {
    const tensor: NumberTensor = { dims, data: new Float64Array(dims.reduce((product, dim) => product * dim, 1)) };
    this.live.add(tensor);
    return tensor;
  }

  #own(tensor: CacheTensor | undefined): NumberTensor {
    if (!tensor || !this.live.has(tensor)) throw new Error('used after it was freed');
    // All tensors that are live come from `#tensor`.
    return tensor as NumberTensor;
  }
}
