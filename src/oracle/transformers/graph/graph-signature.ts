import type { InferenceSession } from 'onnxruntime-web';
import { cacheShapes, presentName } from './cache-shapes.ts';
import { isKnownInput } from './graph-inputs.ts';
import type { CacheShape } from './model-graph.ts';

/** The output that every language model has. */
export const LOGITS = 'logits';

/** What goes into a language model's graph and comes out of it. */
export interface GraphSignature {
  readonly cacheShapes: readonly CacheShape[];
  /** Inputs beside the cache. */
  readonly inputNames: readonly string[];
  /** Outputs that become the cache, in its order. */
  readonly presentNames: readonly string[];
}

/** Reads the signature of a session. Throws when its graph asks for what is not known, or does not give what a language model gives. */
export function graphSignature(session: Pick<InferenceSession, 'inputMetadata' | 'inputNames' | 'outputNames'>): GraphSignature {
  const shapes = cacheShapes(session.inputMetadata);
  const inputNames = session.inputNames.filter((name) => !shapes.some((shape) => shape.name === name));
  const presentNames = shapes.map(({ name }) => presentName(name));
  const unknown = inputNames.filter((name) => !isKnownInput(name));
  const missing = [LOGITS, ...presentNames].filter((name) => !session.outputNames.includes(name));
  if (unknown.length > 0) throw new Error(`the model asks for ${unknown.join(', ')}`);
  if (missing.length > 0) throw new Error(`the model does not give ${missing.join(', ')}`);
  return { cacheShapes: shapes, inputNames, presentNames };
}
