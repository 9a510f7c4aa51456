import { pipeline } from '@huggingface/transformers';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OracleSpec } from '../../../../../src/core/run.ts';
import type { EmbedderTraits, EmbedProgress } from '../../../../../src/oracle/embedder.ts';
import { confineTransformers } from '../../../../../src/oracle/transformers/confine.ts';
import embedderUrl from '../../../../../src/oracle/transformers/embedder.worker.ts?worker&url';
import { removeModel } from '../../../../../src/oracle/weights/stored-models.ts';
import { WorkerEmbedder } from '../../../../../src/oracle/worker-embedder.ts';
import { randomEncoderFiles } from '../../../../random-model/encoder-files.ts';
import { TINY_ENCODER } from '../../../../random-model/encoder-shape.ts';
import { startWorker } from '../practice.ts';
import { publishFiles, PUBLISHED } from '../published.ts';

const NEVER = new AbortController().signal;
const ignore = () => undefined;

const json = (value: unknown) => new Blob([JSON.stringify(value)]);
const poolingFiles = (mode: string) => ({
  'modules.json': json([{ type: 'sentence_transformers.models.Transformer' }, { type: 'sentence_transformers.models.Pooling' }]),
  '1_Pooling/config.json': json({ word_embedding_dimension: 64, pooling_mode_cls_token: mode === 'cls', pooling_mode_mean_tokens: mode === 'mean', pooling_mode_lasttoken: mode === 'last' }),
  'sentence_bert_config.json': json({ max_seq_length: 100, do_lower_case: false }),
});

const specOf = (name: string): OracleSpec => ({ ...PUBLISHED, modelId: `someone/${name}`, contextTokens: 4096 });

async function publishEncoder(spec: OracleSpec, settings: Readonly<Record<string, Blob>> = {}): Promise<void> {
  const files = randomEncoderFiles({ shape: TINY_ENCODER, format: spec.dtype === 'q8' ? 'q8' : 'fp32', seed: 2 });
  await publishFiles(spec, new Map([...[...files].map(([path, bytes]) => [path, new Blob([bytes.slice()])] as const), ...Object.entries(settings)]));
}

async function withEmbedder(spec: OracleSpec, settings: Readonly<Record<string, Blob>>, use: (embedder: WorkerEmbedder, traits: EmbedderTraits) => Promise<void>): Promise<void> {
  await publishEncoder(spec, settings);
  const embedder = new WorkerEmbedder(startWorker, embedderUrl);
  try {
    await use(embedder, await embedder.load(spec, ignore, NEVER));
  } finally {
    await embedder.close();
    await removeModel(spec);
  }
}

function distance(one: Float32Array | undefined, other: ArrayLike<number> | undefined): number {
  expect(one?.length).toBe(other?.length);
  return Math.hypot(...Array.from(one ?? [], (value, index) => value - (other?.[index] ?? NaN)));
}

const TEXTS = ['Name a river.', 'The Danube rises in Germany and ends in the Black Sea, ten countries later.', '', 'Water', 'the '.repeat(60)];

describe('an embedder in a worker', () => {
  const spec = specOf('random-encoder');
  const embedder = new WorkerEmbedder(startWorker, embedderUrl);
  let traits: EmbedderTraits;
  beforeAll(async () => {
    await publishEncoder(spec);
    traits = await embedder.load(spec, ignore, NEVER);
  });
  afterAll(async () => {
    await embedder.close();
    await removeModel(spec);
  });

  it('tells how it makes vectors, and that no file of the model says so', () => {
    expect(traits).toEqual({ dimensions: 64, tokensMax: TINY_ENCODER.contextTokens, pooling: 'mean', normalised: true, configured: false });
  });

  it('gives what the library’s own pipeline gives', async () => {
    confineTransformers(spec);
    const extract = await pipeline('feature-extraction', spec.modelId, { dtype: 'fp32', device: 'wasm' });
    const embeddings = await embedder.embed(TEXTS, ignore, NEVER);
    for (const [index, text] of TEXTS.entries()) {
      const expected = await extract(text, { pooling: 'mean', normalize: true });
      expect(distance(embeddings[index]?.vector, expected.data as Float32Array)).toBeLessThan(1e-4);
    }
  });

  it('gives a text the same vector in company as alone, of length 1', async () => {
    const word = fc.constantFrom('the', 'river', 'of', 'and', 'water', 'x', '42', 'Ünïcode', '🙂');
    const text = fc.array(word, { maxLength: 70 }).map((words) => words.join(' '));
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 20 }), async (texts) => {
        const together = await embedder.embed(texts, ignore, NEVER);
        expect(together).toHaveLength(texts.length);
        for (const [index, text] of texts.entries()) {
          const [alone] = await embedder.embed([text], ignore, NEVER);
          expect(distance(together[index]?.vector, alone?.vector)).toBeLessThan(1e-4);
          expect(Math.hypot(...(together[index]?.vector ?? []))).toBeCloseTo(1, 5);
        }
      }),
      { numRuns: 15, seed: 1 },
    );
  });

  it('tells each embedding as it comes, and what it cut', async () => {
    const steps: EmbedProgress[] = [];
    const texts = Array.from({ length: 600 }, (_, index) => 'the '.repeat(index % 200));
    const embeddings = await embedder.embed(texts, (step) => steps.push(step), NEVER);
    expect(steps.flatMap(({ embedded }) => embedded).map(({ index }) => index).toSorted((one, other) => one - other)).toEqual([...texts.keys()]);
    expect(steps.length).toBeGreaterThan(10);
    const room = TINY_ENCODER.contextTokens - 2;
    expect(embeddings.map(({ cutTokens }) => cutTokens)).toEqual(texts.map((_, index) => Math.max(0, (index % 200) - room)));
  });

  it('stops when nobody wants the embeddings any more, and serves the next call', async () => {
    const controller = new AbortController();
    const stopped = embedder.embed(Array.from({ length: 2000 }, () => TEXTS).flat(), () => controller.abort(new Error('enough')), controller.signal);
    const next = embedder.embed(TEXTS, ignore, NEVER);
    await expect(stopped).rejects.toThrow('enough');
    await expect(next).resolves.toHaveLength(TEXTS.length);
  });
});

describe('the settings of an embedder', () => {
  it('are those of the model’s own files', async () => {
    await withEmbedder(specOf('first-token-encoder'), poolingFiles('cls'), async (embedder, traits) => {
      expect(traits).toEqual({ dimensions: 64, tokensMax: 100, pooling: 'cls', normalised: false, configured: true });
      const [short, long] = await embedder.embed(['water', 'the '.repeat(120)], ignore, NEVER);
      expect(Math.hypot(...(short?.vector ?? []))).toBeGreaterThan(2);
      expect(long?.cutTokens).toBe(120 - 98);
    });
  });

  it('are refused when they ask for what is not known here', async () => {
    await expect(withEmbedder(specOf('last-token-encoder'), poolingFiles('last'), () => Promise.resolve())).rejects.toMatchObject({ code: 'load-failed', detail: expect.stringContaining('pooling_mode_lasttoken') as string });
  });

  it('give each text in eight bits the vector that it has alone, but for a rounding', async () => {
    await withEmbedder({ ...specOf('eight-bit-encoder'), dtype: 'q8' }, poolingFiles('mean'), async (embedder) => {
      const together = await embedder.embed(TEXTS, ignore, NEVER);
      for (const [index, text] of TEXTS.entries()) {
        const [alone] = await embedder.embed([text], ignore, NEVER);
        // Padding changes the order of summing, and a last digit can round a number up or down.
        expect(distance(together[index]?.vector, alone?.vector) / Math.hypot(...(alone?.vector ?? []))).toBeLessThan(0.01);
      }
    });
  });
});
