/** Sizes of a decoder in the manner of Llama. */
export interface ModelShape {
  readonly layers: number;
  readonly hiddenSize: number;
  /** Of the feed-forward part. */
  readonly intermediateSize: number;
  /** Of queries. */
  readonly heads: number;
  /** Of keys and values; divides `heads`. */
  readonly keyValueHeads: number;
  readonly headSize: number;
  /** At least that of the tokenizer's own tokens; what is more is filled up with invented words. */
  readonly vocabularySize: number;
  readonly contextTokens: number;
  /** Base of the rotary embedding's wave lengths. */
  readonly rotaryBase: number;
  readonly normEpsilon: number;
  /** Whether queries, keys and values have a bias. */
  readonly projectionBias: boolean;
}

/**
 * How attention is written as a graph:
 * - `standard`: plain operators, with positions and mask as inputs, as Optimum exports. Right with padding on the left.
 * - `gqa`: GroupQueryAttention that takes each row's length from the sum of its mask, as ONNX Runtime's model builder writes it. Silently wrong with padding on the left.
 * - `gqa-positions`: the same, with queries and keys rotated before it, by positions that are an input.
 * - `gqa-bias`: GroupQueryAttention with the mask as a bias and every row as long as the batch. Right with padding on the left.
 * - `hybrid`: as `standard`, with a short convolution in place of attention in the first layer, as LFM2.
 */
export type AttentionKind = 'standard' | 'gqa' | 'gqa-positions' | 'gqa-bias' | 'hybrid';

/** Number formats by their names in Transformers.js. */
export type NumberFormat = 'fp32' | 'fp16' | 'q4' | 'q4f16' | 'q8';

/** Small enough for hundreds of runs in a test. */
export const TINY: ModelShape = {
  layers: 2,
  hiddenSize: 64,
  intermediateSize: 128,
  heads: 4,
  keyValueHeads: 2,
  headSize: 16,
  vocabularySize: 4096,
  contextTokens: 4096,
  rotaryBase: 10_000,
  normEpsilon: 1e-5,
  projectionBias: false,
};

/** Source: config.json of HuggingFaceTB/SmolLM2-135M-Instruct. */
export const SMOLLM2_135M: ModelShape = {
  layers: 30,
  hiddenSize: 576,
  intermediateSize: 1536,
  heads: 9,
  keyValueHeads: 3,
  headSize: 64,
  vocabularySize: 49_152,
  contextTokens: 8192,
  rotaryBase: 100_000,
  normEpsilon: 1e-5,
  projectionBias: false,
};

/** Source: config.json of Qwen/Qwen2.5-0.5B-Instruct. */
export const QWEN25_0_5B: ModelShape = {
  layers: 24,
  hiddenSize: 896,
  intermediateSize: 4864,
  heads: 14,
  keyValueHeads: 2,
  headSize: 64,
  vocabularySize: 151_936,
  contextTokens: 32_768,
  rotaryBase: 1_000_000,
  normEpsilon: 1e-6,
  projectionBias: true,
};

/** Whether attention is one operator, with the fused ones that come with it, or made of plain ones. */
export function isFused(attention: AttentionKind): boolean {
  return attention.startsWith('gqa');
}
