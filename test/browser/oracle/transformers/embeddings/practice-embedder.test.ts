import { expect, it, onTestFinished } from 'vitest';
import { EMBEDDER_FAMILIES } from '../../../../../src/oracle/catalogue/embedder-entries.ts';
import embedderUrl from '../../../../../src/oracle/transformers/embedder.worker.ts?worker&url';
import { WorkerEmbedder } from '../../../../../src/oracle/worker-embedder.ts';
import { startWorker } from '../practice.ts';

const NEVER = new AbortController().signal;
const ignore = () => undefined;

it('the practice embedder comes with the page, and puts texts near each other that share words', async () => {
  const [card] = EMBEDDER_FAMILIES.find(([{ spec }]) => spec.practice) ?? [];
  if (!card) throw new Error('no practice embedder');
  const embedder = new WorkerEmbedder(startWorker, embedderUrl);
  onTestFinished(() => embedder.close());
  const traits = await embedder.load(card.spec, ignore, NEVER);
  expect(traits).toEqual({ dimensions: 64, tokensMax: 4096, pooling: 'mean', normalised: true, configured: false });
  const texts = ['What is the capital of France?', 'The capital of France is Paris.', 'Sort the list in place with list.sort().', '', 'a'.repeat(5000)];
  const [question, answer, other, nothing, long] = await embedder.embed(texts, ignore, NEVER);
  const cosine = (one: typeof question, two: typeof question) => (one?.vector ?? new Float32Array()).reduce((sum, value, index) => sum + value * (two?.vector[index] ?? NaN), 0);
  expect(cosine(question, answer)).toBeGreaterThan(cosine(question, other) + 0.2);
  expect(nothing?.vector.every((value) => Number.isFinite(value))).toBe(true);
  expect(long?.cutTokens).toBe(5001 - 4096);
});
