import { OnnxGraph, type Value } from './onnx-graph.ts';

/** Numbers in a vector. */
const DIMENSIONS = 64;

/** What a byte counts by itself beside the three that it ends: little, as all texts have the same few letters. */
const BYTE_WEIGHT = 0.25;

/** How far the vectors of the bytes before are turned, so that `abc` and `cba` differ. */
const TURNS = [7, 19] as const;

/**
 * A model in which texts are near that have words in common. Each byte has a vector of ±1 by lot. A place in a text gets the product of its byte's vector with those of
 * the two before it: as good as a vector by lot for each three bytes. The mean over a text, which the pooling takes, then counts which of them it has, as n-gram counts do
 * that are folded into few numbers. It looks back only, so that what fills a row up on the right changes nothing.
 */
export function buildEmbedder(vocabularySize: number): Uint8Array {
  const graph = new OnnxGraph('tain-practice-embedder');
  const tokens = graph.input('input_ids', 'int64', ['texts', 'tokens']);
  const table = graph.int8s(signs(vocabularySize * DIMENSIONS), [vocabularySize, DIMENSIONS]);
  const bytes = graph.cast(graph.node('Gather', [table, tokens]), 'float32');
  const [first, second] = TURNS.map((turn, index) => turned(graph, shifted(graph, bytes, index + 1), turn));
  if (first === undefined || second === undefined) throw new Error('two bytes before each are looked at');
  const before = graph.node('Add', [graph.node('Mul', [first, second]), graph.floats([BYTE_WEIGHT], [1])]);
  graph.output(graph.node('Mul', [bytes, before], {}, 'last_hidden_state'), 'float32', ['texts', 'tokens', DIMENSIONS]);
  return graph.toModel();
}

/** What stood so many places before; nothing at the beginning. */
function shifted(graph: OnnxGraph, value: Value, places: number): Value {
  const filled = graph.node('Pad', [value, graph.int64s([0, places, 0, 0, 0, 0])]);
  return slice(graph, filled, 0, -places, 1);
}

/** The numbers of each vector moved on in a circle. */
function turned(graph: OnnxGraph, value: Value, by: number): Value {
  return graph.node('Concat', [slice(graph, value, by, DIMENSIONS, 2), slice(graph, value, 0, by, 2)], { axis: 2 });
}

function slice(graph: OnnxGraph, value: Value, from: number, to: number, axis: number): Value {
  return graph.node('Slice', [value, graph.int64s([from]), graph.int64s([to]), graph.int64s([axis])]);
}

/** As many of 1 and -1 by lot, always the same. Source of the generator: G. Marsaglia, Xorshift RNGs, 2003. */
function signs(count: number): number[] {
  let state = 0x9e3779b9;
  return Array.from({ length: count }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state & 0x100) === 0 ? 1 : -1;
  });
}
