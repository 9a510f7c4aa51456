import { buildFeatureTable, type FeatureTable, FEATURES } from './features.ts';
import { OnnxGraph, type Value } from './onnx-graph.ts';
import { buildTables, type Tables } from './tables.ts';
import type { Vocabulary } from './vocabulary.ts';
import { WIRING_OUTPUTS } from './wiring.ts';

/** How much higher the chosen token's logit is than all others: enough to leave nothing to chance at any usual temperature. */
const LOGIT_GAP = 100;

/** What is remembered of every token, and where the tokens stand whose successors are asked for. */
interface Memory {
  /** Token numbers, [batch, 1, total, 1]. */
  readonly tokens: Value;
  /** Positions counted from 1, 0 where the attention mask hides a token, [batch, 1, 1, total]. */
  readonly places: Value;
  /** Positions of the asking tokens, counted from 1, [batch, kept, 1, 1]. */
  readonly here: Value;
}

/**
 * Writes the practice oracle as an ONNX model with the inputs and outputs of a causal language model of one layer.
 *
 * Its cache keeps of each token the number (`key`) and the position plus 1 (`value`). A weighted sum over all visible tokens tells
 * where each landmark stands and which signs occurred; that selects a program, and the program's matrix says
 * which earlier token to copy or which sentence to write. Nothing depends on where in the cache a token lies, so padding
 * and gaps do not matter. The cost of a step grows with the number of remembered tokens, of a prompt with its length.
 */
export function buildModel(vocabulary: Vocabulary): Uint8Array {
  const graph = new OnnxGraph('tain-practice');
  const tables = buildTables(vocabulary);
  const memory = remember(graph, declare(graph, vocabulary.size));
  const seen = lookBack(graph, memory, buildFeatureTable(vocabulary));
  const wires = runProgram(graph, seen, memory.here, tables);
  const copied = copyToken(graph, wires, memory, seen, vocabulary.size);
  const token = nextToken(graph, wires, copied, tables);
  writeLogits(graph, token, vocabulary.size);
  return graph.toModel();
}

interface Inputs {
  readonly tokens: Value;
  readonly mask: Value;
  readonly positions: Value;
  readonly kept: Value;
  readonly pastTokens: Value;
  readonly pastPlaces: Value;
}

function declare(graph: OnnxGraph, vocabularySize: number): Inputs {
  const past = ['batch_size', 1, 'past_sequence_length', 1] as const;
  const present = ['batch_size', 1, 'total_sequence_length', 1] as const;
  graph.output('logits', 'float32', ['batch_size', 'kept_length', vocabularySize]);
  graph.output('present.0.key', 'float32', present);
  graph.output('present.0.value', 'float32', present);
  return {
    tokens: graph.input('input_ids', 'int64', ['batch_size', 'sequence_length']),
    mask: graph.input('attention_mask', 'int64', ['batch_size', 'total_sequence_length']),
    positions: graph.input('position_ids', 'int64', ['batch_size', 'sequence_length']),
    kept: graph.input('num_logits_to_keep', 'int64', []),
    pastTokens: graph.input('past_key_values.0.key', 'float32', past),
    pastPlaces: graph.input('past_key_values.0.value', 'float32', past),
  };
}

function remember(graph: OnnxGraph, inputs: Inputs): Memory {
  const inCacheShape = (value: Value) => graph.node('Unsqueeze', [value, graph.int64s([1, 3])]);
  const append = (past: Value, value: Value, output: string) => graph.node('Concat', [past, inCacheShape(value)], { axis: 2 }, output);
  const placesNow = graph.node('Add', [graph.cast(inputs.positions, 'float32'), graph.floats([1], [])]);
  const tokens = append(inputs.pastTokens, graph.cast(inputs.tokens, 'float32'), 'present.0.key');
  const placesKept = append(inputs.pastPlaces, placesNow, 'present.0.value');
  const placesInRow = graph.node('Reshape', [placesKept, graph.int64s([0, 1, 1, -1])]);
  const mask = graph.node('Unsqueeze', [graph.cast(inputs.mask, 'float32'), graph.int64s([1, 2])]);
  // The last `kept` tokens ask. 0 means all: a slice from -0 is a slice from the beginning.
  const from = graph.node('Unsqueeze', [graph.node('Neg', [inputs.kept]), graph.int64s([0])]);
  const asking = graph.node('Slice', [placesNow, from, graph.int64s([2 ** 31 - 1]), graph.int64s([1])]);
  return {
    tokens,
    places: graph.node('Mul', [placesInRow, mask]),
    here: graph.node('Unsqueeze', [asking, graph.int64s([2, 3])]),
  };
}

interface Seen {
  /** As in {@link Memory}, 0 also for tokens that come after the asking one, [batch, kept, 1, total]. */
  readonly places: Value;
  /** For each feature the sum of the places at which it was seen, [batch, kept, 1, features]. */
  readonly sums: Value;
}

function lookBack(graph: OnnxGraph, { tokens, places, here }: Memory, { lastPlain, rows }: FeatureTable): Seen {
  const earlier = graph.cast(graph.node('LessOrEqual', [places, here]), 'float32');
  const visible = graph.node('Mul', [places, earlier]);
  const table = graph.floats(rows, [rows.length / FEATURES.length, FEATURES.length]);
  const beyondPlain = graph.node('Relu', [graph.node('Sub', [graph.node('Squeeze', [tokens, graph.int64s([3])]), graph.floats([lastPlain], [])])]);
  const featuresOfTokens = graph.node('Gather', [table, graph.cast(beyondPlain, 'int32')], { axis: 0 });
  return { places: visible, sums: graph.node('MatMul', [visible, featuresOfTokens]) };
}

type Wires = Record<(typeof WIRING_OUTPUTS)[number], Value>;

/** Works out the wiring of the program that the situation asks for: a value for each of {@link WIRING_OUTPUTS}, [batch, kept, 1, 1]. */
function runProgram(graph: OnnxGraph, { sums }: Seen, here: Value, tables: Tables): Wires {
  const present = graph.node('Min', [sums, graph.floats([1], [])]);
  const numbers = graph.node('MatMul', [present, graph.floats(tables.bits, [FEATURES.length, 2])]);
  const [triggers = '', situation = ''] = graph.split(graph.cast(graph.node('Squeeze', [numbers, graph.int64s([2])]), 'int32'), 2, 2).map((number) => graph.node('Squeeze', [number, graph.int64s([2])]));
  const triggerNumber = graph.node('Gather', [graph.int32s(tables.triggers, [tables.triggers.length]), triggers], { axis: 0 });
  const situationNumber = graph.node('Add', [situation, triggerNumber]);
  const program = graph.node('Gather', [graph.int32s(tables.programs, [tables.programs.length]), situationNumber], { axis: 0 });
  const wiring = graph.floats(tables.wiring, [tables.programCount, tables.wiringInputs, WIRING_OUTPUTS.length]);
  const matrix = graph.node('Gather', [wiring, program], { axis: 0 });
  const known = graph.node('Concat', [sums, present, here], { axis: 3 });
  const [source = '', overshoot = '', copiesAt = '', sentencesAt = ''] = graph.split(graph.node('MatMul', [known, matrix]), 3, WIRING_OUTPUTS.length);
  return { source, overshoot, copiesAt, sentencesAt };
}

/** The number of the token at the source, 0 when there is none, [batch, kept, 1, 1]. */
function copyToken(graph: OnnxGraph, { source }: Wires, { tokens }: Memory, { places }: Seen, vocabularySize: number): Value {
  const hit = graph.cast(graph.node('Equal', [places, source]), 'float32');
  // Tokens to which a caller gave the same position would add up to a number beyond the table and fail the whole batch.
  return graph.node('Min', [graph.node('MatMul', [hit, tokens]), graph.floats([vocabularySize - 1], [])]);
}

/** The number of the next token, [batch, kept, 1, 1]: the copied one, exchanged or as it is, or one of the program's sentences. */
function nextToken(graph: OnnxGraph, { overshoot, copiesAt, sentencesAt }: Wires, copied: Value, tables: Tables): Value {
  const copying = graph.node('Less', [overshoot, graph.floats([0], [])]);
  const sentence = graph.node('Min', [overshoot, graph.floats([tables.sentenceLength - 1], [])]);
  const choices = [graph.node('Add', [copied, copiesAt]), graph.node('Add', [sentence, sentencesAt])];
  const index = graph.cast(graph.node('Where', [copying, ...choices]), 'int32');
  return graph.node('Gather', [graph.floats(tables.tokens, [tables.tokens.length]), index], { axis: 0 });
}

function writeLogits(graph: OnnxGraph, token: Value, vocabularySize: number): void {
  const all = graph.floats(Array.from({ length: vocabularySize }, (_, number) => number), [vocabularySize]);
  const chosen = graph.node('Equal', [graph.node('Squeeze', [token, graph.int64s([3])]), all]);
  graph.node('Where', [chosen, graph.floats([LOGIT_GAP], []), graph.floats([0], [])], {}, 'logits');
}
