import { fieldsOf, integersIn, MalformedMessage, type ReadField, textOf } from './protobuf-reader.ts';

/** A step of a computation. */
export interface OnnxNode {
  readonly operator: string;
  /** Where the operator comes from; empty for ONNX itself. */
  readonly domain: string;
  /** Names of values; empty for one that is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Attributes of one integer, by name. */
  readonly integers: Readonly<Record<string, number>>;
}

/** A node of a file. */
export interface ReadNode extends OnnxNode {
  /** Graphs within it, which can take any value of the graph around them. */
  readonly graphs: readonly OnnxGraph[];
  /** Its field in the graph's message. */
  readonly field: Uint8Array;
}

/** A graph, as far as it is read here. */
export interface OnnxGraph {
  /** Each behind those whose outputs it takes. */
  readonly nodes: readonly ReadNode[];
  /** Shapes of the constants, by name. */
  readonly constants: ReadonlyMap<string, readonly number[]>;
  readonly outputs: readonly string[];
  /** All other fields of its message than the nodes. */
  readonly rest: readonly Uint8Array[];
}

/** A model, as far as it is read here. */
export interface OnnxModel {
  readonly graph: OnnxGraph;
  /** Versions of the operators' sets, by domain. */
  readonly operatorSets: ReadonlyMap<string, number>;
  /** All other fields of its message than the graph. */
  readonly rest: readonly Uint8Array[];
}

/** Numbers of the fields by message. Source: onnx/onnx.proto. */
export const ONNX_FIELDS = {
  model: { graph: 7, operatorSet: 8 },
  operatorSet: { domain: 1, version: 2 },
  graph: { node: 1, constant: 5, output: 12 },
  value: { name: 1 },
  constant: { dims: 1, type: 2, name: 8, bytes: 9 },
  node: { input: 1, output: 2, operator: 4, attribute: 5, domain: 7 },
  attribute: { name: 1, integer: 3, tensor: 5, graph: 6, integers: 8, graphs: 11, type: 20 },
} as const;

const FIELDS = ONNX_FIELDS;

/** Reads a model's nodes, and passes over its weights: nothing is copied. Throws MalformedMessage for what is no model. */
export function readModel(bytes: Uint8Array): OnnxModel {
  const fields = [...fieldsOf(bytes)];
  const [graph, another] = having(fields, FIELDS.model.graph);
  if (!graph || another) throw new MalformedMessage('not a model of one graph');
  const sets = having(fields, FIELDS.model.operatorSet).map((set): [string, number] => {
    const parts = [...fieldsOf(set.bytes)];
    return [domainOf(textAt(parts, FIELDS.operatorSet.domain)), integerAt(parts, FIELDS.operatorSet.version) ?? 0];
  });
  return { graph: readGraph(graph.bytes), operatorSets: new Map(sets), rest: others(fields, FIELDS.model.graph) };
}

function readGraph(bytes: Uint8Array): OnnxGraph {
  const fields = [...fieldsOf(bytes)];
  return {
    nodes: having(fields, FIELDS.graph.node).map(readNode),
    constants: new Map(having(fields, FIELDS.graph.constant).map(readConstant)),
    outputs: having(fields, FIELDS.graph.output).map((output) => textAt([...fieldsOf(output.bytes)], FIELDS.value.name)),
    rest: others(fields, FIELDS.graph.node),
  };
}

function readNode({ whole, bytes }: ReadField): ReadNode {
  const fields = [...fieldsOf(bytes)];
  const attributes = having(fields, FIELDS.node.attribute).map((attribute) => [...fieldsOf(attribute.bytes)]);
  const integers = attributes.flatMap((parts): [string, number][] => {
    const integer = integerAt(parts, FIELDS.attribute.integer);
    return integer === undefined ? [] : [[textAt(parts, FIELDS.attribute.name), integer]];
  });
  return {
    operator: textAt(fields, FIELDS.node.operator),
    domain: domainOf(textAt(fields, FIELDS.node.domain)),
    inputs: having(fields, FIELDS.node.input).map(textOf),
    outputs: having(fields, FIELDS.node.output).map(textOf),
    integers: Object.fromEntries(integers),
    graphs: attributes.flatMap((parts) => [...having(parts, FIELDS.attribute.graph), ...having(parts, FIELDS.attribute.graphs)].map((graph) => readGraph(graph.bytes))),
    field: whole,
  };
}

/** Dimensions come one by one or packed into one field. */
function readConstant({ bytes }: ReadField): [string, readonly number[]] {
  const fields = [...fieldsOf(bytes)];
  const dims = having(fields, FIELDS.constant.dims).flatMap((field) => (field.integer === undefined ? [...integersIn(field.bytes)] : [field.integer]));
  return [textAt(fields, FIELDS.constant.name), dims];
}

/** `ai.onnx` is another name of ONNX's own set. */
function domainOf(name: string): string {
  return name === 'ai.onnx' ? '' : name;
}

function having(fields: readonly ReadField[], number: number): ReadField[] {
  return fields.filter((field) => field.number === number);
}

function others(fields: readonly ReadField[], number: number): Uint8Array[] {
  return fields.filter((field) => field.number !== number).map(({ whole }) => whole);
}

function textAt(fields: readonly ReadField[], number: number): string {
  const field = fields.findLast((one) => one.number === number);
  return field ? textOf(field) : '';
}

function integerAt(fields: readonly ReadField[], number: number): number | undefined {
  return fields.findLast((one) => one.number === number)?.integer;
}
