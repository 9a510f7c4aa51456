/** A tensor that stays where the model computes: in the memory of WebAssembly, or on the GPU. */
export interface CacheTensor {
  readonly dims: readonly number[];
}

/** What a model keeps of the tokens that some rows have read, such as keys and values: a tensor for each of the graph's `cacheShapes`, in their order. */
export type Cache = readonly CacheTensor[];

/** Shape of one tensor of a cache. A state that does not grow with what is read, as of a convolution, has no dimension `columns`. */
export interface CacheShape {
  /** Of the graph's input. */
  readonly name: string;
  /** The first one is `rows`. */
  readonly dims: readonly (number | 'rows' | 'columns')[];
  readonly type: 'float32' | 'float16';
}

/** What a model makes of tokens: `size` logits for each, row after row and within a row token after token. */
export interface Logits {
  readonly data: ArrayLike<number>;
  /** Logits of a token: the size of the vocabulary. */
  readonly size: number;
}

/** Columns [from, to) of a row. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Tokens to be read in one run, as many in each row, behind what the cache holds. */
export interface Reading {
  /** By row. */
  readonly tokens: readonly (readonly number[])[];
  /** Place of each token in its own text, from 0; by row. */
  readonly positions: readonly (readonly number[])[];
  /** By row: the columns that hold its text, the new tokens included. All else is not looked at. */
  readonly spans: readonly Span[];
  /** Width of the attention mask: at least the highest `to`. */
  readonly columns: number;
  readonly cache: Cache;
  /**
   * With true the graph writes the new tokens into `cache` itself, each row's behind its span, for which the cache must have columns to
   * spare; only graphs with row lengths of their own can (GroupQueryAttention). Else the result is a new cache that is wider by the new tokens, and `cache` stays as it is.
   */
  readonly inPlace: boolean;
  /** Of which tokens the logits are wanted. */
  readonly logits: 'last' | 'all';
}

/** What a run gives. `cache` is the one that was given when it was written in place. */
export interface ReadingResult {
  readonly logits: Logits;
  readonly cache: Cache;
}

/** A part of a row that is copied from one cache into another. States without columns are copied whole. */
export interface Move {
  readonly fromRow: number;
  readonly fromColumn: number;
  readonly toRow: number;
  readonly toColumn: number;
  readonly columns: number;
}

/** A language model's graph with the memory for what it reads. One run at a time. */
export interface ModelGraph {
  readonly cacheShapes: readonly CacheShape[];
  /** Most tokens of a row to be read in one run. */
  readonly readTokensMax: number;
  /** Rows to run when `count` are wanted, at least that many: a GPU compiles anew for each number. */
  rowsFor(count: number): number;
  /** A cache full of zeros. Rejects when there is no memory for it. */
  allocate(rows: number, columns: number): Promise<Cache>;
  /** Copies parts of rows, in the order given. Later runs see it done. `from` and `to` are not the same cache. */
  copy(from: Cache, to: Cache, moves: readonly Move[]): void;
  free(cache: Cache): void;
  run(reading: Reading): Promise<ReadingResult>;
  /** Frees the model. Caches are not to be used after it. */
  release(): Promise<void>;
}
