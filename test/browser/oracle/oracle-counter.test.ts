import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../../src/oracle/catalogue/catalogue.ts';
import { memoryWith } from '../../../src/oracle/model-card.ts';
import { OracleCounter } from '../../../src/oracle/oracle-counter.ts';
import { OracleError } from '../../../src/oracle/oracle.ts';
import { getManifest } from '../../../src/oracle/weights/manifest-store.ts';
import { CARD, makeRepository, SPEC } from './weights/model-files.ts';
import { emptyWeights, fetchModel, startRig } from './weights/rig.ts';

const started: string[] = [];
const counter = new OracleCounter({
  startWorker: (url) => {
    started.push(url);
    return new Worker(URL.createObjectURL(new Blob([''], { type: 'text/javascript' })));
  },
  workerUrls: { transformers: '/transformers.js', webllm: '/webllm.js', student: '/student.js', embedder: '/embedder.js', tokens: '/tokens.js' },
  weightsUrl: '/weights.js',
  dockUrl: '/src/dock.html',
});
const ignore = () => {};

describe('the oracle counter', () => {
  it('offers what this browser can run, and knows what is here under its commit', async () => {
    await emptyWeights();
    const report = await counter.probe();
    const before = await counter.offers(report);
    expect(before.filter(({ refusal, spec }) => refusal === undefined && spec.practice)).toHaveLength(2);
    expect(before.filter(({ stored }) => stored)).toEqual([]);
    const model = await fetchModel(startRig(), CARD, makeRepository());
    const after = await counter.offers({ ...report, gpu: report.gpu && { ...report.gpu, software: false } });
    expect(after.filter(({ stored }) => stored)).toMatchObject([{ spec: SPEC, stored: model, downloadBytes: model.sizeBytes }]);
  });

  it('guesses less memory of the GPU once a model of the catalogue ran out of it, with the lanes that it had', async () => {
    const card = CATALOGUE.flat().find(({ gpu, contextTokenBytes, spec }) => gpu && contextTokenBytes && spec.engine === 'transformers');
    if (!card) throw new Error('no such card');
    const failed = { ...card.spec, lanes: 2 };
    localStorage.setItem('tain.out-of-memory', JSON.stringify([failed]));
    const report = await counter.probe();
    localStorage.clear();
    expect(report.guessedGpuBytes ?? 0).toBeCloseTo(0.9 * memoryWith(card, failed), 0);
  });

  it('says why a model cannot be looked up', async () => {
    const looking = counter.lookUp('no id', await counter.probe(), new AbortController().signal);
    await expect(looking).rejects.toMatchObject({ name: 'WeightError', code: 'not-found', detail: 'no id' });
  });

  it('opens each oracle in a worker of its engine, and notes the use', async () => {
    started.length = 0;
    const controller = new AbortController();
    for (const engine of ['webllm', 'transformers'] as const) {
      const oracle = counter.open({ ...SPEC, engine });
      const loading = oracle.load(SPEC, ignore, controller.signal);
      await oracle.close();
      await expect(loading).rejects.toEqual(new OracleError('closed'));
    }
    expect(started).toEqual(['/webllm.js', '/transformers.js']);
    await expect.poll(async () => (await getManifest(SPEC))?.lastUsedAtMs).toBeGreaterThan(0);
  });

  it('opens students, embedders and counters of tokens in workers of their own, and offers the practice ones', async () => {
    started.length = 0;
    const signal = new AbortController().signal;
    const [student, embedder, tokens] = [counter.openStudent(SPEC), counter.openEmbedder(SPEC), counter.openTokenCounter()];
    const loading = [student.load(SPEC, ignore, signal), embedder.load(SPEC, ignore, signal), tokens.load(SPEC, signal)];
    await Promise.all([student.close(), embedder.close(), tokens.close()]);
    for (const one of loading) await expect(one).rejects.toEqual(new OracleError('closed'));
    expect(started).toEqual(['/student.js', '/embedder.js', '/tokens.js']);
    const report = await counter.probe();
    const lists = await Promise.all([counter.students(report), counter.embedders(report)]);
    const [students = [], embedders = []] = lists.map((list) => list.flatMap(({ spec, refusal }) => (refusal === undefined ? [spec.modelId] : [])));
    // Other tests may have left models here.
    expect([students.includes('tain-practice-student'), students.includes('tain-practice-embedder')]).toEqual([true, false]);
    expect([embedders.includes('tain-practice-embedder'), embedders.includes('tain-practice-student')]).toEqual([true, false]);
  });
});
