import { type ModelShape, TINY } from './model-shape.ts';

/** Small enough for hundreds of runs in a test. */
export const TINY_ENCODER: ModelShape = { ...TINY, keyValueHeads: TINY.heads, vocabularySize: 1024, contextTokens: 128, normEpsilon: 1e-12 };

/** Source: config.json of sentence-transformers/all-MiniLM-L6-v2. */
export const MINILM_L6: ModelShape = {
  layers: 6,
  hiddenSize: 384,
  intermediateSize: 1536,
  heads: 12,
  keyValueHeads: 12,
  headSize: 32,
  vocabularySize: 30_522,
  contextTokens: 512,
  // It has learned positions.
  rotaryBase: 0,
  normEpsilon: 1e-12,
  projectionBias: false,
};
