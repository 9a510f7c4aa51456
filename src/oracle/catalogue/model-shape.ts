/** The measures of a transformer, as its makers' `config.json` states them. */
export interface ModelShape {
  /** Layers that keep keys and values of the whole context: all of them, but in hybrid models only some. */
  readonly layers: number;
  readonly keyValueHeads: number;
  readonly headWidth: number;
  /** Entries of the token table, and the width of each: the largest single tensor. */
  readonly vocabulary: number;
  readonly width: number;
}

/** Bytes that the keys and values of one token take, with values of so many bytes. */
export function cacheBytesPerToken({ layers, keyValueHeads, headWidth }: ModelShape, bytesPerValue: number): number {
  return 2 * layers * keyValueHeads * headWidth * bytesPerValue;
}

/** Values of the token table. */
export function tableSize({ vocabulary, width }: ModelShape): number {
  return vocabulary * width;
}

/** Context beyond this is not offered: no record with its answer needs it, and its cache outgrows the GPUs that people have. */
export const CONTEXT_TOKENS_LIMIT = 32_768;

/** Tokens that a run gets unless the person wants otherwise: room for a long record, its prompt and its answer. */
export const CONTEXT_TOKENS_DEFAULT = 4096;
