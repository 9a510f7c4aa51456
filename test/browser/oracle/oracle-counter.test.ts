import { describe, expect, it } from 'vitest';
import { OracleCounter } from '../../../src/oracle/oracle-counter.ts';
import { OracleError } from '../../../src/oracle/oracle.ts';
import { emptyCaches, ENTRY, putModel } from './dock/weight-cache.ts';

const started: string[] = [];
const counter = new OracleCounter({
  startWorker: (url) => {
    started.push(url);
    return new Worker(URL.createObjectURL(new Blob([''], { type: 'text/javascript' })));
  },
  workerUrls: { transformers: '/transformers.js', webllm: '/webllm.js' },
  dockUrl: '/no-such-dock.html',
});
const signal = () => new AbortController().signal;
const ignore = () => {};

describe('the oracle counter', () => {
  it('offers what this browser can run, and knows what is here', async () => {
    await emptyCaches();
    const report = await counter.probe();
    const before = await counter.offers(report);
    expect(before.filter(({ refusal, spec }) => refusal === undefined && spec.practice)).toHaveLength(2);
    expect(before.filter(({ cached, spec }) => cached && !spec.practice)).toEqual([]);
    await putModel();
    const after = await counter.offers({ ...report, gpu: report.gpu && { ...report.gpu, software: false } });
    expect(after.filter(({ cached, spec }) => cached && !spec.practice).map(({ spec }) => spec)).toEqual([ENTRY.spec]);
  });

  it('fetches nothing for weights that are here or come with the page', async () => {
    await putModel();
    await counter.fetchWeights(ENTRY.spec, ignore, signal());
    await counter.fetchWeights({ ...ENTRY.spec, practice: true }, ignore, signal());
    expect(document.querySelectorAll('iframe')).toHaveLength(0);
  });

  it('opens each oracle in a worker of its engine', async () => {
    const controller = new AbortController();
    for (const engine of ['webllm', 'transformers'] as const) {
      const oracle = counter.open({ ...ENTRY.spec, engine });
      const loading = oracle.load(ENTRY.spec, ignore, controller.signal);
      await oracle.close();
      await expect(loading).rejects.toEqual(new OracleError('closed'));
    }
    expect(started).toEqual(['/webllm.js', '/transformers.js']);
  });
});
