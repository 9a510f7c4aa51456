import { biasVector, type KeyValueNames, project, projections, rotaryFrequencies } from './attention.ts';
import type { Gains } from './gains.ts';
import type { GraphDraft } from './model-plan.ts';
import type { Value } from './onnx-writer.ts';

/** Hides padding well enough, and half precision holds it. */
const HIDDEN = -30_000;

/** What all layers of GroupQueryAttention share. Source of names and meanings: ONNX Runtime's ContribOperators.md. */
export interface GroupQueryFrame {
  /** Last column of each row that is in use: [batch]. */
  readonly seqlensK: Value;
  readonly totalSequenceLength: Value;
  readonly cosCache: Value;
  readonly sinCache: Value;
  /** [batch, 1, sequence, total]; empty without. */
  readonly attentionBias: Value;
}

/** Works out the frame from the attention mask; `biased` as in `gqa-bias`. */
export function groupQueryFrame(draft: GraphDraft, biased: boolean): GroupQueryFrame {
  const { writer } = draft;
  const sizeOf = (axis: number) => writer.node('Gather', [writer.node('Shape', ['attention_mask']), writer.int64s([axis], [])], { axis: 0 });
  const lengths = writer.node('ReduceSum', [biased ? writer.node('Expand', [writer.int64s([1], [1, 1]), writer.node('Shape', ['attention_mask'])]) : 'attention_mask', writer.int64s([1])], { keepdims: 0 });
  return {
    seqlensK: writer.cast(writer.node('Sub', [lengths, writer.int64s([1])]), 'int32'),
    totalSequenceLength: writer.cast(sizeOf(1), 'int32'),
    ...rotaryCaches(draft),
    attentionBias: biased ? maskAsBias(draft) : '',
  };
}

function maskAsBias(draft: GraphDraft): Value {
  const { writer } = draft;
  const hidden = writer.node('Sub', [writer.int64s([1], []), 'attention_mask']);
  const bias = writer.node('Mul', [writer.cast(hidden, draft.real), draft.reals([HIDDEN], [])]);
  const sizes = writer.node('Shape', ['attention_mask']);
  const size = (value: Value, index: number) => writer.node('Gather', [value, writer.int64s([index])], { axis: 0 });
  const shape = writer.node('Concat', [size(sizes, 0), writer.int64s([1]), size(writer.node('Shape', ['input_ids']), 1), size(sizes, 1)], { axis: 0 });
  return writer.node('Expand', [writer.node('Unsqueeze', [bias, writer.int64s([1, 2])]), shape]);
}

function rotaryCaches(draft: GraphDraft): { cosCache: Value; sinCache: Value } {
  const { contextTokens, headSize, rotaryBase } = draft.plan.shape;
  const frequencies = rotaryFrequencies(headSize, rotaryBase);
  const table = (wave: (angle: number) => number) => {
    const values = Float32Array.from({ length: contextTokens * frequencies.length }, (_, index) => wave(Math.floor(index / frequencies.length) * (frequencies[index % frequencies.length] ?? 0)));
    return draft.reals(values, [contextTokens, frequencies.length]);
  };
  return { cosCache: table(Math.cos), sinCache: table(Math.sin) };
}

/** Attention in one operator for a layer's input: [batch, sequence, heads · headSize]. */
export function groupQueryAttention(draft: GraphDraft, input: Value, layer: number, names: KeyValueNames, frame: GroupQueryFrame, gains: Gains): Value {
  const { heads, keyValueHeads, headSize } = draft.plan.shape;
  const turnedBefore = draft.plan.attention === 'gqa-positions';
  const projected = turnedBefore ? turnedProjections(draft, input, layer, frame, gains) : [packedProjections(draft, input, layer, gains), '', ''];
  const caches = turnedBefore ? ['', ''] : [frame.cosCache, frame.sinCache];
  const attributes = { num_heads: heads, kv_num_heads: keyValueHeads, do_rotary: turnedBefore ? 0 : 1, rotary_interleaved: 0, local_window_size: -1, scale: { float: 1 / Math.sqrt(headSize) } };
  const bias = frame.attentionBias === '' ? [] : ['', frame.attentionBias];
  const inputs = [...projected, names.pastKey, names.pastValue, frame.seqlensK, frame.totalSequenceLength, ...caches, ...bias];
  const [attended = ''] = draft.writer.nodeOf('com.microsoft', 'GroupQueryAttention', inputs, attributes, [undefined, names.presentKey, names.presentValue]);
  return attended;
}

/** Queries, keys and values, the first two turned by their positions. */
function turnedProjections(draft: GraphDraft, input: Value, layer: number, { cosCache, sinCache }: GroupQueryFrame, gains: Gains): Value[] {
  const matrices = projections(draft, layer, gains);
  const projected = (name: keyof typeof matrices) => project(draft, input, matrices[name], `layer ${layer} ${name} bias`, gains);
  const turned = (value: Value) => draft.writer.nodeOf('com.microsoft', 'RotaryEmbedding', [value, 'position_ids', cosCache, sinCache], { interleaved: 0 }, [undefined])[0] ?? '';
  return [turned(projected('query')), turned(projected('key')), projected('value')];
}

/** Queries, keys and values side by side, from one product, as the model builder lays them out. */
function packedProjections(draft: GraphDraft, input: Value, layer: number, gains: Gains): Value {
  const { query, key, value } = projections(draft, layer, gains);
  const packed = draft.linear(input, query, key, value);
  if (!draft.plan.shape.projectionBias) return packed;
  const bias = (name: string, rows: number) => biasVector(draft, `layer ${layer} ${name} bias`, rows, gains);
  const biases = [bias('query', query.rows), bias('key', key.rows), bias('value', value.rows)];
  return draft.writer.node('Add', [packed, draft.writer.node('Concat', biases, { axis: 0 })]);
}
