import type { Gains } from './gains.ts';
import type { GraphDraft } from './model-plan.ts';
import type { Value } from './onnx-writer.ts';
import { type WeightMatrix, writeReals } from './weights.ts';

/** The two halves of a layer's cache, and what it becomes. */
export interface KeyValueNames {
  readonly pastKey: Value;
  readonly pastValue: Value;
  readonly presentKey: Value;
  readonly presentValue: Value;
}

/** Queries, keys and values of all heads for the layer's input, as one matrix each. */
export function projections(draft: GraphDraft, layer: number, gains: Gains): { query: WeightMatrix; key: WeightMatrix; value: WeightMatrix } {
  const { hiddenSize, heads, keyValueHeads, headSize } = draft.plan.shape;
  const weights = (name: string, rows: number) => draft.weights(`layer ${layer} ${name}`, rows, hiddenSize, gains.projection);
  return {
    query: weights('query', heads * headSize),
    key: weights('key', keyValueHeads * headSize),
    value: weights('value', keyValueHeads * headSize),
  };
}

/** A projection with its bias, where the model has one. */
export function project(draft: GraphDraft, input: Value, matrix: WeightMatrix, biasName: string, gains: Gains): Value {
  const product = draft.linear(input, matrix);
  if (!draft.plan.shape.projectionBias) return product;
  return draft.writer.node('Add', [product, biasVector(draft, biasName, matrix.rows, gains)]);
}

/** Random numbers, one for each row of a projection. */
export function biasVector(draft: GraphDraft, name: string, rows: number, gains: Gains): Value {
  return draft.writer.constant(draft.real, [rows], writeReals(draft.weights(name, rows, 1, gains.bias), draft.real, 'rows'));
}

/** By how much the angle of each pair of a head's numbers grows with a position: [headSize / 2]. Source: RoFormer (arXiv 2104.09864), as Llama lays it out. */
export function rotaryFrequencies(headSize: number, base: number): number[] {
  return Array.from({ length: headSize / 2 }, (_, index) => base ** ((-2 * index) / headSize));
}
