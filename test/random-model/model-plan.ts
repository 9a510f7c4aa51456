import { halfBits } from './half.ts';
import type { AttentionKind, ModelShape, NumberFormat } from './model-shape.ts';
import { type ElementType, OnnxWriter, type Value } from './onnx-writer.ts';
import { randomWeights, stack, type WeightMatrix, writeLevels, writeNibbles, writeReals } from './weights.ts';

/** What a random model is to be. */
export interface ModelPlan {
  readonly shape: ModelShape;
  readonly attention: AttentionKind;
  readonly format: NumberFormat;
  /** The same seed gives the same weights in every format and every kind of attention. */
  readonly seed: number;
  /** Whether the graph has the input `num_logits_to_keep`, as recent exports; else it gives the logits of all tokens. */
  readonly keepsLogits: boolean;
  /** Of MatMulNBits: 0 computes with the reals as they are, 4 may round them to eight bits. */
  readonly accuracyLevel: 0 | 4;
  /** Tokens that are never the likeliest. */
  readonly mutedTokens: Iterable<number>;
}

/** Weights per scale, as in real exports. */
const Q4_BLOCK = 32;

/** A graph in the making: its plan, its nodes, and the numbers in which it computes. */
export class GraphDraft {
  readonly plan: ModelPlan;
  readonly writer = new OnnxWriter();
  readonly real: 'float32' | 'float16';

  constructor(plan: ModelPlan) {
    this.plan = plan;
    this.real = plan.format === 'fp16' || plan.format === 'q4f16' ? 'float16' : 'float32';
  }

  weights(name: string, rows: number, columns: number, gain: number): WeightMatrix {
    return randomWeights(this.plan.seed, name, rows, columns, gain);
  }

  /** Numbers in the type in which the graph computes. */
  reals(values: ArrayLike<number>, shape: readonly number[] = [values.length]): Value {
    if (this.real === 'float32') return this.writer.floats(values, shape);
    return this.writer.constant('float16', shape, (target) => new Uint16Array(target.buffer, target.byteOffset, values.length).set(Array.from(values, halfBits)));
  }

  /** A cast, where the value is not of that type anyway. */
  toReal(value: Value, from: ElementType): Value {
    return from === this.real ? value : this.writer.cast(value, this.real);
  }

  /** The product of an input [.., columns] with matrices of the same columns, side by side: [.., rows]. */
  linear(input: Value, ...matrices: readonly WeightMatrix[]): Value {
    const weights = stack(matrices);
    if (this.plan.format === 'q8') return this.#eightBits(input, weights);
    if (this.plan.format === 'q4' || this.plan.format === 'q4f16') return this.#fourBits(input, weights);
    const transposed = this.writer.constant(this.real, [weights.columns, weights.rows], writeReals(weights, this.real, 'columns'));
    return this.writer.node('MatMul', [input, transposed]);
  }

  /** The rows of the weights whose numbers `indices` holds. In eight bits they are stored as such, in four as reals, as in real exports. */
  lookUp(indices: Value, weights: WeightMatrix): Value {
    const shape = [weights.rows, weights.columns];
    if (this.plan.format !== 'q8') return this.writer.node('Gather', [this.writer.constant(this.real, shape, writeReals(weights, this.real, 'rows')), indices], { axis: 0 });
    const levels = this.writer.node('Gather', [this.writer.constant('int8', shape, writeLevels(weights, 'rows')), indices], { axis: 0 });
    return this.writer.node('DequantizeLinear', [levels, this.writer.floats([weights.step], []), this.#zeroLevel()]);
  }

  // Source: MatMul4BitsQuantizer of ONNX Runtime.
  #fourBits(input: Value, weights: WeightMatrix): Value {
    const { rows, columns, step } = weights;
    const blocks = columns / Q4_BLOCK;
    if (!Number.isInteger(blocks)) throw new Error(`${columns} weights do not make blocks of ${Q4_BLOCK}`);
    const nibbles = this.writer.constant('uint8', [rows, blocks, Q4_BLOCK / 2], writeNibbles(weights));
    const scales = this.reals(new Float32Array(rows * blocks).fill(step));
    const attributes = { K: columns, N: rows, bits: 4, block_size: Q4_BLOCK, accuracy_level: this.plan.accuracyLevel };
    const [product = ''] = this.writer.nodeOf('com.microsoft', 'MatMulNBits', [input, nibbles, scales], attributes, [undefined]);
    return product;
  }

  // Source: quantize_dynamic of ONNX Runtime. The input's range is that of the whole batch.
  #eightBits(input: Value, weights: WeightMatrix): Value {
    const [levels = '', scale = '', zero = ''] = this.writer.nodeOf('', 'DynamicQuantizeLinear', [input], {}, [undefined, undefined, undefined]);
    const matrix = this.writer.constant('int8', [weights.columns, weights.rows], writeLevels(weights, 'columns'));
    const product = this.writer.node('MatMulInteger', [levels, matrix, zero, this.#zeroLevel()]);
    const scales = this.writer.node('Mul', [scale, this.writer.floats([weights.step], [])]);
    return this.writer.node('Mul', [this.writer.cast(product, 'float32'), scales]);
  }

  #zeroLevel(): Value {
    return this.writer.constant('int8', [], (target) => target.fill(0));
  }
}
