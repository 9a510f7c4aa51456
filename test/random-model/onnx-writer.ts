import { joinBytes } from '../../src/core/bytes.ts';
import { bytesField, type Field, floatField, integerField, messageField, textField } from '../../src/core/protobuf.ts';

/** The name of a value in a graph; empty for an input that is left out. */
export type Value = string;

/** A size, or the name of one that is only known when the model runs. */
export type Dimension = number | string;

// TensorProto.DataType. Source: onnx/onnx.proto, as are all field numbers below.
const ELEMENT_TYPES = { float32: 1, uint8: 2, int8: 3, int32: 6, int64: 7, bool: 9, float16: 10 } as const;
const ELEMENT_BYTES = { float32: 4, uint8: 1, int8: 1, int32: 4, int64: 8, bool: 1, float16: 2 } as const;

/** The element types that the graphs use. */
export type ElementType = keyof typeof ELEMENT_TYPES;

/** A whole number, a real one, or a list of whole ones. */
export type Attribute = number | { readonly float: number } | readonly number[];

/** Writes a constant's elements, little-endian, into bytes that begin at a multiple of 8. */
export type WriteElements = (target: Uint8Array<ArrayBuffer>) => void;

/** Where an operator comes from: ONNX itself, or ONNX Runtime's own set. */
export type Domain = '' | 'com.microsoft';

// AttributeProto.AttributeType.
const ATTRIBUTE = { float: 1, int: 2, ints: 7 } as const;
/** TensorProto.DataLocation. */
const EXTERNAL = 1;
const IR_VERSION = 10;
const OPSET_VERSION = 21;
/** Recommended for data that is mapped into memory. Source: onnx/onnx.proto, external_data. */
const ALIGNMENT = 4096;
/** Smaller constants stay in the model: shapes are inferred from them before the data is there. As onnx's `size_threshold`. */
const DATA_BYTES_MIN = 1024;

interface Constant {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly number[];
  readonly sizeBytes: number;
  readonly write: WriteElements;
}

/** A written model. */
export interface ModelBytes {
  readonly model: Uint8Array<ArrayBuffer>;
  /** The constants, where they lie in a file of their own. */
  readonly data: Uint8Array<ArrayBuffer> | undefined;
}

/** Collects the nodes of a computation and writes them as an ONNX model of opset 21. Constants are drawn up only when the model is written. */
export class OnnxWriter {
  readonly #nodes: Field[] = [];
  readonly #constants: Constant[] = [];
  readonly #inputs: Field[] = [];
  readonly #outputs: Field[] = [];
  #lastValue = 0;

  input(name: string, type: ElementType, shape: readonly Dimension[]): Value {
    this.#inputs.push(messageField(11, valueInfo(name, type, shape)));
    return name;
  }

  output(name: string, type: ElementType, shape: readonly Dimension[]): void {
    this.#outputs.push(messageField(12, valueInfo(name, type, shape)));
  }

  constant(type: ElementType, shape: readonly number[], write: WriteElements): Value {
    const name = this.#freshName();
    const sizeBytes = shape.reduce((product, size) => product * size, ELEMENT_BYTES[type]);
    this.#constants.push({ name, type, shape, sizeBytes, write });
    return name;
  }

  floats(values: ArrayLike<number>, shape: readonly number[] = [values.length]): Value {
    return this.constant('float32', shape, (target) => new Float32Array(target.buffer, target.byteOffset, values.length).set(values));
  }

  int64s(values: readonly number[], shape: readonly number[] = [values.length]): Value {
    return this.constant('int64', shape, (target) => new BigInt64Array(target.buffer, target.byteOffset, values.length).set(values.map(BigInt)));
  }

  /** Adds a node with one output, under the given name or a fresh one. */
  node(operator: string, inputs: readonly Value[], attributes: Readonly<Record<string, Attribute>> = {}, output = this.#freshName()): Value {
    this.nodeOf('', operator, inputs, attributes, [output]);
    return output;
  }

  /** Adds a node of a domain with outputs of these names; undefined stands for a fresh one, an empty name for none. */
  nodeOf(domain: Domain, operator: string, inputs: readonly Value[], attributes: Readonly<Record<string, Attribute>>, outputs: readonly (Value | undefined)[]): Value[] {
    const names = outputs.map((output) => output ?? this.#freshName());
    this.#nodes.push(
      messageField(1, [
        ...inputs.map((input) => textField(1, input)),
        ...names.map((name) => textField(2, name)),
        textField(3, `${operator}_${this.#nodes.length}`),
        textField(4, operator),
        ...Object.entries(attributes).map(([name, value]) => messageField(5, [textField(1, name), ...attributeFields(value)])),
        textField(7, domain),
      ]),
    );
    return names;
  }

  cast(value: Value, type: ElementType): Value {
    return this.node('Cast', [value], { to: ELEMENT_TYPES[type] });
  }

  /** The finished model. Its constants go into data that is to lie beside it as `dataFile` when they are larger than `inlineBytesMax`. */
  toModel(dataFile: string, inlineBytesMax: number): ModelBytes {
    const sizeBytes = this.#constants.reduce((sum, constant) => sum + constant.sizeBytes, 0);
    const layout = sizeBytes > inlineBytesMax ? new DataLayout(dataFile) : undefined;
    const constants = this.#constants.map((constant) => messageField(5, [...describe(constant), ...(layout && constant.sizeBytes >= DATA_BYTES_MIN ? layout.place(constant) : [inline(constant)])]));
    const graph = [...this.#nodes, textField(2, 'random'), ...constants, ...this.#inputs, ...this.#outputs];
    const model = joinBytes([
      integerField(1, IR_VERSION),
      textField(2, 'tain-random'),
      messageField(7, graph),
      messageField(8, [textField(1, ''), integerField(2, OPSET_VERSION)]),
      messageField(8, [textField(1, 'com.microsoft'), integerField(2, 1)]),
    ]);
    return { model, data: layout?.write() };
  }

  #freshName(): Value {
    return `v${++this.#lastValue}`;
  }
}

/** Constants in a file of their own, one after the other. */
class DataLayout {
  readonly #file: string;
  readonly #placed: { readonly at: number; readonly constant: Constant }[] = [];
  #endBytes = 0;

  constructor(file: string) {
    this.#file = file;
  }

  place(constant: Constant): Field[] {
    const at = Math.ceil(this.#endBytes / ALIGNMENT) * ALIGNMENT;
    this.#placed.push({ at, constant });
    this.#endBytes = at + constant.sizeBytes;
    const entry = (key: string, value: string) => messageField(13, [textField(1, key), textField(2, value)]);
    return [entry('location', this.#file), entry('offset', String(at)), entry('length', String(constant.sizeBytes)), integerField(14, EXTERNAL)];
  }

  write(): Uint8Array<ArrayBuffer> {
    const data = new Uint8Array(this.#endBytes);
    for (const { at, constant } of this.#placed) constant.write(data.subarray(at, at + constant.sizeBytes));
    return data;
  }
}

function describe({ name, type, shape }: Constant): Field[] {
  return [...shape.map((size) => integerField(1, size)), integerField(2, ELEMENT_TYPES[type]), textField(8, name)];
}

function inline({ sizeBytes, write }: Constant): Field {
  const bytes = new Uint8Array(sizeBytes);
  write(bytes);
  return bytesField(9, bytes);
}

function attributeFields(value: Attribute): Field[] {
  if (typeof value === 'number') return [integerField(3, value), integerField(20, ATTRIBUTE.int)];
  if ('float' in value) return [floatField(2, value.float), integerField(20, ATTRIBUTE.float)];
  return [...value.map((item) => integerField(8, item)), integerField(20, ATTRIBUTE.ints)];
}

function valueInfo(name: string, type: ElementType, shape: readonly Dimension[]): Field[] {
  const dimensions = shape.map((size) => messageField(1, [typeof size === 'number' ? integerField(1, size) : textField(2, size)]));
  const tensor = [integerField(1, ELEMENT_TYPES[type]), messageField(2, dimensions)];
  return [textField(1, name), messageField(2, [messageField(1, tensor)])];
}
