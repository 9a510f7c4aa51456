import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ModelGraph } from '../../../../../src/oracle/transformers/graph/model-graph.ts';
import { openGraph } from '../../../../../src/oracle/transformers/graph/open-graph.ts';
import { env, InferenceSession, RUNTIME_FILES } from '../../../../../src/oracle/transformers/onnxruntime.ts';
import { logLikelihood } from '../../../../../src/oracle/transformers/log-likelihood.ts';
import type { Passage } from '../../../../../src/oracle/transformers/scores/passages.ts';
import { scorePassages } from '../../../../../src/oracle/transformers/scores/score-passages.ts';
import { randomModelFiles } from '../../../../random-model/model-files.ts';
import { type AttentionKind, type NumberFormat, TINY } from '../../../../random-model/model-shape.ts';
import { tokensOf } from '../graph/texts.ts';

Object.assign(env.wasm, { wasmPaths: { ...RUNTIME_FILES }, numThreads: 1 });

const pause = () => Promise.resolve();

async function openRandom(attention: AttentionKind, format: NumberFormat, device: 'wasm' | 'webgpu'): Promise<ModelGraph> {
  const files = randomModelFiles({ shape: { ...TINY, vocabularySize: 2048 }, attention, format, seed: 3 });
  const model = [...files].find(([path]) => path.endsWith('.onnx'))?.[1];
  return openGraph(await InferenceSession.create(model ?? new Uint8Array(), { executionProviders: [device] }), device);
}

async function score(passages: readonly Passage[], graph: ModelGraph, stepTokensMax = 512): Promise<number[]> {
  const found = new Map<Passage, number>();
  for await (const read of scorePassages(passages, { graph, stepTokensMax, sideBySide: true }, pause)) {
    for (const [index, passage] of read.passages.entries()) found.set(passage, read.logLikelihoods[index] ?? NaN);
  }
  return passages.map((passage) => found.get(passage) ?? NaN);
}

/** As decoding has it: the prefix is read, then one token a step, each foretold by what came before. */
async function scoreByDecoding({ prefix, target }: Passage, graph: ModelGraph): Promise<number> {
  let sum = 0;
  let cache = await graph.allocate(1, 0);
  const all = [...prefix, ...target.slice(0, -1)];
  for (const [place, token] of all.entries()) {
    const read = await graph.run({ tokens: [[token]], positions: [[place]], spans: [{ from: 0, to: place + 1 }], columns: place + 1, cache, inPlace: false, logits: 'last' });
    graph.free(cache);
    cache = read.cache;
    const next = target[place + 1 - prefix.length];
    if (next !== undefined && place + 1 >= prefix.length) sum += logLikelihood(read.logits, 0, next);
  }
  graph.free(cache);
  return sum;
}

const shared = tokensOf(90, 7);
const passage = fc.record({
  prefix: fc.oneof(fc.constant(shared), fc.tuple(fc.integer({ min: 1, max: 60 }), fc.nat(50)).map(([length, salt]) => tokensOf(length, salt))),
  target: fc.tuple(fc.integer({ min: 1, max: 80 }), fc.nat(50)).map(([length, salt]) => tokensOf(length, salt + 60)),
});

function expectClose(actual: readonly number[], expected: readonly number[], passages: readonly Passage[], tolerance = 1e-4): void {
  expect(actual).toHaveLength(expected.length);
  for (const [index, value] of actual.entries()) {
    const tokens = passages[index]?.target.length ?? 1;
    // Of the mean over the tokens: sums are taken in another order when another number of tokens is read at once.
    expect(Math.abs(value - (expected[index] ?? NaN)) / tokens).toBeLessThan(tolerance);
  }
}

const ON_WASM: readonly (readonly [AttentionKind, NumberFormat])[] = [
  ['standard', 'fp32'],
  ['standard', 'q4'],
  ['gqa', 'fp32'],
  ['gqa', 'q4'],
  ['gqa-bias', 'q4'],
  ['hybrid', 'fp32'],
];

describe.each(ON_WASM)('a %s graph in %s on the processor', async (attention, format) => {
  const graph = await openRandom(attention, format, 'wasm');

  it('finds a text as likely in company as alone, and alone as decoding does', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(passage, { minLength: 1, maxLength: 12 }), fc.constantFrom(64, 200, 512), async (passages, stepTokensMax) => {
        const together = await score(passages, graph, stepTokensMax);
        const alone: number[] = [];
        for (const one of passages) alone.push(...(await score([one], graph)));
        expectClose(together, alone, passages);
        const [first] = passages;
        if (first) expectClose(together.slice(0, 1), [await scoreByDecoding(first, graph)], passages);
      }),
      { numRuns: 12, seed: 1 },
    );
  });
});

describe.each([['standard', 'fp32'], ['gqa', 'q4']] as const)('a %s graph in %s on the GPU', async (attention, format) => {
  const graph = await openRandom(attention, format, 'webgpu');

  it('finds a text as likely in company as alone', async () => {
    const passages = [20, 7, 50].map((length, salt): Passage => ({ prefix: tokensOf(5 + salt, salt), target: tokensOf(length, salt + 9) }));
    const together = await score(passages, graph);
    const alone: number[] = [];
    for (const one of passages) alone.push(...(await score([one], graph)));
    expectClose(together, alone, passages);
    const onProcessor = await openRandom(attention, format, 'wasm');
    // It has exponentials and roots of its own.
    expectClose(together, await score(passages, onProcessor), passages, 1e-3);
  });
});
