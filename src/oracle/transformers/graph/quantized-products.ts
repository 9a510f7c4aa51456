import type { OnnxGraph, OnnxNode } from './onnx-model.ts';

/** The operator that rounds activations to 8 bits by the range of the whole tensor. */
export const QUANTIZE = 'DynamicQuantizeLinear';

/** A product of integers that is made real again, as `quantize_dynamic` of ONNX Runtime writes it: Mul(Cast(MatMulInteger(levels, ..)), Mul(scale, weightScale)). */
export interface QuantizedProduct {
  readonly matMul: OnnxNode;
  /** The value that holds the scale of the weights: of one for all, or of one for each column. */
  readonly weightScale: string;
  /** Gives the real product. */
  readonly last: OnnxNode;
  /** The nodes between the two. */
  readonly between: readonly OnnxNode[];
}

/** TensorProto.DataType. */
const FLOAT32 = 1;

/** Who takes the values of a graph. */
export class ValueUses {
  readonly #graph: OnnxGraph;
  readonly #takers = new Map<string, OnnxNode[]>();
  /** Values that are seen from outside of the graph's own nodes. */
  readonly #seen = new Set<string>();

  constructor(graph: OnnxGraph) {
    this.#graph = graph;
    for (const node of graph.nodes) {
      for (const input of new Set(node.inputs)) this.#takers.set(input, [...(this.#takers.get(input) ?? []), node]);
      for (const inner of node.graphs) this.#see(inner);
    }
    for (const output of graph.outputs) this.#seen.add(output);
  }

  #see({ nodes, outputs }: OnnxGraph): void {
    for (const output of outputs) this.#seen.add(output);
    for (const { inputs, graphs } of nodes) {
      for (const input of inputs) this.#seen.add(input);
      for (const inner of graphs) this.#see(inner);
    }
  }

  /** The products that are made of what a node of QUANTIZE gives; undefined when anything else is made of it, or anything else of what is on the way. */
  productsOf({ outputs: [levels = '', scale = '', zero = ''] }: OnnxNode): QuantizedProduct[] | undefined {
    const matMuls = this.#takersOf(levels);
    if (!matMuls || this.#takersOf(zero)?.some((node) => !matMuls.includes(node)) !== false) return undefined;
    const products = matMuls.map((matMul) => (isProduct(matMul, levels, zero) ? this.#productOf(matMul, scale) : undefined)).filter((product) => product !== undefined);
    const known = new Set(products.flatMap(({ between }) => between));
    return products.length === matMuls.length && this.#takersOf(scale)?.every((node) => known.has(node)) ? products : undefined;
  }

  #productOf(matMul: OnnxNode, scale: string): QuantizedProduct | undefined {
    const cast = this.#onlyTaker(matMul, 'Cast');
    const last = cast && this.#onlyTaker(cast, 'Mul');
    if (!last || cast.integers['to'] !== FLOAT32) return undefined;
    const bothScales = this.#takersOf(scale)?.find((node) => node.operator === 'Mul' && node.outputs.some((output) => last.inputs.includes(output)));
    const weightScale = bothScales?.inputs.find((input) => input !== scale);
    if (!bothScales || this.#onlyTaker(bothScales, 'Mul') !== last || weightScale === undefined || !this.#isScaleOf(weightScale, matMul)) return undefined;
    return { matMul, weightScale, last, between: [cast, bothScales] };
  }

  /** Whether it is a constant of one number, or of as many as the constant matrix has columns. */
  #isScaleOf(value: string, { inputs: [, weights = ''] }: OnnxNode): boolean {
    const [dims, matrix] = [this.#graph.constants.get(value), this.#graph.constants.get(weights)];
    if (!dims || dims.length > 1) return false;
    return (dims[0] ?? 1) === 1 || (matrix?.length === 2 && matrix[1] === dims[0]);
  }

  #onlyTaker({ outputs: [output = ''] }: OnnxNode, operator: string): OnnxNode | undefined {
    const [taker, another] = this.#takersOf(output) ?? [];
    return taker?.operator === operator && taker.domain === '' && !another ? taker : undefined;
  }

  /** Undefined when others than nodes of the graph take it. */
  #takersOf(value: string): readonly OnnxNode[] | undefined {
    return value === '' || this.#seen.has(value) ? undefined : (this.#takers.get(value) ?? []);
  }
}

/** Levels times constant weights; the zero point of the levels may not be missing, that of the weights may. */
function isProduct({ operator, domain, inputs: [left, right, leftZero] }: OnnxNode, levels: string, zero: string): boolean {
  return operator === 'MatMulInteger' && domain === '' && left === levels && right !== levels && leftZero === zero;
}
