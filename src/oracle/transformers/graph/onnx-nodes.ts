import { bytesField, type Field, integerField, messageField, textField } from '../../../core/protobuf.ts';
import { ONNX_FIELDS as FIELDS } from './onnx-model.ts';

/** A node that is to be written. */
export interface NewNode {
  readonly operator: string;
  /** ONNX's own unless given. */
  readonly domain?: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes?: readonly Field[];
}

/** TensorProto.DataType. */
export const ELEMENT_TYPES = { float32: 1, uint8: 2, int64: 7 } as const;

// AttributeProto.AttributeType.
const INTEGER = 2;
const TENSOR = 4;
const INTEGERS = 7;

/** A node as a field of a graph. */
export function nodeField({ operator, domain = '', inputs, output, attributes = [] }: NewNode): Field {
  const { node } = FIELDS;
  return messageField(FIELDS.graph.node, [
    ...inputs.map((input) => textField(node.input, input)),
    textField(node.output, output),
    textField(node.operator, operator),
    ...attributes,
    textField(node.domain, domain),
  ]);
}

/** An attribute of one integer. */
export function integerAttribute(name: string, value: number): Field {
  return attribute(name, INTEGER, [integerField(FIELDS.attribute.integer, value)]);
}

/** An attribute of several integers. */
export function integersAttribute(name: string, values: readonly number[]): Field {
  return attribute(name, INTEGERS, values.map((value) => integerField(FIELDS.attribute.integers, value)));
}

/** A node that gives a constant of these elements, which are taken as they lie in memory. */
export function constantField(output: string, type: keyof typeof ELEMENT_TYPES, dims: readonly number[], elements: ArrayBufferView): Field {
  const { constant } = FIELDS;
  const bytes = new Uint8Array(elements.buffer, elements.byteOffset, elements.byteLength);
  const tensor = [...dims.map((size) => integerField(constant.dims, size)), integerField(constant.type, ELEMENT_TYPES[type]), bytesField(constant.bytes, bytes)];
  return nodeField({ operator: 'Constant', inputs: [], output, attributes: [attribute('value', TENSOR, [messageField(FIELDS.attribute.tensor, tensor)])] });
}

function attribute(name: string, type: number, value: readonly Field[]): Field {
  return messageField(FIELDS.node.attribute, [textField(FIELDS.attribute.name, name), ...value, integerField(FIELDS.attribute.type, type)]);
}
