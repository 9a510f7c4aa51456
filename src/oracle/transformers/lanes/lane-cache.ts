import type { Cache, Logits, ModelGraph, Move, Reading, Span } from '../graph/model-graph.ts';
import { COLUMN_GROUP } from './column-group.ts';

/**
 * How rows of different length lie in one cache. `columns`: all end at the same column, shorter ones begin later, and what is read
 * widens the cache. `grouped-columns`: so, too, and each ends at a multiple of four columns when it joins. `rows`: each begins at column 0 and goes on
 * where it ends, in columns that the cache has to spare. Which
 * one a graph computes rightly hangs on how it takes the attention mask; only trying tells.
 */
export type Layout = 'columns' | 'grouped-columns' | 'rows';

/** A text that has been read: `cache` has one row, and a column for each token. */
export interface Sequence {
  readonly tokens: readonly number[];
  readonly cache: Cache;
}

/** A lane's place in the batch; it may move when lanes come and go. */
export interface Lane {
  readonly row: number;
  /** Tokens that it has read. */
  readonly length: number;
}

/** Columns to spare for what is written, where the cache does not grow by itself: growing copies it. */
const SPARE_COLUMNS = 256;

type Place = { -readonly [Key in keyof Lane]: Lane[Key] };

/** What the model remembers of all lanes, so that each of its steps reads one token in every lane. */
export class LaneCache {
  readonly #graph: ModelGraph;
  readonly #layout: Layout;
  readonly #inPlace: boolean;
  readonly #lanes = new Set<Place>();
  #cache: Cache = [];
  #rows = 0;
  #columns = 0;
  /** Tokens that were read ahead and are not settled. */
  #ahead = 0;

  constructor(graph: ModelGraph, layout: Layout) {
    this.#graph = graph;
    this.#layout = layout;
    // A state is computed from itself: it cannot be written while it is being read.
    this.#inPlace = layout === 'rows' && graph.cacheShapes.every(({ dims }) => dims.includes('columns'));
  }

  /**
   * Takes lanes out and sequences in, each in a lane of its own, in their order. What is taken in is copied and stays the caller's.
   * Rejects when there is no memory for them; the lanes are then as they were, less those taken out.
   */
  async arrange(leaving: readonly Lane[], joining: readonly Sequence[]): Promise<Lane[]> {
    for (const lane of this.#lanes) if (leaving.includes(lane)) this.#lanes.delete(lane);
    const count = this.#lanes.size + joining.length;
    if (count === 0) this.dispose();
    else if (joining.length > 0 && !this.#takesIn(joining)) return this.#rebuild(joining);
    else if (this.#graph.rowsFor(count) * 2 <= this.#rows) return this.#rebuild(joining);
    return joining.map((sequence) => this.#putIntoFreeRow(sequence));
  }

  /** Whether sequences that join now compute to the last bit what they do when they are alone; in a few steps they do. */
  get isAligned(): boolean {
    return this.#layout !== 'grouped-columns' || this.#columns % COLUMN_GROUP === 0;
  }

  /** Reads one token in each lane. Gives the logits by row: `lane.row` tells which are whose. */
  async step(tokens: ReadonlyMap<Lane, number>): Promise<Logits> {
    const logits = await this.#read((lane) => [tokens.get(lane) ?? 0], 1, 'last');
    for (const lane of this.#lanes) lane.length++;
    return logits;
  }

  /**
   * Reads several tokens in the only lane there is, and gives the logits after each. Before anything else `settle` has to tell
   * how many of them were right.
   */
  readAhead(tokens: readonly number[]): Promise<Logits> {
    this.#ahead = tokens.length;
    return this.#read(() => tokens, tokens.length, 'all');
  }

  /** Keeps the first `count` of the tokens that were read ahead. What is behind them is written over, or cut off where it would stand in the way. */
  async settle(count: number): Promise<void> {
    for (const lane of this.#lanes) lane.length += count;
    const columns = this.#columns - (this.#ahead - count);
    if (this.#layout === 'rows' || columns === this.#columns) return;
    const cut = await this.#graph.allocate(1, columns);
    this.#graph.copy(this.#cache, cut, [{ fromRow: 0, fromColumn: 0, toRow: 0, toColumn: 0, columns }]);
    this.#replace(cut, 1, columns);
  }

  /** Whether a lane is alone, and can read ahead: what is read can be taken back from all that is kept of it. */
  get canReadAhead(): boolean {
    return this.#rows === 1 && this.#lanes.size === 1 && this.#graph.cacheShapes.every(({ dims }) => dims.includes('columns'));
  }

  /** A copy of what a lane has read, for the caller to free. */
  async copyOf(lane: Lane): Promise<Cache> {
    const copy = await this.#graph.allocate(1, lane.length);
    this.#graph.copy(this.#cache, copy, [{ ...this.#moveOut(lane), toRow: 0, toColumn: 0 }]);
    return copy;
  }

  /** Takes all lanes out and frees their memory. */
  dispose(): void {
    this.#lanes.clear();
    this.#replace([], 0, 0);
  }

  /** Reads `count` tokens in each row. */
  async #read(tokensOf: (lane: Lane) => readonly number[], count: number, logits: Reading['logits']): Promise<Logits> {
    const end = this.#longest([]) + count;
    if (this.#layout === 'rows' && end > this.#columns) await this.#rebuild([]);
    const byRow = this.#byRow();
    const columns = this.#layout === 'rows' ? end : this.#columns + count;
    const before = this.#cache;
    const result = await this.#graph.run({
      tokens: byRow.map((lane) => (lane ? tokensOf(lane) : Array<number>(count).fill(0))),
      positions: byRow.map((lane) => Array.from({ length: count }, (_, index) => (lane?.length ?? 0) + index)),
      // A row that no lane has sees the new tokens alone: with nothing to look at, it would compute NaN.
      spans: byRow.map((lane) => this.#spanWith(count, lane?.length ?? 0)),
      columns,
      cache: before,
      inPlace: this.#inPlace,
      logits,
    });
    if (result.cache !== before) this.#replace(result.cache, this.#rows, Math.max(columns, this.#columns));
    return result.logits;
  }

  /** A free row can be filled without touching the others only where rows end each for itself. */
  #takesIn(joining: readonly Sequence[]): boolean {
    return this.#layout === 'rows' && this.#lanes.size + joining.length <= this.#rows && this.#longest(joining) < this.#columns;
  }

  #putIntoFreeRow(sequence: Sequence): Lane {
    const taken = new Set([...this.#lanes].map(({ row }) => row));
    const lane = { row: Array.from({ length: this.#rows }, (_, row) => row).find((row) => !taken.has(row)) ?? 0, length: sequence.tokens.length };
    this.#graph.copy(sequence.cache, this.#cache, [this.#moveIn(lane, this.#columns)]);
    this.#lanes.add(lane);
    return lane;
  }

  /** Copies all lanes into a cache of the right size. */
  async #rebuild(joining: readonly Sequence[]): Promise<Lane[]> {
    const longest = this.#longest(joining);
    const columns = this.#columnsFor(longest, joining.length > 0 ? 0 : this.#columns);
    const rows = this.#graph.rowsFor(this.#lanes.size + joining.length);
    const cache = await this.#graph.allocate(rows, columns);
    const staying = [...this.#lanes].map((lane, row) => ({ lane, move: { ...this.#moveIn({ ...lane, row }, columns), ...this.#moveOut(lane) } }));
    if (staying.length > 0) this.#graph.copy(this.#cache, cache, staying.map(({ move }) => move));
    const joined = joining.map(({ tokens }, index) => ({ row: staying.length + index, length: tokens.length }));
    for (const [index, lane] of joined.entries()) this.#graph.copy(joining[index]?.cache ?? [], cache, [this.#moveIn(lane, columns)]);
    for (const { lane, move } of staying) lane.row = move.toRow;
    for (const lane of joined) this.#lanes.add(lane);
    this.#replace(cache, rows, columns);
    return joined;
  }

  /** With groups the last column keeps its place in its group, which is that of column `end`. */
  #columnsFor(longest: number, end: number): number {
    if (this.#layout === 'rows') return longest + SPARE_COLUMNS;
    return this.#layout === 'columns' ? longest : longest + remainder(end - longest);
  }

  #moveIn({ row, length }: Lane, columns: number): Move {
    return { fromRow: 0, fromColumn: 0, toRow: row, toColumn: this.#layout === 'rows' ? 0 : columns - length, columns: length };
  }

  #moveOut({ row, length }: Lane): Pick<Move, 'fromRow' | 'fromColumn' | 'columns'> {
    return { fromRow: row, fromColumn: this.#layout === 'rows' ? 0 : this.#columns - length, columns: length };
  }

  /** Where a row of this length lies with `count` tokens more. */
  #spanWith(count: number, length: number): Span {
    return this.#layout === 'rows' ? { from: 0, to: length + count } : { from: this.#columns - length, to: this.#columns + count };
  }

  #byRow(): (Lane | undefined)[] {
    const lanes = new Map([...this.#lanes].map((lane) => [lane.row, lane]));
    return Array.from({ length: this.#rows }, (_, row) => lanes.get(row));
  }

  #longest(joining: readonly Sequence[]): number {
    return Math.max(0, ...[...this.#lanes].map(({ length }) => length), ...joining.map(({ tokens }) => tokens.length));
  }

  #replace(cache: Cache, rows: number, columns: number): void {
    this.#graph.free(this.#cache);
    this.#cache = cache;
    this.#rows = rows;
    this.#columns = columns;
  }
}

/** Of a division by COLUMN_GROUP, never negative. */
function remainder(columns: number): number {
  return ((columns % COLUMN_GROUP) + COLUMN_GROUP) % COLUMN_GROUP;
}
