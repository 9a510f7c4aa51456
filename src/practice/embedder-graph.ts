import { lotTable, shifted, turned, VECTOR_SIZE } from './byte-vectors.ts';
import { OnnxGraph } from './onnx-graph.ts';

/** What a byte counts by itself beside the three that it ends: little, as all texts have the same few letters. */
const BYTE_WEIGHT = 0.25;

/** How far the vectors of the bytes before are turned, so that `abc` and `cba` differ. */
const [FIRST_TURN, SECOND_TURN] = [7, 19] as const;

/**
 * A model in which texts are near that have words in common. Each byte has a vector of ±1 by lot. A place in a text gets the product of its byte's vector with those of
 * the two before it: as good as a vector by lot for each three bytes. The mean over a text, which the pooling takes, then counts which of them it has, as n-gram counts do
 * that are folded into few numbers. It looks back only, so that what fills a row up on the right changes nothing.
 */
export function buildEmbedder(vocabularySize: number): Uint8Array {
  const graph = new OnnxGraph('tain-practice-embedder');
  const tokens = graph.input('input_ids', 'int64', ['texts', 'tokens']);
  const bytes = graph.cast(graph.node('Gather', [lotTable(graph, vocabularySize), tokens]), 'float32');
  const before = (places: number, turn: number) => turned(graph, shifted(graph, bytes, places, 1, 3), turn, 2);
  const pair = graph.node('Mul', [before(1, FIRST_TURN), before(2, SECOND_TURN)]);
  const weight = graph.node('Add', [pair, graph.floats([BYTE_WEIGHT], [1])]);
  graph.output(graph.node('Mul', [bytes, weight], {}, 'last_hidden_state'), 'float32', ['texts', 'tokens', VECTOR_SIZE]);
  return graph.toModel();
}
