/** What a model makes of the last token of each row: `size` logits a row, row after row. */
export interface Logits {
  readonly data: ArrayLike<number>;
  /** Logits in a row: the size of the vocabulary. */
  readonly size: number;
}

/** Some rows of tokens that a model reads side by side, with what it remembers of them. */
export interface TokenBatch {
  /** Whether `keep` is possible. */
  readonly shrinkable: boolean;
  /** Reads the prompts, a part at a time; `between` runs before each part and ends the reading by resolving with false. Resolves with undefined then. */
  read(between: () => Promise<boolean>): Promise<Logits | undefined>;
  /** Reads one more token in each row. */
  append(tokens: readonly number[]): Promise<Logits>;
  /** Forgets all rows but these, given by their index in rising order. Throws when not `shrinkable`. */
  keep(rows: readonly number[]): void;
  /** Frees what the batch holds. */
  dispose(): void;
}

/** Makes a batch of prompts, each a list of tokens. The batch may hold more rows than prompts; the first ones are theirs. */
export type BeginBatch = (prompts: readonly (readonly number[])[]) => TokenBatch;
