import fc from 'fast-check';
import { env, InferenceSession, Tensor } from 'onnxruntime-web';
import { describe, expect, it } from 'vitest';
import { joinBytes } from '../../../../src/core/bytes.ts';
import { integerField, messageField, textField } from '../../../../src/core/protobuf.ts';
import { readModel } from '../../../../src/oracle/transformers/graph/onnx-model.ts';
import { fieldsOf } from '../../../../src/oracle/transformers/graph/protobuf-reader.ts';
import { scaleRowsAlone } from '../../../../src/oracle/transformers/graph/row-scales.ts';
import { randomModelFiles } from '../../../random-model/model-files.ts';
import { type AttentionKind, type NumberFormat, TINY } from '../../../random-model/model-shape.ts';
import { OnnxWriter, type Value } from '../../../random-model/onnx-writer.ts';

env.wasm.numThreads = 1;

function randomModel(attention: AttentionKind, format: NumberFormat): Uint8Array {
  const files = randomModelFiles({ shape: { ...TINY, vocabularySize: 2048 }, attention, format, seed: 3 });
  return [...files].find(([path]) => path.endsWith('.onnx'))?.[1] ?? new Uint8Array();
}

function operatorsOf(model: Uint8Array): string[] {
  return readModel(model).graph.nodes.map(({ operator }) => operator);
}

const COLUMNS = 16;
const UNITS = 5;

/** Weights of a product: levels, and what they mean. Unsigned ones with a zero point, for each unit its own. */
const WEIGHTS = Array.from({ length: COLUMNS * UNITS }, (_, index) => (index * 89 + 13) % 256);
const ZEROS = [128, 120, 131, 128, 140];
const SCALES = [0.01, 0.02, 0.005, 0.01, 0.03];

/** What a product is made of, and what may be strange about it. */
interface Parts {
  readonly writer: OnnxWriter;
  readonly levels: Value;
  readonly scale: Value;
  readonly zero: Value;
  readonly weights: Value;
  readonly weightScale: Value;
  readonly weightZero: Value;
}

/** A model of one product as `quantize_dynamic` writes it, unless `product` writes another. */
function smallModel(product: (parts: Parts) => Value = plainProduct): Uint8Array {
  const writer = new OnnxWriter();
  const input = writer.input('input', 'float32', ['batch', 'tokens', COLUMNS]);
  const [levels = '', scale = '', zero = ''] = writer.nodeOf('', 'DynamicQuantizeLinear', [input], {}, [undefined, undefined, undefined]);
  const bytes = (values: readonly number[], shape: readonly number[]) => writer.constant('uint8', shape, (target) => target.set(values));
  const parts = { writer, levels, scale, zero, weights: bytes(WEIGHTS, [COLUMNS, UNITS]), weightScale: writer.floats(SCALES), weightZero: bytes(ZEROS, [UNITS]) };
  writer.node('Identity', [product(parts)], {}, 'output');
  writer.output('output', 'float32', ['batch', 'tokens', UNITS]);
  return writer.toModel('', Infinity).model;
}

function plainProduct({ writer, levels, scale, zero, weights, weightScale, weightZero }: Parts): Value {
  const product = writer.node('MatMulInteger', [levels, weights, zero, weightZero]);
  return writer.node('Mul', [writer.cast(product, 'float32'), writer.node('Mul', [scale, weightScale])]);
}

/** The same model as if it were written for another version of the operators. */
function withOperators(model: Uint8Array, version: number): Uint8Array {
  const set = messageField(8, [textField(1, ''), integerField(2, version)]);
  return joinBytes([...[...fieldsOf(model)].filter(({ number }) => number !== 8).map(({ whole }) => whole), set]);
}

async function run(model: Uint8Array, rows: readonly (readonly number[])[]): Promise<number[][]> {
  const session = await InferenceSession.create(model, { executionProviders: ['wasm'], logSeverityLevel: 3 });
  const { output } = await session.run({ input: new Tensor('float32', Float32Array.from(rows.flat()), [1, rows.length, COLUMNS]) });
  // The graph's output is float32.
  const data = [...(output?.data as Float32Array)];
  await session.release();
  return rows.map((_, row) => data.slice(row * UNITS, (row + 1) * UNITS));
}

const row = (gain: number) => Array.from({ length: COLUMNS }, (_, column) => gain * Math.sin(column * column + gain));

/** What the product is with nothing rounded but the weights. */
function exactly(values: readonly number[]): number[] {
  return ZEROS.map((zero, unit) => values.reduce((sum, value, column) => sum + value * ((WEIGHTS[column * UNITS + unit] ?? 0) - zero) * (SCALES[unit] ?? 0), 0));
}

describe('a model in eight bits', () => {
  it.each<AttentionKind>(['standard', 'gqa', 'gqa-bias', 'hybrid'])('gets a scale for each token in all its products, and keeps its weights, inputs and outputs: %s attention', (attention) => {
    const model = randomModel(attention, 'q8');
    const changed = scaleRowsAlone(model);
    const products = operatorsOf(model).filter((operator) => operator === 'MatMulInteger').length;
    const count = (name: string) => operatorsOf(changed).filter((operator) => operator === name).length;
    expect(products).toBeGreaterThan(8);
    expect([count('MatMulIntegerToFloat'), count('MatMulInteger'), count('DynamicQuantizeLinear')]).toEqual([products, 0, 0]);
    const [before, after] = [readModel(model).graph.rest, readModel(changed).graph.rest];
    expect(after.length).toBe(before.length);
    expect(after.every((field, index) => Buffer.compare(field, before[index] ?? new Uint8Array()) === 0)).toBe(true);
    expect(changed.length - model.length).toBeLessThan(products * 1500);
  });

  it.each([13, 17, 18, 21])('computes each row as it does alone, nearly as with real numbers, in version %i of the operators', async (version) => {
    const model = scaleRowsAlone(withOperators(smallModel(), version));
    expect(operatorsOf(model)).not.toContain('DynamicQuantizeLinear');
    const rows = [row(1), row(0.001), row(500), row(0), row(-3)];
    const together = await run(model, rows);
    for (const [index, values] of rows.entries()) {
      const found = together[index] ?? [];
      expect(await run(model, [values])).toEqual([found]);
      const most = Math.max(...values.map(Math.abs));
      for (const [unit, expected] of exactly(values).entries()) expect(Math.abs((found[unit] ?? NaN) - expected)).toBeLessThanOrEqual(most * (SCALES[unit] ?? 0) * 8);
    }
    expect(together[3]).toEqual([0, 0, 0, 0, 0]);
  });

  it('rounds a small row by a large one as long as it is not changed', async () => {
    const [small, , large] = [row(0.001), row(1), row(500)];
    const found = await run(smallModel(), [small, large]);
    expect(found[0]).not.toEqual((await run(smallModel(), [small]))[0]);
  });

  it.each<[string, (parts: Parts) => Value]>([
    ['the levels are made real without a product', ({ writer, levels, ...rest }) => writer.node('Add', [plainProduct({ writer, levels, ...rest }), writer.node('ReduceMax', [writer.cast(levels, 'float32'), writer.int64s([-1])])])],
    ['the scale is added to something', ({ writer, scale, ...rest }) => writer.node('Add', [plainProduct({ writer, scale, ...rest }), scale])],
    ['the zero point is looked at', ({ writer, zero, ...rest }) => writer.node('Add', [plainProduct({ writer, zero, ...rest }), writer.cast(zero, 'float32')])],
    ['a product is used before it is scaled', (parts) => {
      const { writer, levels, scale, zero, weights, weightScale, weightZero } = parts;
      const product = writer.cast(writer.node('MatMulInteger', [levels, weights, zero, weightZero]), 'float32');
      return writer.node('Add', [product, writer.node('Mul', [product, writer.node('Mul', [scale, weightScale])])]);
    }],
    ['the scale of the weights is computed', (parts) => plainProduct({ ...parts, weightScale: parts.writer.node('Abs', [parts.weightScale]) })],
    ['the scale of the weights has other dimensions', (parts) => plainProduct({ ...parts, weightScale: parts.writer.floats(SCALES, [1, 1, UNITS]) })],
    ['the zero point is another one', (parts) => plainProduct({ ...parts, zero: parts.writer.constant('uint8', [], (target) => target.fill(7)) })],
    ['the sum is scaled by addition', ({ writer, levels, scale, zero, weights, weightScale, weightZero }) => writer.node('Add', [writer.cast(writer.node('MatMulInteger', [levels, weights, zero, weightZero]), 'float32'), writer.node('Mul', [scale, weightScale])])],
    ['the levels are seen from outside', (parts) => {
      parts.writer.output(parts.levels, 'uint8', ['batch', 'tokens', COLUMNS]);
      return plainProduct(parts);
    }],
  ])('stays as it is where %s', (_, product) => {
    const model = smallModel(product);
    expect(scaleRowsAlone(model)).toBe(model);
  });
});

describe('any other bytes', () => {
  it.each<NumberFormat>(['fp32', 'fp16', 'q4', 'q4f16'])('stay as they are: a model in %s', (format) => {
    const model = randomModel('gqa', format);
    expect(scaleRowsAlone(model)).toBe(model);
  });

  it('stay as they are when they are no model', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => scaleRowsAlone(bytes) === bytes));
  });

  it('stay as they are when something of a model is missing', () => {
    const whole = smallModel();
    fc.assert(fc.property(fc.integer({ min: 1, max: whole.length - 1 }), (missing) => {
      const part = whole.subarray(0, whole.length - missing);
      const changed = scaleRowsAlone(part);
      return changed === part || readModel(changed).graph.nodes.length > 0;
    }));
  });

  it('never make it fail when some of them are wrong', () => {
    const whole = smallModel();
    fc.assert(fc.property(fc.array(fc.record({ at: fc.nat(whole.length - 1), byte: fc.nat(255) }), { minLength: 1, maxLength: 4 }), (changes) => {
      const bytes = whole.slice();
      for (const { at, byte } of changes) bytes[at] = byte;
      return scaleRowsAlone(bytes) instanceof Uint8Array;
    }), { numRuns: 500 });
  });

  it('stay as they are once they were changed', () => {
    const changed = scaleRowsAlone(smallModel());
    expect(scaleRowsAlone(changed)).toBe(changed);
  });
});
