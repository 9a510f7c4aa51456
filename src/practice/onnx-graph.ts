import { joinBytes } from '../core/bytes.ts';
import { bytesField, type Field, integerField, messageField, textField } from '../core/protobuf.ts';

/** The name of a value in a graph. */
export type Value = string;

/** A size, or the name of one that is only known when the model runs. */
export type Dimension = number | string;

// TensorProto.DataType. Source: onnx/onnx.proto, as are all field numbers below.
const DATA_TYPES = { float32: 1, int8: 3, int32: 6, int64: 7 } as const;

/** The element types that the graph uses. */
export type DataType = keyof typeof DATA_TYPES;

const ATTRIBUTE_INT = 2;
const ATTRIBUTE_INTS = 7;
const IR_VERSION = 8;
const OPSET_VERSION = 17;

/** The settings of a node, by name. */
export type Attributes = Readonly<Record<string, number | readonly number[]>>;

/** Collects the nodes of a computation and writes them as an ONNX model. Operators are those of opset 17. */
export class OnnxGraph {
  readonly #name: string;
  readonly #nodes: Field[] = [];
  readonly #constants: Field[] = [];
  readonly #inputs: Field[] = [];
  readonly #outputs: Field[] = [];
  #lastValue = 0;

  constructor(name: string) {
    this.#name = name;
  }

  input(name: string, type: DataType, shape: readonly Dimension[]): Value {
    this.#inputs.push(messageField(11, valueInfo(name, type, shape)));
    return name;
  }

  output(name: string, type: DataType, shape: readonly Dimension[]): Value {
    this.#outputs.push(messageField(12, valueInfo(name, type, shape)));
    return name;
  }

  floats(values: ArrayLike<number>, shape: readonly number[]): Value {
    return this.#constant('float32', new Uint8Array(Float32Array.from(values).buffer), shape);
  }

  int8s(values: ArrayLike<number>, shape: readonly number[]): Value {
    return this.#constant('int8', new Uint8Array(Int8Array.from(values).buffer), shape);
  }

  int32s(values: ArrayLike<number>, shape: readonly number[]): Value {
    return this.#constant('int32', new Uint8Array(Int32Array.from(values).buffer), shape);
  }

  int64s(values: readonly number[], shape: readonly number[] = [values.length]): Value {
    return this.#constant('int64', new Uint8Array(BigInt64Array.from(values, BigInt).buffer), shape);
  }

  /** Adds a node with one output, under the given name or a fresh one. */
  node(operator: string, inputs: readonly Value[], attributes: Attributes = {}, output = this.#freshName()): Value {
    this.#addNode(operator, inputs, attributes, [output]);
    return output;
  }

  /** Adds a cast to `type`. */
  cast(value: Value, type: DataType): Value {
    return this.node('Cast', [value], { to: DATA_TYPES[type] });
  }

  /** Splits `value` along `axis` into `count` parts of size 1. */
  split(value: Value, axis: number, count: number): Value[] {
    const parts = Array.from({ length: count }, () => this.#freshName());
    this.#addNode('Split', [value, this.int64s(parts.map(() => 1))], { axis }, parts);
    return parts;
  }

  /** The finished model, as the bytes of an `.onnx` file. */
  toModel(): Uint8Array {
    const graph = [...this.#nodes, textField(2, this.#name), ...this.#constants, ...this.#inputs, ...this.#outputs];
    return joinBytes([
      integerField(1, IR_VERSION),
      textField(2, this.#name),
      messageField(7, graph),
      messageField(8, [textField(1, ''), integerField(2, OPSET_VERSION)]),
    ]);
  }

  #addNode(operator: string, inputs: readonly Value[], attributes: Attributes, outputs: readonly Value[]): void {
    this.#nodes.push(
      messageField(1, [
        ...inputs.map((input) => textField(1, input)),
        ...outputs.map((output) => textField(2, output)),
        textField(4, operator),
        ...Object.entries(attributes).map(([name, value]) => messageField(5, [textField(1, name), ...attributeValue(value)])),
      ]),
    );
  }

  #constant(type: DataType, bytes: Uint8Array, shape: readonly number[]): Value {
    const name = this.#freshName();
    const dimensions = shape.map((size) => integerField(1, size));
    this.#constants.push(messageField(5, [...dimensions, integerField(2, DATA_TYPES[type]), textField(8, name), bytesField(9, bytes)]));
    return name;
  }

  #freshName(): Value {
    return `v${++this.#lastValue}`;
  }
}

function attributeValue(value: number | readonly number[]): Field[] {
  if (typeof value === 'number') return [integerField(3, value), integerField(20, ATTRIBUTE_INT)];
  return [...value.map((one) => integerField(8, one)), integerField(20, ATTRIBUTE_INTS)];
}

function valueInfo(name: string, type: DataType, shape: readonly Dimension[]): Field[] {
  const dimensions = shape.map((size) => messageField(1, [typeof size === 'number' ? integerField(1, size) : textField(2, size)]));
  const tensor = [integerField(1, DATA_TYPES[type]), messageField(2, dimensions)];
  return [textField(1, name), messageField(2, [messageField(1, tensor)])];
}
