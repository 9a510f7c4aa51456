import type { OnnxGraph, Value } from './onnx-graph.ts';

/** Numbers in the vector of a byte. */
export const VECTOR_SIZE = 64;

/** Vectors of ±1 by lot, one for each token, always the same. [tokens, VECTOR_SIZE] */
export function lotTable(graph: OnnxGraph, tokenCount: number): Value {
  return graph.int8s(signs(tokenCount * VECTOR_SIZE), [tokenCount, VECTOR_SIZE]);
}

/** What stood so many places before, along `axis` of `rank`; nothing at the beginning. */
export function shifted(graph: OnnxGraph, value: Value, places: number, axis: number, rank: number): Value {
  const padding = Array.from({ length: 2 * rank }, (_, index) => (index === axis ? places : 0));
  return slice(graph, graph.node('Pad', [value, graph.int64s(padding)]), 0, -places, axis);
}

/** The numbers of each vector, which lie along `axis`, moved on in a circle: so vectors can be multiplied and the order of the factors still tells. */
export function turned(graph: OnnxGraph, value: Value, by: number, axis: number): Value {
  return graph.node('Concat', [slice(graph, value, by, VECTOR_SIZE, axis), slice(graph, value, 0, by, axis)], { axis });
}

function slice(graph: OnnxGraph, value: Value, from: number, to: number, axis: number): Value {
  return graph.node('Slice', [value, graph.int64s([from]), graph.int64s([to]), graph.int64s([axis])]);
}

/** As many of 1 and -1 by lot. Source of the generator: G. Marsaglia, Xorshift RNGs, 2003. */
function signs(count: number): number[] {
  let state = 0x9e3779b9;
  return Array.from({ length: count }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state & 0x100) === 0 ? 1 : -1;
  });
}
