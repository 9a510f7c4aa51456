import type { Gains } from './gains.ts';
import type { GraphDraft } from './model-plan.ts';
import type { Value } from './onnx-writer.ts';
import { writeReals } from './weights.ts';

/** Tokens that the convolution sees, and columns of its state. Source: conv_L_cache in config.json of LiquidAI/LFM2-1.2B. */
export const CONVOLUTION_WIDTH = 3;

/** A convolution over the last tokens, gated on both sides, in place of attention: [batch, sequence, hidden]. Source: Lfm2ShortConv of the Transformers library. */
export function shortConvolution(draft: GraphDraft, input: Value, layer: number, state: { readonly past: Value; readonly present: Value }, gains: Gains): Value {
  const { writer, plan: { shape: { hiddenSize } } } = draft;
  const gate = (name: string) => draft.linear(input, draft.weights(`layer ${layer} ${name}`, hiddenSize, hiddenSize, gains.projection));
  const gated = writer.node('Mul', [gate('entrance'), gate('signal')]);
  const seen = writer.node('Concat', [state.past, writer.node('Transpose', [gated], { perm: [0, 2, 1] })], { axis: 2 });
  const lastColumns = (from: number, output?: string) => writer.node('Slice', [seen, writer.int64s([from]), writer.int64s([2 ** 31 - 1]), writer.int64s([2])], {}, output);
  lastColumns(-CONVOLUTION_WIDTH, state.present);
  const kernel = writer.constant(draft.real, [hiddenSize, 1, CONVOLUTION_WIDTH], writeReals(draft.weights(`layer ${layer} kernel`, hiddenSize, CONVOLUTION_WIDTH, gains.projection), draft.real, 'rows'));
  // The oldest column of the state is behind all that the first new token sees.
  const mixed = writer.node('Conv', [lastColumns(1), kernel], { group: hiddenSize, kernel_shape: [CONVOLUTION_WIDTH] });
  return writer.node('Mul', [gate('exit'), writer.node('Transpose', [mixed], { perm: [0, 2, 1] })]);
}
