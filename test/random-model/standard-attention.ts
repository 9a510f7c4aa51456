import { type KeyValueNames, project, projections, rotaryFrequencies } from './attention.ts';
import type { Gains } from './gains.ts';
import type { GraphDraft } from './model-plan.ts';
import type { Value } from './onnx-writer.ts';

const LOWEST = { float32: -3.4028234663852886e38, float16: -65504 } as const;

/** What all layers of standard attention share. */
export interface AttentionFrame {
  /** 0 where a token may look, else the lowest number: [batch, 1, sequence, total]. */
  readonly mask: Value;
  /** Of the rotary embedding: [batch, 1, sequence, headSize]. */
  readonly cosines: Value;
  readonly sines: Value;
}

/** Works out the frame from the graph's inputs; `pastKey` is any layer's. */
export function attentionFrame(draft: GraphDraft, pastKey: Value): AttentionFrame {
  return { mask: causalMask(draft, pastKey), ...rotation(draft) };
}

function causalMask(draft: GraphDraft, pastKey: Value): Value {
  const { writer, real } = draft;
  const sizeOf = (value: Value, axis: number) => writer.node('Gather', [writer.node('Shape', [value]), writer.int64s([axis], [])], { axis: 0 });
  const past = sizeOf(pastKey, 2);
  const total = writer.node('Add', [past, sizeOf('input_ids', 1)]);
  const one = writer.int64s([1], []);
  const columns = writer.node('Range', [writer.int64s([0], []), total, one]);
  const asking = writer.node('Unsqueeze', [writer.node('Range', [past, total, one]), writer.int64s([1])]);
  const causal = writer.node('LessOrEqual', [columns, asking]);
  const visible = writer.node('Unsqueeze', [writer.cast('attention_mask', 'bool'), writer.int64s([1, 2])]);
  const allowed = writer.node('And', [visible, causal]);
  return writer.node('Where', [allowed, draft.reals([0], []), draft.reals([LOWEST[real]], [])]);
}

function rotation(draft: GraphDraft): { cosines: Value; sines: Value } {
  const { writer } = draft;
  const { headSize, rotaryBase } = draft.plan.shape;
  const frequencies = writer.floats(rotaryFrequencies(headSize, rotaryBase), [1, headSize / 2, 1]);
  const positions = writer.node('Unsqueeze', [writer.cast('position_ids', 'float32'), writer.int64s([1])]);
  const angles = writer.node('Transpose', [writer.node('MatMul', [frequencies, positions])], { perm: [0, 2, 1] });
  const twice = writer.node('Concat', [angles, angles], { axis: 2 });
  const inHeads = (operator: string) => draft.toReal(writer.node('Unsqueeze', [writer.node(operator, [twice]), writer.int64s([1])]), 'float32');
  return { cosines: inHeads('Cos'), sines: inHeads('Sin') };
}

/** Attention of plain operators for a layer's input: [batch, sequence, heads · headSize]. */
export function standardAttention(draft: GraphDraft, input: Value, layer: number, names: KeyValueNames, frame: AttentionFrame, gains: Gains): Value {
  const { writer, plan: { shape } } = draft;
  const matrices = projections(draft, layer, gains);
  const heads = (name: keyof typeof matrices, count: number) => {
    const projected = project(draft, input, matrices[name], `layer ${layer} ${name} bias`, gains);
    const split = writer.node('Reshape', [projected, writer.int64s([0, 0, count, shape.headSize])]);
    return writer.node('Transpose', [split], { perm: [0, 2, 1, 3] });
  };
  const query = rotate(draft, heads('query', shape.heads), frame);
  const newKey = rotate(draft, heads('key', shape.keyValueHeads), frame);
  const key = writer.node('Concat', [names.pastKey, newKey], { axis: 2 }, names.presentKey);
  const value = writer.node('Concat', [names.pastValue, heads('value', shape.keyValueHeads)], { axis: 2 }, names.presentValue);
  const keyColumns = writer.node('Transpose', [repeatHeads(draft, key)], { perm: [0, 1, 3, 2] });
  const products = writer.node('Mul', [writer.node('MatMul', [query, keyColumns]), draft.reals([1 / Math.sqrt(shape.headSize)], [])]);
  const shares = writer.node('Softmax', [writer.node('Add', [products, frame.mask])], { axis: -1 });
  const mixed = writer.node('Transpose', [writer.node('MatMul', [shares, repeatHeads(draft, value)])], { perm: [0, 2, 1, 3] });
  return writer.node('Reshape', [mixed, writer.int64s([0, 0, shape.heads * shape.headSize])]);
}

function rotate({ writer, plan: { shape } }: GraphDraft, heads: Value, { cosines, sines }: AttentionFrame): Value {
  const half = shape.headSize / 2;
  const slice = (from: number, to: number) => writer.node('Slice', [heads, writer.int64s([from]), writer.int64s([to]), writer.int64s([3])]);
  const turned = writer.node('Concat', [writer.node('Neg', [slice(half, 2 * half)]), slice(0, half)], { axis: 3 });
  return writer.node('Add', [writer.node('Mul', [heads, cosines]), writer.node('Mul', [turned, sines])]);
}

/** Each head of keys or values as often as queries share it: [batch, heads, total, headSize]. */
function repeatHeads({ writer, plan: { shape } }: GraphDraft, value: Value): Value {
  const times = shape.heads / shape.keyValueHeads;
  if (times === 1) return value;
  const spread = writer.node('Expand', [writer.node('Unsqueeze', [value, writer.int64s([2])]), writer.int64s([1, 1, times, 1, 1])]);
  return writer.node('Reshape', [spread, writer.int64s([0, shape.heads, -1, shape.headSize])]);
}
