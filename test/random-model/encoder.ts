import { GraphDraft, type ModelPlan } from './model-plan.ts';
import type { Value } from './onnx-writer.ts';

/** Added to the scores of what is masked, as Optimum exports it: next to the lowest number of 32 bits. */
const MASKED = -3.4e38;

/** Drafts an encoder in the manner of BERT with random weights, with the inputs and the output of one as Transformers.js names them. */
export function draftEncoder(plan: ModelPlan): GraphDraft {
  const draft = new GraphDraft(plan);
  const { writer } = draft;
  for (const name of ['input_ids', 'attention_mask', 'token_type_ids']) writer.input(name, 'int64', ['batch_size', 'sequence_length']);
  writer.output('last_hidden_state', 'float32', ['batch_size', 'sequence_length', plan.shape.hiddenSize]);
  const mask = maskBias(draft);
  let state = norm(draft, embed(draft));
  for (let layer = 0; layer < plan.shape.layers; layer++) state = addLayer(draft, state, mask, layer);
  writer.node('Identity', [state], {}, 'last_hidden_state');
  return draft;
}

function embed(draft: GraphDraft): Value {
  const { writer, plan: { shape } } = draft;
  const table = (name: string, rows: number) => draft.weights(name, rows, shape.hiddenSize, Math.sqrt(shape.hiddenSize));
  const words = draft.lookUp('input_ids', table('words', shape.vocabularySize));
  const kinds = draft.lookUp('token_type_ids', table('kinds', 2));
  const length = writer.node('Gather', [writer.node('Shape', ['input_ids']), writer.int64s([1])], { axis: 0 });
  const [positions, count] = [writer.int64s(Array.from({ length: shape.contextTokens }, (_, place) => place)), writer.int64s([0])];
  const places = draft.lookUp(writer.node('Slice', [positions, count, length]), table('places', shape.contextTokens));
  return writer.node('Add', [writer.node('Add', [words, kinds]), places]);
}

/** [batch, 1, 1, sequence]: nothing for what is to be looked at. */
function maskBias({ writer }: GraphDraft): Value {
  const hidden = writer.node('Sub', [writer.floats([1], []), writer.cast('attention_mask', 'float32')]);
  return writer.node('Mul', [writer.node('Unsqueeze', [hidden, writer.int64s([1, 2])]), writer.floats([MASKED], [])]);
}

function addLayer(draft: GraphDraft, state: Value, mask: Value, layer: number): Value {
  const { writer, plan: { shape } } = draft;
  const weights = (name: string, rows: number, columns: number) => draft.weights(`layer ${layer} ${name}`, rows, columns, 1);
  const attended = draft.linear(attend(draft, state, mask, layer), weights('attention out', shape.hiddenSize, shape.hiddenSize));
  const between = norm(draft, writer.node('Add', [state, attended]));
  const wide = draft.linear(between, weights('up', shape.intermediateSize, shape.hiddenSize));
  const narrowed = draft.linear(writer.node('Gelu', [wide]), weights('down', shape.hiddenSize, shape.intermediateSize));
  return norm(draft, writer.node('Add', [between, narrowed]));
}

function attend(draft: GraphDraft, state: Value, mask: Value, layer: number): Value {
  const { writer, plan: { shape } } = draft;
  const heads = (name: string, perm: readonly number[]) => {
    const projected = draft.linear(state, draft.weights(`layer ${layer} ${name}`, shape.hiddenSize, shape.hiddenSize, 1.5));
    const split = writer.node('Reshape', [projected, writer.int64s([0, 0, shape.heads, shape.headSize])]);
    return writer.node('Transpose', [split], { perm });
  };
  const products = writer.node('MatMul', [heads('query', [0, 2, 1, 3]), heads('key', [0, 2, 3, 1])]);
  const scaled = writer.node('Mul', [products, writer.floats([1 / Math.sqrt(shape.headSize)], [])]);
  const shares = writer.node('Softmax', [writer.node('Add', [scaled, mask])], { axis: -1 });
  const mixed = writer.node('Transpose', [writer.node('MatMul', [shares, heads('value', [0, 2, 1, 3])])], { perm: [0, 2, 1, 3] });
  return writer.node('Reshape', [mixed, writer.int64s([0, 0, shape.hiddenSize])]);
}

function norm({ writer, plan: { shape } }: GraphDraft, value: Value): Value {
  const all = (number: number) => writer.floats(new Float32Array(shape.hiddenSize).fill(number));
  return writer.node('LayerNormalization', [value, all(1), all(0)], { axis: -1, epsilon: { float: shape.normEpsilon } });
}
