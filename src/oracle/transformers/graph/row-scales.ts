import { joinBytes } from '../../../core/bytes.ts';
import { bytesHeader, type Field, integerField, messageField, textField } from '../../../core/protobuf.ts';
import { ONNX_FIELDS as FIELDS, type OnnxModel, type OnnxNode, readModel } from './onnx-model.ts';
import { constantField, ELEMENT_TYPES, integerAttribute, integersAttribute, nodeField } from './onnx-nodes.ts';
import { MalformedMessage } from './protobuf-reader.ts';
import { QUANTIZE, type QuantizedProduct, ValueUses } from './quantized-products.ts';

/** What goes into the graph in place of a node; nothing where others do its work. */
type Changes = ReadonlyMap<OnnxNode, readonly Field[]>;

/** Begins the names of all values that are put in. */
const PREFIX = 'row_scales/';
const LEAST = `${PREFIX}least`;
const LEVELS = `${PREFIX}levels`;
const ZERO_AND_HALF = `${PREFIX}zero_and_half`;
const LEVEL = `${PREFIX}level`;
const ZERO = `${PREFIX}zero`;
const LAST_AXIS = `${PREFIX}last_axis`;

/** Levels to either side of zero, which is level 128. */
const SIDE = 127;
const ZERO_LEVEL = 128;
/** A row of zeros is divided by it, and no other: far below what matters, far above what overflows as its inverse. */
const LEAST_LARGEST = 1e-30;
/** From this version of ONNX's operators on ReduceMax takes its axes as an input. */
const AXES_AS_INPUT = 18;
/** ONNX Runtime's own operators. */
const RUNTIME_DOMAIN = 'com.microsoft';

/**
 * A model in 8 bits in which each token is rounded by its own largest number. As `quantize_dynamic` of ONNX Runtime writes them, all that is read
 * in one step has a common scale and zero point: how a token is rounded then depends on those beside it in its text and on the texts in
 * other lanes. With a scale for each it does not, and small tokens lose less to large ones. The weights stay as they are.
 *
 * Gives back the very same array where there is nothing to change, where anything else is made of the rounded numbers than products
 * with weights, and where the bytes are no model. Else an array of its own, nearly as large: the only copy that is made.
 */
export function scaleRowsAlone(bytes: Uint8Array): Uint8Array {
  try {
    const model = readModel(bytes);
    const changes = changesOf(model);
    return changes ? write(model, changes) : bytes;
  } catch (error) {
    if (error instanceof MalformedMessage) return bytes;
    throw error;
  }
}

function changesOf({ graph, operatorSets }: OnnxModel): Changes | undefined {
  const quantizing = graph.nodes.filter(({ operator, domain }) => operator === QUANTIZE && domain === '');
  if (quantizing.length === 0 || graph.nodes.some(({ outputs }) => outputs.some((output) => output.startsWith(PREFIX)))) return undefined;
  const axesAsInput = (operatorSets.get('') ?? 0) >= AXES_AS_INPUT;
  const uses = new ValueUses(graph);
  const changes = new Map<OnnxNode, readonly Field[]>();
  for (const [index, node] of quantizing.entries()) {
    const products = uses.productsOf(node);
    if (!products) return undefined;
    const largest = `${PREFIX}${index}/largest`;
    changes.set(node, roundRows(node, `${PREFIX}${index}`, largest, axesAsInput));
    for (const product of products) {
      for (const other of [product.matMul, ...product.between]) changes.set(other, []);
      changes.set(product.last, multiply(product, largest));
    }
  }
  return changes;
}

/**
 * Levels 1 to 255 of each row: 128 + 127 · x / largest, to the nearest. As casting cuts off what is behind the point, one half is added.
 * Few nodes, since each costs some microseconds in every step, and there are four such places in a layer.
 */
function roundRows({ inputs: [input = ''], outputs: [levels = ''] }: OnnxNode, name: string, largest: string, axesAsInput: boolean): Field[] {
  const [absolute, found, factor, scaled, raised] = [`${name}/absolute`, `${name}/found`, `${name}/factor`, `${name}/scaled`, `${name}/raised`];
  const axes = axesAsInput ? { inputs: [absolute, LAST_AXIS], attributes: [] } : { inputs: [absolute], attributes: [integersAttribute('axes', [-1])] };
  return [
    nodeField({ operator: 'Abs', inputs: [input], output: absolute }),
    nodeField({ operator: 'ReduceMax', inputs: axes.inputs, output: found, attributes: [...axes.attributes, integerAttribute('keepdims', 1)] }),
    nodeField({ operator: 'Max', inputs: [found, LEAST], output: largest }),
    nodeField({ operator: 'Div', inputs: [LEVELS, largest], output: factor }),
    nodeField({ operator: 'Mul', inputs: [input, factor], output: scaled }),
    nodeField({ operator: 'Add', inputs: [scaled, ZERO_AND_HALF], output: raised }),
    nodeField({ operator: 'Cast', inputs: [raised], output: levels, attributes: [integerAttribute('to', ELEMENT_TYPES.uint8)] }),
  ];
}

/** In one node of the runtime that ends with real numbers; its fusions would look for a scale that is one number, and leave single nodes for each step. */
function multiply({ matMul, weightScale, last }: QuantizedProduct, largest: string): Field[] {
  const [levels = '', weights = '', , weightZero] = matMul.inputs;
  const product = `${PREFIX}of/${matMul.outputs[0] ?? ''}`;
  const inputs = [levels, weights, LEVEL, weightScale, ZERO, ...(weightZero === undefined ? [] : [weightZero])];
  return [
    nodeField({ operator: 'MatMulIntegerToFloat', domain: RUNTIME_DOMAIN, inputs, output: product }),
    nodeField({ operator: 'Mul', inputs: [product, largest], output: last.outputs[0] ?? '' }),
  ];
}

function constants(): Field[] {
  const real = (name: string, value: number) => constantField(name, 'float32', [], Float32Array.of(value));
  return [
    real(LEAST, LEAST_LARGEST),
    real(LEVELS, SIDE),
    real(ZERO_AND_HALF, ZERO_LEVEL + 0.5),
    real(LEVEL, 1 / SIDE),
    constantField(ZERO, 'uint8', [], Uint8Array.of(ZERO_LEVEL)),
    constantField(LAST_AXIS, 'int64', [1], BigInt64Array.of(-1n)),
  ];
}

function write({ graph, operatorSets, rest }: OnnxModel, changes: Changes): Uint8Array<ArrayBuffer> {
  const parts = [...constants(), ...graph.nodes.flatMap((node) => changes.get(node) ?? [node.field]), ...graph.rest];
  const sizeBytes = parts.reduce((sum, { length }) => sum + length, 0);
  const { model, operatorSet } = FIELDS;
  const runtimeSet = messageField(model.operatorSet, [textField(operatorSet.domain, RUNTIME_DOMAIN), integerField(operatorSet.version, 1)]);
  return joinBytes([...rest, ...(operatorSets.has(RUNTIME_DOMAIN) ? [] : [runtimeSet]), bytesHeader(model.graph, sizeBytes), ...parts]);
}
