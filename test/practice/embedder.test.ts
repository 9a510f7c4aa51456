import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Tokenizer } from '@huggingface/tokenizers';
import { env, InferenceSession, Tensor } from 'onnxruntime-web';
import { beforeAll, describe, expect, it } from 'vitest';
import { practiceEmbedderFiles } from '../../src/practice/embedder.ts';

const FOLDER = fileURLToPath(new URL('../../public/models/tain-practice-embedder/', import.meta.url));
const MADE = practiceEmbedderFiles();

/** Pairs of which each response is about its instruction and about no other one here. */
const PAIRS = [
  ['Name a river of Europe.', 'The Danube is a river that flows through ten countries of Europe.'],
  ['What is the capital of France?', 'The capital of France is Paris.'],
  ['Give three tips for staying healthy.', 'Staying healthy is easier with these tips: sleep enough, eat vegetables, and walk every day.'],
  ['Write a haiku about the autumn moon.', 'Autumn moon rising; a haiku falls with the leaves, silent on the lake.'],
  ['How do I sort a list in Python?', 'In Python, call sorted(list) to sort a list, or list.sort() to do it in place.'],
  ['Explain photosynthesis to a child.', 'Photosynthesis is how plants turn sunlight into food, which a child can see when a leaf grows.'],
  ['Übersetze „Guten Morgen“ ins Englische.', '„Guten Morgen“ heißt auf Englisch “good morning”.'],
] as const;

let session: InferenceSession;
const tokenizer = new Tokenizer(JSON.parse(textOf('tokenizer.json')) as object, JSON.parse(textOf('tokenizer_config.json')) as object);

beforeAll(async () => {
  env.wasm.numThreads = 1;
  session = await InferenceSession.create(readFileSync(`${FOLDER}onnx/model.onnx`), { executionProviders: ['wasm'] });
});

function textOf(name: string): string {
  return readFileSync(FOLDER + name, 'utf8');
}

async function vectorOf(text: string): Promise<number[]> {
  const { ids } = tokenizer.encode(text);
  const { last_hidden_state } = await session.run({ input_ids: new Tensor('int64', BigInt64Array.from(ids, BigInt), [1, ids.length]) });
  const data = last_hidden_state?.data as Float32Array;
  const size = data.length / ids.length;
  const sums = Array.from({ length: size }, (_, index) => ids.reduce((sum, _token, place) => sum + (data[place * size + index] ?? NaN), 0));
  const length = Math.hypot(...sums);
  return sums.map((sum) => sum / length);
}

function cosine(one: readonly number[], other: readonly number[]): number {
  return one.reduce((sum, value, index) => sum + value * (other[index] ?? NaN), 0);
}

describe('the practice embedder', () => {
  // When this fails after a change of src/practice: npm run make:practice-model.
  it('lies in the repository just as its script makes it, and is small', () => {
    const names = readdirSync(FOLDER, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(names).toHaveLength(MADE.size);
    for (const [name, bytes] of MADE) expect(Buffer.compare(readFileSync(FOLDER + name), bytes), name).toBe(0);
    expect([...MADE.values()].reduce((sum, { length }) => sum + length, 0)).toBeLessThan(30_000);
  });

  it('finds for each instruction the response that shares its words, whatever the case of their letters', async () => {
    const responses = await Promise.all(PAIRS.map(async ([, response]) => vectorOf(response)));
    for (const [place, [instruction]] of PAIRS.entries()) {
      const asked = await vectorOf(instruction.toUpperCase());
      const nearness = responses.map((response) => cosine(asked, response));
      expect(nearness.indexOf(Math.max(...nearness)), instruction).toBe(place);
      expect(nearness[place]).toBeGreaterThan(0.3);
    }
  });

  it('has a vector for no text at all', async () => {
    expect((await vectorOf('')).every((value) => Number.isFinite(value))).toBe(true);
  });
});
