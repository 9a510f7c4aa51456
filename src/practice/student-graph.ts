import { lotTable, shifted, turned, VECTOR_SIZE } from './byte-vectors.ts';
import { OnnxGraph, type Value } from './onnx-graph.ts';

/** How far the vector of the byte before is turned. */
const TURN = 7;

/** Two different pairs of bytes are never as like each other as this, the same ones are wholly. */
const ALIKE_MIN = 0.6;

/** What the bytes that followed the same pair before count against the bytes that are frequent anyway, in nats. */
const COPY_NATS = 5;

/** Added to the count of earlier places, so that one of them is not yet a certainty. */
const DOUBT = 0.5;

/**
 * A causal language model that finds a byte likely when it is frequent in English, and likelier when it followed the same two bytes before in the text: so a
 * response whose words stand in the instruction is the less surprising behind it, as with a real model. It has one layer of attention by hand. The key of a
 * place is the pair of bytes before it, its value the byte that stands there; the cache keeps the bytes' vectors. `priorNats` are logits by byte.
 */
export function buildStudent(priorNats: readonly number[]): Uint8Array {
  const graph = new OnnxGraph('tain-practice-student');
  const tokens = graph.input('input_ids', 'int64', ['batch_size', 'sequence_length']);
  const mask = graph.input('attention_mask', 'int64', ['batch_size', 'total_sequence_length']);
  const past = graph.input('past_key_values.0.key', 'float32', ['batch_size', 1, 'past_sequence_length', VECTOR_SIZE]);
  graph.output('present.0.key', 'float32', ['batch_size', 1, 'total_sequence_length', VECTOR_SIZE]);
  graph.output('logits', 'float32', ['batch_size', 'sequence_length', priorNats.length]);
  const table = graph.cast(lotTable(graph, priorNats.length), 'float32');
  const read = graph.node('Unsqueeze', [graph.node('Gather', [table, tokens]), graph.int64s([1])]);
  const bytes = graph.node('Concat', [past, read], { axis: 2 }, 'present.0.key');
  const pairs = graph.node('Mul', [bytes, turned(graph, shifted(graph, bytes, 1, 2, 4), TURN, 3)]);
  const weights = graph.node('Mul', [likeness(graph, pairs, lengthOf(graph, tokens)), visible(graph, tokens, mask)]);
  const followers = scaled(graph, graph.node('MatMul', [graph.node('MatMul', [weights, bytes]), graph.node('Transpose', [table])]), 1 / VECTOR_SIZE);
  const total = graph.node('Add', [graph.node('ReduceSum', [weights, graph.int64s([3])], { keepdims: 1 }), graph.floats([DOUBT], [1])]);
  const copied = scaled(graph, graph.node('Div', [followers, total]), COPY_NATS);
  const all = graph.node('Add', [copied, graph.floats(priorNats, [priorNats.length])]);
  graph.node('Squeeze', [all, graph.int64s([1])], {}, 'logits');
  return graph.toModel();
}

/** How much the pair that each new token ends is the one before each place: 1, or 0. [batch, 1, new, total] */
function likeness(graph: OnnxGraph, pairs: Value, newCount: Value): Value {
  const asked = graph.node('Slice', [pairs, graph.node('Neg', [newCount]), graph.int64s([Number.MAX_SAFE_INTEGER]), graph.int64s([2])]);
  const keys = graph.node('Transpose', [shifted(graph, pairs, 1, 2, 4)], { perm: [0, 1, 3, 2] });
  const cosines = scaled(graph, graph.node('MatMul', [asked, keys]), 1 / VECTOR_SIZE);
  const surplus = graph.node('Relu', [graph.node('Sub', [cosines, graph.floats([ALIKE_MIN], [1])])]);
  return scaled(graph, surplus, 1 / (1 - ALIKE_MIN));
}

/** 1 where a place is neither hidden nor behind the token that asks, else 0. [batch, 1, new, total] */
function visible(graph: OnnxGraph, tokens: Value, mask: Value): Value {
  const [zero, one] = [graph.int64s([0], []), graph.int64s([1], [])];
  const total = graph.node('Squeeze', [lengthOf(graph, mask)]);
  const first = graph.node('Sub', [total, graph.node('Squeeze', [lengthOf(graph, tokens)])]);
  const places = graph.node('Range', [zero, total, one]);
  const asking = graph.node('Unsqueeze', [graph.node('Range', [first, total, one]), graph.int64s([1])]);
  const past = graph.cast(graph.node('LessOrEqual', [places, asking]), 'float32');
  const shown = graph.node('Unsqueeze', [graph.cast(mask, 'float32'), graph.int64s([1, 2])]);
  return graph.node('Mul', [past, shown]);
}

/** The second dimension of a matrix, as a list of one. */
function lengthOf(graph: OnnxGraph, value: Value): Value {
  return graph.node('Gather', [graph.node('Shape', [value]), graph.int64s([1])]);
}

function scaled(graph: OnnxGraph, value: Value, by: number): Value {
  return graph.node('Mul', [value, graph.floats([by], [1])]);
}
