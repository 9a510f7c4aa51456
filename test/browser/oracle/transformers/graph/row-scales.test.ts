import { afterAll, describe, expect, it } from 'vitest';
import type { ModelGraph } from '../../../../../src/oracle/transformers/graph/model-graph.ts';
import { openGraph } from '../../../../../src/oracle/transformers/graph/open-graph.ts';
import { findLayout } from '../../../../../src/oracle/transformers/lanes/find-layout.ts';
import type { Layout } from '../../../../../src/oracle/transformers/lanes/lane-cache.ts';
import { writeAlong } from '../../../../../src/oracle/transformers/lanes/write-along.ts';
import { env, InferenceSession, RUNTIME_FILES, Tensor } from '../../../../../src/oracle/transformers/onnxruntime.ts';
import { randomModelFiles } from '../../../../random-model/model-files.ts';
import { type AttentionKind, type NumberFormat, TINY } from '../../../../random-model/model-shape.ts';
import { differenceOf, PlainReader } from '../../../../random-model/plain-reader.ts';

Object.assign(env.wasm, { wasmPaths: { ...RUNTIME_FILES }, numThreads: 1 });

const SHAPE = { ...TINY, vocabularySize: 2048 };
const STEPS = 5;
const LENGTH = 33;

/** With `as` the runtime's other name for the same device models are left as they are. */
function openSession(attention: AttentionKind, format: NumberFormat, as: 'wasm' | 'cpu' = 'wasm'): Promise<InferenceSession> {
  const files = randomModelFiles({ shape: SHAPE, attention, format, seed: 4 });
  const model = [...files].find(([path]) => path.endsWith('.onnx'))?.[1] ?? new Uint8Array();
  return InferenceSession.create(model, { executionProviders: [as], logSeverityLevel: 3 });
}

type InferenceSession = Awaited<ReturnType<typeof InferenceSession.create>>;

/** Texts whose every token depends on its place and on the text. */
const tokenAt = (text: number, place: number) => 300 + ((place * 379 + text * 1013) % 1500);
const textOf = (text: number, length = LENGTH) => Array.from({ length }, (_, place) => tokenAt(text, place));

/** Logits after each token of the first text, which is gone on with beside the others. */
async function logitsInCompany(graph: ModelGraph, layout: Layout, texts: readonly number[], lengthOf: (text: number) => number): Promise<Float32Array[]> {
  const found: Float32Array[] = [];
  await writeAlong(graph, layout, texts.map((text) => textOf(text, lengthOf(text))), STEPS, (text, step, { data, size }, row) => {
    if (text === 0) found.push(Float32Array.from({ length: size }, (_, token) => data[row * size + token] ?? NaN));
    return tokenAt(texts[text] ?? 0, LENGTH + step);
  });
  return found;
}

/** Root mean square of the deviation, in that of what is expected. */
function deviation(found: readonly Float32Array[], expected: readonly Float32Array[]): number {
  let [error, size] = [0, 0];
  for (const [row, logits] of expected.entries()) {
    for (const [token, logit] of logits.entries()) {
      error += ((found[row]?.[token] ?? NaN) - logit) ** 2;
      size += logit ** 2;
    }
  }
  return Math.sqrt(error / size);
}

describe.each<[AttentionKind, Layout]>([
  ['standard', 'grouped-columns'],
  ['gqa', 'rows'],
])('a model in eight bits whose tokens each have a scale, with %s attention', async (attention, layout) => {
  const [changed, before, real] = [await openSession(attention, 'q8'), await openSession(attention, 'q8', 'cpu'), await openSession(attention, 'fp32')];
  const graph = await openGraph(changed, 'wasm');
  const graphBefore = await openGraph(before, 'wasm');
  const readerOf = (session: InferenceSession) => new PlainReader(session, Tensor);
  afterAll(async () => {
    await Promise.all([graph.release(), graphBefore.release(), real.release()]);
  });

  it.each<[number, string, (text: number) => number]>([
    [2, 'one length', () => LENGTH],
    [3, 'one length', () => LENGTH],
    [8, 'one length', () => LENGTH],
    [2, 'several lengths', (text) => LENGTH + text],
    [8, 'several lengths', (text) => LENGTH + 13 * text],
  ])('computes bit for bit the same beside others: %i rows of %s', async (rows, _, lengthOf) => {
    const texts = Array.from({ length: rows }, (_, text) => text);
    const logits = (of: ModelGraph, company: readonly number[]) => logitsInCompany(of, layout, company, lengthOf);
    expect(await logits(graph, texts)).toEqual(await logits(graph, [0]));
    expect(deviation(await logits(graphBefore, texts), await logits(graphBefore, [0]))).toBeGreaterThan(0.01);
  });

  it('is found to be exact in company, which it is not as it was written', async () => {
    expect(await findLayout(graph, textOf(1, 45), textOf(2, 12), true)).toEqual({ layout, equalLengths: false, likeness: 'exact' });
    expect(await findLayout(graphBefore, textOf(1, 45), textOf(2, 12), true)).toMatchObject({ likeness: 'rounded' });
  });

  it('makes the same of a prompt in parts as of the whole', async () => {
    const reader = readerOf(changed);
    for (const at of [1, 8, 20, 32]) {
      const first = await reader.read(reader.nothing(), textOf(3).slice(0, at));
      const second = await reader.read(first, textOf(3).slice(at));
      const whole = await reader.read(reader.nothing(), textOf(3));
      // Attention adds up in another order.
      expect(deviation([...first.logits, ...second.logits], whole.logits)).toBeLessThan(1e-3);
      expect(differenceOf(first.logits, whole.logits.slice(0, at))).toBeLessThan(1);
    }
  });

  it('comes no less near to what the same weights give without rounding', async () => {
    const sum = { changed: 0, before: 0 };
    for (const text of [1, 2, 3, 4, 5, 6]) {
      const expected = await readLogits(readerOf(real), text);
      sum.changed += deviation(await readLogits(readerOf(changed), text), expected);
      sum.before += deviation(await readLogits(readerOf(before), text), expected);
    }
    expect(sum.changed).toBeGreaterThan(0);
    expect(sum.changed).toBeLessThan(sum.before);
  });

  async function readLogits(reader: PlainReader, text: number): Promise<readonly Float32Array[]> {
    return (await reader.read(reader.nothing(), textOf(text))).logits;
  }
});
