import type { InferenceSession } from 'onnxruntime-web';
import type { CacheShape } from './model-graph.ts';

/**
 * What a graph takes in of earlier tokens, from the metadata of its inputs: of the dimensions that are left open, the first is the rows, the
 * other one the columns. Throws when the cache is of a type or form that is not known. Source: Transformers.js 4.3.1, getCacheShapes.
 */
export function cacheShapes(inputs: InferenceSession['inputMetadata']): CacheShape[] {
  return inputs.filter(({ name }) => name.startsWith('past_')).map(cacheShape);
}

/** The output that becomes the input `pastName` in the next step. Source: Transformers.js 4.3.1, getPastKeyValues. */
export function presentName(pastName: string): string {
  return pastName.startsWith('past_key_values') ? pastName.replace('past_key_values', 'present') : pastName.replace('past_', 'present_');
}

function cacheShape(input: InferenceSession.ValueMetadata): CacheShape {
  const { name } = input;
  if (!input.isTensor || (input.type !== 'float32' && input.type !== 'float16')) throw new Error(`the model's cache ${name} is of type ${input.isTensor ? input.type : 'unknown'}`);
  const dims = input.shape.map((dim, index) => (typeof dim === 'number' ? dim : index === 0 ? 'rows' : 'columns'));
  const open = dims.filter((dim) => typeof dim !== 'number');
  if (dims[0] !== 'rows' || open.length > 2) throw new Error(`the model's cache ${name} has the form ${input.shape.join(' × ')}`);
  return { name, dims, type: input.type };
}
