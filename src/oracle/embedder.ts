import type { OracleSpec } from '../core/run.ts';
import type { LoadProgress } from './oracle.ts';

/** A text as a point in a space where texts of similar meaning lie close together. */
export interface Embedding {
  readonly vector: Float32Array;
  /** Tokens at the end of the text that were left out, as the model cannot read them. */
  readonly cutTokens: number;
}

/** How a model makes one vector of those of a text's tokens: their mean, or the one of the first token. */
export type Pooling = 'mean' | 'cls';

/** What is known of a loaded model. */
export interface EmbedderTraits {
  /** Numbers in a vector. */
  readonly dimensions: number;
  /** Most tokens of a text, special ones included. */
  readonly tokensMax: number;
  /** `model` where the graph itself gives one vector a text. */
  readonly pooling: Pooling | 'model';
  /** Vectors have length 1, so that their dot product is the cosine of the angle between them. */
  readonly normalised: boolean;
  /** The model's own files say how to pool. When not, the mean of length 1 is taken, which most models were trained for. */
  readonly configured: boolean;
}

/** What was done since the last report. */
export interface EmbedProgress {
  /** Tokens that were read. */
  readonly tokens: number;
  /** Embeddings that are new, by the place of their text. */
  readonly embedded: readonly { readonly index: number; readonly embedding: Embedding }[];
}

/** A model that turns texts into vectors. The same on the page and inside the worker. */
export interface Embedder {
  /** Resolves when texts can be embedded. Of `spec`, `contextTokens` is the most tokens of a text; `lanes` counts for nothing. Rejects as `Oracle.load` does. */
  load(spec: OracleSpec, onProgress: (progress: LoadProgress) => void, signal: AbortSignal): Promise<EmbedderTraits>;
  /**
   * Resolves with an embedding for each text, in their order; before, `onProgress` gets each as it comes, in another order. Many texts
   * at once are faster than one by one: those of similar length are read side by side. Calls that overlap are served one after the other.
   * Rejects with OracleError `engine-failed`, `out-of-memory`, `stalled`, `worker-died`, `gpu-gone` or `closed`, or with the signal's reason.
   */
  embed(texts: readonly string[], onProgress: (progress: EmbedProgress) => void, signal: AbortSignal): Promise<Embedding[]>;
  /** Frees the model. Calls in flight reject with OracleError `closed`. */
  close(): Promise<void>;
}
