import { afterAll, beforeEach, expect, it, onTestFinished } from 'vitest';
import { OracleCounter } from '../../../../src/oracle/oracle-counter.ts';
import type { DroppedFile } from '../../../../src/oracle/shelf.ts';
import embedderUrl from '../../../../src/oracle/transformers/embedder.worker.ts?worker&url';
import weightsUrl from '../../../../src/oracle/weights/weights.worker.ts?worker&url';
import { randomEncoderFiles } from '../../../random-model/encoder-files.ts';
import { TINY_ENCODER } from '../../../random-model/encoder-shape.ts';
import { startWorker } from '../transformers/practice.ts';
import { emptyWeights, never } from './rig.ts';

const counter = new OracleCounter({ startWorker, workerUrls: { transformers: '', webllm: '', student: '', embedder: embedderUrl, tokens: '' }, weightsUrl, dockUrl: '/no-such-dock.html' });
const ignore = () => undefined;

/** A folder as it lies on the hub, with the settings of Sentence Transformers. */
function folder(): DroppedFile[] {
  const files = new Map([...randomEncoderFiles({ shape: TINY_ENCODER, format: 'fp32', seed: 2 })].map(([path, bytes]) => [path, new Blob([bytes.slice()])]));
  files.set('1_Pooling/config.json', new Blob([JSON.stringify({ word_embedding_dimension: 64, pooling_mode_mean_tokens: true })]));
  return [...files].map(([path, blob]) => ({ path: `sentences/${path}`, file: new File([blob], path.split('/').at(-1) ?? path) }));
}

beforeEach(emptyWeights);
afterAll(emptyWeights);

it('an embedder comes in from the disk, is offered as one and not as an oracle, embeds, and can be packed for another machine', { timeout: 120_000 }, async () => {
  const model = await counter.shelf.importModel(folder(), ignore, never());
  expect(model.card).toMatchObject({ serves: 'embedder', spec: { engine: 'transformers', dtype: 'fp32', contextTokens: TINY_ENCODER.contextTokens } });
  const report = await counter.probe();
  const isIt = ({ spec }: { readonly spec: { readonly modelId: string } }) => spec.modelId === model.card.spec.modelId;
  const [offers, students, embedders] = await Promise.all([counter.offers(report), counter.students(report), counter.embedders(report)]);
  expect([offers, students, embedders].map((list) => list.some(isIt))).toEqual([false, false, true]);

  const embedder = counter.openEmbedder(model.card.spec);
  onTestFinished(() => embedder.close());
  expect(await embedder.load({ ...model.card.spec, device: 'wasm' }, ignore, never())).toMatchObject({ dimensions: 64, pooling: 'mean', configured: true });
  expect(await embedder.embed(['a river'], ignore, never())).toHaveLength(1);

  const { name, blob } = await counter.shelf.pack(model);
  // Read while the model is here: until then the pack is but a list of its files.
  const packed = new File([await blob.arrayBuffer()], name);
  await counter.shelf.remove(model);
  expect((await counter.embedders(report)).some(isIt)).toBe(false);
  const again = await counter.shelf.importModel([{ path: name, file: packed }], ignore, never());
  expect(again.card).toEqual(model.card);
  expect((await counter.shelf.check(again, ignore, never())).missing).toEqual([]);
});
