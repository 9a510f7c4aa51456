import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import workerUrl from '../../../../src/oracle/webllm/webllm.worker.ts?worker&url';
import type { LoadProgress } from '../../../../src/oracle/oracle.ts';
import { WorkerOracle } from '../../../../src/oracle/worker-oracle.ts';
import { emptyCaches, ENTRY, FOLDER, putModel } from '../dock/weight-cache.ts';

const signal = () => new AbortController().signal;

function open(): WorkerOracle {
  const oracle = new WorkerOracle((url) => new Worker(url, { type: 'module' }), workerUrl, 1);
  onTestFinished(() => oracle.close());
  return oracle;
}

beforeEach(emptyCaches);

describe('the WebLLM worker', () => {
  it('asks for weights that are not here, and fetches none by itself', async () => {
    const seen: LoadProgress[] = [];
    const loading = open().load(ENTRY.spec, (progress) => seen.push(progress), signal());
    await expect(loading).rejects.toMatchObject({ code: 'weights-missing', detail: `${FOLDER}mlc-chat-config.json` });
    expect(seen).toEqual([]);
  });

  it('refuses a model in f16 on a GPU without it', async () => {
    const spec = { ...ENTRY.spec, modelId: ENTRY.spec.modelId.replace('q4f32', 'q4f16'), dtype: 'q4f16_1' };
    await expect(open().load(spec, () => {}, signal())).rejects.toMatchObject({ code: 'unsupported' });
  });

  it('has the real engine find the files where the dock puts them', async () => {
    await putModel();
    // As far as it goes without a compiled library: the engine reads configuration and library, and finds that the latter is none.
    const loading = open().load(ENTRY.spec, () => {}, signal());
    await expect(loading).rejects.toMatchObject({ code: 'load-failed', detail: expect.stringContaining('CompileError') as string });
  });
});
