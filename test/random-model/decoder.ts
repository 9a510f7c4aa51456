import type { KeyValueNames } from './attention.ts';
import { type Gains, gainsOf } from './gains.ts';
import { groupQueryAttention, groupQueryFrame } from './group-query-attention.ts';
import { GraphDraft, type ModelPlan } from './model-plan.ts';
import { isFused } from './model-shape.ts';
import type { Value } from './onnx-writer.ts';
import { CONVOLUTION_WIDTH, shortConvolution } from './short-convolution.ts';
import { attentionFrame, standardAttention } from './standard-attention.ts';
import { withoutRows } from './weights.ts';

/** Writes out a layer's attention, or what stands in its place: [batch, sequence, its own size]. */
type Mix = (input: Value, layer: number) => Value;

/** What the layers hand on: the sum so far, and that sum as the next part reads it. */
interface Stream {
  readonly sum: Value;
  readonly normed: Value;
}

/** Whether a layer has a short convolution in place of attention. */
export function isConvolution({ attention }: Pick<ModelPlan, 'attention'>, layer: number): boolean {
  return attention === 'hybrid' && layer === 0;
}

/** Drafts a decoder with random weights, with the inputs and outputs of a causal language model as Transformers.js names them. */
export function draftDecoder(plan: ModelPlan): GraphDraft {
  const draft = new GraphDraft(plan);
  const { shape } = plan;
  const gains = gainsOf(shape.layers);
  declareInputs(draft);
  const mix = mixer(draft, gains);
  const embedded = draft.lookUp('input_ids', draft.weights('embedding', shape.vocabularySize, shape.hiddenSize, gains.embedding * Math.sqrt(shape.hiddenSize)));
  let stream: Stream = { sum: embedded, normed: norm(draft, embedded) };
  for (let layer = 0; layer < shape.layers; layer++) stream = addLayer(draft, stream, layer, mix, gains);
  writeLogits(draft, stream.normed, gains);
  return draft;
}

function declareInputs({ writer, plan }: GraphDraft): void {
  writer.input('input_ids', 'int64', ['batch_size', 'sequence_length']);
  writer.input('attention_mask', 'int64', ['batch_size', 'total_sequence_length']);
  if (!isFused(plan.attention) || plan.attention === 'gqa-positions') writer.input('position_ids', 'int64', ['batch_size', 'sequence_length']);
  if (plan.keepsLogits) writer.input('num_logits_to_keep', 'int64', []);
  writer.output('logits', 'float32', ['batch_size', plan.keepsLogits ? 'kept_length' : 'sequence_length', plan.shape.vocabularySize]);
}

/** Declares the cache of each layer and gives what computes with it. */
function mixer(draft: GraphDraft, gains: Gains): Mix {
  const { plan } = draft;
  const convolves = (layer: number) => isConvolution(plan, layer);
  const caches = Array.from({ length: plan.shape.layers }, (_, layer) => (convolves(layer) ? undefined : declareKeysAndValues(draft, layer)));
  const keysOf = (layer: number): KeyValueNames => caches[layer] ?? declareKeysAndValues(draft, layer);
  if (isFused(plan.attention)) {
    const frame = groupQueryFrame(draft, plan.attention === 'gqa-bias');
    return (input, layer) => groupQueryAttention(draft, input, layer, keysOf(layer), frame, gains);
  }
  const frame = attentionFrame(draft, caches.find((names) => names !== undefined)?.pastKey ?? '');
  return (input, layer) => {
    if (convolves(layer)) return shortConvolution(draft, input, layer, declareState(draft, layer), gains);
    return standardAttention(draft, input, layer, keysOf(layer), frame, gains);
  };
}

function declareKeysAndValues({ writer, real, plan: { shape } }: GraphDraft, layer: number): KeyValueNames {
  const dimensions = (columns: string) => ['batch_size', shape.keyValueHeads, columns, shape.headSize];
  const past = (name: string) => writer.input(`past_key_values.${layer}.${name}`, real, dimensions('past_sequence_length'));
  for (const name of ['key', 'value']) writer.output(`present.${layer}.${name}`, real, dimensions('total_sequence_length'));
  return { pastKey: past('key'), pastValue: past('value'), presentKey: `present.${layer}.key`, presentValue: `present.${layer}.value` };
}

function declareState({ writer, real, plan: { shape } }: GraphDraft, layer: number): { past: Value; present: Value } {
  const dimensions = ['batch_size', shape.hiddenSize, CONVOLUTION_WIDTH];
  writer.output(`present_conv.${layer}`, real, dimensions);
  return { past: writer.input(`past_conv.${layer}`, real, dimensions), present: `present_conv.${layer}` };
}

function addLayer(draft: GraphDraft, { sum, normed }: Stream, layer: number, mix: Mix, gains: Gains): Stream {
  const { hiddenSize, intermediateSize, heads, headSize } = draft.plan.shape;
  const mixedSize = isConvolution(draft.plan, layer) ? hiddenSize : heads * headSize;
  const mixed = draft.linear(mix(normed, layer), draft.weights(`layer ${layer} attention out`, hiddenSize, mixedSize, gains.attentionOut));
  const between = addAndNorm(draft, sum, mixed);
  const widen = (name: 'gate' | 'up') => draft.linear(between.normed, draft.weights(`layer ${layer} ${name}`, intermediateSize, hiddenSize, gains[name]));
  const gate = widen('gate');
  const activated = draft.writer.node('Mul', [draft.writer.node('Mul', [gate, draft.writer.node('Sigmoid', [gate])]), widen('up')]);
  const narrowed = draft.linear(activated, draft.weights(`layer ${layer} down`, hiddenSize, intermediateSize, gains.feedForwardOut));
  return addAndNorm(draft, between.sum, narrowed);
}

/** Root mean square norm with all weights 1. GroupQueryAttention comes with fused operators, plain attention with plain ones. */
function norm(draft: GraphDraft, value: Value): Value {
  const { writer, plan: { shape, attention } } = draft;
  if (isFused(attention)) return writer.node('SimplifiedLayerNormalization', [value, ones(draft)], { axis: -1, epsilon: { float: shape.normEpsilon }, stash_type: 1 });
  const single = draft.real === 'float32' ? value : writer.cast(value, 'float32');
  const squares = writer.node('ReduceMean', [writer.node('Pow', [single, writer.floats([2], [])]), writer.int64s([-1])], { keepdims: 1 });
  const root = writer.node('Sqrt', [writer.node('Add', [squares, writer.floats([shape.normEpsilon], [])])]);
  return writer.node('Mul', [draft.toReal(writer.node('Div', [single, root]), 'float32'), ones(draft)]);
}

function addAndNorm(draft: GraphDraft, sum: Value, added: Value): Stream {
  const { writer, plan: { shape, attention } } = draft;
  if (isFused(attention)) {
    const attributes = { epsilon: { float: shape.normEpsilon } };
    const [normed = '', , , total = ''] = writer.nodeOf('com.microsoft', 'SkipSimplifiedLayerNormalization', [sum, added, ones(draft)], attributes, [undefined, '', '', undefined]);
    return { sum: total, normed };
  }
  const total = writer.node('Add', [sum, added]);
  return { sum: total, normed: norm(draft, total) };
}

function ones(draft: GraphDraft): Value {
  return draft.reals(new Float32Array(draft.plan.shape.hiddenSize).fill(1));
}

function writeLogits(draft: GraphDraft, normed: Value, gains: Gains): void {
  const { writer, plan } = draft;
  const { vocabularySize, hiddenSize } = plan.shape;
  const head = withoutRows(draft.weights('head', vocabularySize, hiddenSize, gains.head), plan.mutedTokens);
  const logits = draft.linear(plan.keepsLogits ? lastTokens(draft, normed) : normed, head);
  if (draft.real === 'float16') writer.node('Cast', [logits], { to: 1 }, 'logits');
  else writer.node('Identity', [logits], {}, 'logits');
}

/** The last `num_logits_to_keep` tokens. 0 means all: a slice from -0 is a slice from the beginning. */
function lastTokens({ writer }: GraphDraft, value: Value): Value {
  const from = writer.node('Unsqueeze', [writer.node('Neg', ['num_logits_to_keep']), writer.int64s([0])]);
  return writer.node('Slice', [value, from, writer.int64s([2 ** 31 - 1]), writer.int64s([1])]);
}
