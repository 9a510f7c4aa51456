import type { Cache, ModelGraph, Reading, ReadingResult } from '../../../../src/oracle/transformers/graph/model-graph.ts';

const SIZE = 12;

/** Remembers the tokens of each row. */
class TokenCache {
  constructor(readonly rows: readonly (readonly number[])[]) {}

  get dims(): readonly number[] {
    return [this.rows.length, this.rows[0]?.length ?? 0];
  }
}

/** A language model that looks at every token before it, in their order, and nowhere else: so whatever gets mixed up shows in its logits. */
export class ScriptedGraph implements ModelGraph {
  readonly cacheShapes = [];
  readonly readTokensMax: number;
  /** Runs so far, oldest first: their rows, the width of each and what each row had read before. */
  readonly runs: { readonly rows: number; readonly width: number; readonly held: number }[] = [];
  /** Caches that nobody has freed. */
  readonly live = new Set<TokenCache>();
  /** Runs before each run; what it throws, the run rejects with. */
  beforeRun: (rows: number, width: number) => void = () => undefined;

  constructor(readTokensMax: number) {
    this.readTokensMax = readTokensMax;
  }

  /** As on a GPU. */
  rowsFor(count: number): number {
    return 2 ** Math.ceil(Math.log2(count));
  }

  allocate(rows: number, columns: number): Promise<Cache> {
    if (columns > 0) throw new Error('only empty caches are made here');
    return Promise.resolve(this.#keep(Array.from({ length: rows }, () => [])));
  }

  copy(): void {
    throw new Error('nothing is copied here');
  }

  free([cache]: Cache): void {
    if (!(cache instanceof TokenCache) || !this.live.delete(cache)) throw new Error('freed twice');
  }

  async run({ tokens, positions, spans, columns, cache: [cache], inPlace, logits }: Reading): Promise<ReadingResult> {
    if (!(cache instanceof TokenCache) || !this.live.has(cache)) throw new Error('no such cache');
    const [rows, width, held] = [tokens.length, tokens[0]?.length ?? 0, cache.rows[0]?.length ?? 0];
    this.runs.push({ rows, width, held });
    await Promise.resolve();
    this.beforeRun(rows, width);
    // As GroupQueryAttention has it.
    if (rows > 1 && held > 0) throw new Error('batch_size must be 1 when past context is given');
    if (width > this.readTokensMax || inPlace || columns !== held + width) throw new Error('wrongly asked');
    const read = tokens.map((row, index) => [...(cache.rows[index] ?? []), ...row]);
    if (read.some((row, index) => row.length !== columns || spans[index]?.from !== 0 || spans[index].to !== columns)) throw new Error('wrong spans');
    if (positions.some((row) => row.some((position, place) => position !== held + place))) throw new Error('wrong positions');
    const places = Array.from({ length: logits === 'all' ? width : 1 }, (_, place) => (logits === 'all' ? held + place : columns - 1));
    return { logits: { data: read.flatMap((row) => places.flatMap((place) => scriptedLogits(row.slice(0, place + 1)))), size: SIZE }, cache: this.#keep(read) };
  }

  release(): Promise<void> {
    return Promise.resolve();
  }

  #keep(rows: readonly (readonly number[])[]): Cache {
    const cache = new TokenCache(rows);
    this.live.add(cache);
    return [cache];
  }
}

/** Logits behind these tokens. A token beyond the vocabulary makes all that follows NaN. */
export function scriptedLogits(tokens: readonly number[]): number[] {
  const state = tokens.reduce((all, token) => (token < SIZE ? (all * 31 + token + 1) % 9973 : NaN), 7);
  return Array.from({ length: SIZE }, (_, token) => ((state * (token + 3)) % 101) / 9);
}

/** Log-likelihood of a target behind a prefix, by definition: the logarithm of the product of its tokens' shares. */
export function expectedLogLikelihood(prefix: readonly number[], target: readonly number[]): number {
  return target.reduce((sum, token, index) => {
    const weights = scriptedLogits([...prefix, ...target.slice(0, index)]).map(Math.exp);
    return sum + Math.log((weights[token] ?? NaN) / weights.reduce((total, weight) => total + weight, 0));
  }, 0);
}
