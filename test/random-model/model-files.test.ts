import { Tokenizer } from '@huggingface/tokenizers';
import fc from 'fast-check';
import { env, InferenceSession, Tensor } from 'onnxruntime-web';
import { describe, expect, it } from 'vitest';
import { halfBits } from './half.ts';
import { randomModelFiles, type RandomModelOptions } from './model-files.ts';
import { type AttentionKind, type ModelShape, type NumberFormat, TINY } from './model-shape.ts';
import { differenceOf, PlainReader } from './plain-reader.ts';

env.wasm.numThreads = 1;

const PLAIN: RandomModelOptions = { shape: TINY, attention: 'standard', format: 'fp32', seed: 7 };

const PROMPT = Array.from({ length: 40 }, (_, index) => 300 + ((index * 379) % 3000));

function jsonFile(files: ReadonlyMap<string, Uint8Array>, path: string): Record<string, unknown> {
  // The generator writes objects.
  return JSON.parse(new TextDecoder().decode(files.get(path))) as Record<string, unknown>;
}

async function openModel(options: RandomModelOptions): Promise<PlainReader> {
  const files = randomModelFiles(options);
  const path = [...files.keys()].find((name) => name.endsWith('.onnx')) ?? '';
  const data = files.get(`${path}_data`);
  const externalData = data ? [{ path: `${path.replace('onnx/', '')}_data`, data }] : [];
  const session = await InferenceSession.create(files.get(path) ?? new Uint8Array(), { executionProviders: ['wasm'], externalData });
  return new PlainReader(session, Tensor);
}

const opened = new Map<string, Promise<PlainReader>>();

function model(attention: AttentionKind, format: NumberFormat): Promise<PlainReader> {
  const key = `${attention} ${format}`;
  const known = opened.get(key) ?? openModel({ ...PLAIN, attention, format });
  opened.set(key, known);
  return known;
}

// Each opens a model, on a machine that may be busy.
describe('a random model', { timeout: 60_000 }, () => {
  it('has the files that Transformers.js reads, the same ones each time, with other weights for another seed', () => {
    const files = randomModelFiles({ ...PLAIN, format: 'q4' });
    expect([...files.keys()]).toEqual(['config.json', 'generation_config.json', 'tokenizer.json', 'tokenizer_config.json', 'onnx/model_q4.onnx']);
    const differing = (seed: number) => {
      const others = randomModelFiles({ ...PLAIN, format: 'q4', seed });
      return [...files].filter(([path, bytes]) => Buffer.compare(bytes, others.get(path) ?? bytes) !== 0).map(([path]) => path);
    };
    expect(differing(7)).toEqual([]);
    expect(differing(8)).toEqual(['onnx/model_q4.onnx']);
  });

  it.each<[NumberFormat, number, number]>([
    ['fp32', 4, 4],
    ['fp16', 2, 2],
    ['q4', 4, 0.625],
    ['q4f16', 2, 0.5625],
    ['q8', 1, 1],
  ])('takes in %s as much room as its shape says: %f bytes for a weight of the embedding, %f for another', (format, embeddingBytes, weightBytes) => {
    const files = randomModelFiles({ ...PLAIN, format });
    const { hiddenSize: h, vocabularySize: v, intermediateSize: i, keyValueHeads, headSize, layers } = TINY;
    const weights = layers * (2 * h * h + 2 * h * keyValueHeads * headSize + 3 * h * i) + v * h;
    const expected = v * h * embeddingBytes + weights * weightBytes;
    const size = [...files].find(([path]) => path.endsWith('.onnx'))?.[1].length ?? 0;
    expect(size / expected).toBeGreaterThan(1);
    expect((size - expected) / 1e3).toBeLessThan(20);
  });

  it('keeps weights beyond some size in a file of their own', async () => {
    const shape: ModelShape = { ...TINY, hiddenSize: 512, heads: 32, vocabularySize: 16_384 };
    const options: RandomModelOptions = { ...PLAIN, shape, format: 'fp16' };
    const files = randomModelFiles(options);
    expect([...files.keys()]).toContain('onnx/model_fp16.onnx_data');
    expect(jsonFile(files, 'config.json')).toMatchObject({ 'transformers.js_config': { use_external_data_format: 1 } });
    const { tokens } = await (await openModel(options)).goOn(PROMPT, 2);
    expect(tokens.every((token) => token >= 0)).toBe(true);
  });

  it('reads and writes any text, and every token but bytes and those of the template is a text', () => {
    const files = randomModelFiles(PLAIN);
    const tokenizer = new Tokenizer(jsonFile(files, 'tokenizer.json'), jsonFile(files, 'tokenizer_config.json'));
    fc.assert(fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }), (text) => tokenizer.decode(tokenizer.encode(text).ids) === text));
    const texts = Array.from({ length: TINY.vocabularySize - 3 - 256 }, (_, index) => tokenizer.decode([256 + index]));
    expect(texts.filter((text) => text === '' || text.includes('\uFFFD'))).toEqual([]);
  });

  it('writes texts that vary, with a clear leader for each token, and that an early token changes', async () => {
    const reader = await model('standard', 'fp32');
    const { tokens, leads } = await reader.goOn(PROMPT, 60);
    expect(new Set(tokens).size).toBeGreaterThan(40);
    expect(leads.toSorted((one, other) => one - other)[30]).toBeGreaterThan(0.2);
    for (const place of [0, 3, 20]) {
      const changed = await reader.goOn(PROMPT.with(place, 2999), 60);
      expect(changed.tokens).not.toEqual(tokens);
    }
  });

  it.each<AttentionKind>(['standard', 'gqa', 'gqa-positions', 'gqa-bias', 'hybrid'])('gives the same logits at once as token by token, with %s attention', async (attention) => {
    const reader = await model(attention, 'fp32');
    const whole = await reader.read(reader.nothing(), PROMPT);
    let reading = await reader.read(reader.nothing(), PROMPT.slice(0, 20));
    const stepwise = [...reading.logits];
    for (const token of PROMPT.slice(20)) {
      reading = await reader.read(reading, [token]);
      stepwise.push(...reading.logits);
    }
    expect(differenceOf(whole.logits, stepwise)).toBeLessThan(1e-4);
  });

  it.each<[AttentionKind, NumberFormat, number]>([
    ['gqa', 'fp32', 1e-4],
    ['gqa-positions', 'fp32', 1e-4],
    ['gqa-bias', 'fp32', 1e-4],
    ['standard', 'q4', 1e-4],
    ['gqa', 'q4', 1e-4],
    ['gqa', 'fp16', 0.2],
    ['standard', 'q4f16', 0.2],
    ['standard', 'q8', 4],
  ])('is the same model with %s attention in %s, but for rounding', async (attention, format, rounding) => {
    const [plain, same] = await Promise.all([model('standard', 'fp32'), model(attention, format)]);
    const [expected, found] = [await plain.read(plain.nothing(), PROMPT), await same.read(same.nothing(), PROMPT)];
    expect(differenceOf(found.logits, expected.logits)).toBeLessThan(rounding);
  });
});

describe('half precision', () => {
  it('takes the nearest number', () => {
    const known: [number, number][] = [[0, 0], [-0, 0x8000], [1, 0x3c00], [-2, 0xc000], [65504, 0x7bff], [65520, 0x7c00], [2 ** -24, 1], [2 ** -25, 0], [2 ** -14, 0x0400], [1 / 3, 0x3555], [2047.5, 0x6800], [-Infinity, 0xfc00]];
    expect(known.map(([value]) => halfBits(value))).toEqual(known.map(([, bits]) => bits));
  });
});
