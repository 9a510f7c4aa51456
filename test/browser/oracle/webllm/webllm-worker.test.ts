import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import workerUrl from '../../../../src/oracle/webllm/webllm.worker.ts?worker&url';
import type { LoadProgress } from '../../../../src/oracle/oracle.ts';
import { WorkerOracle } from '../../../../src/oracle/worker-oracle.ts';
import { SPEC } from '../weights/model-files.ts';
import { emptyFileSystem, storeModel } from './stored-model.ts';

const signal = () => new AbortController().signal;
const text = (words: string) => new TextEncoder().encode(words);
const CONFIG = 'mlc-chat-config.json';

function open(): WorkerOracle {
  const oracle = new WorkerOracle((url) => new Worker(url, { type: 'module' }), workerUrl, 1);
  onTestFinished(() => oracle.close());
  return oracle;
}

/** Like an empty program, with the memory that the engine's runtime expects to be exported. */
const PROGRAM_WITH_MEMORY = Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 5, 3, 1, 0, 1, 7, 10, 1, 6, 0x6d, 0x65, 0x6d, 0x6f, 0x72, 0x79, 2, 0]);

beforeEach(emptyFileSystem);

describe('the WebLLM worker', () => {
  it('asks for weights that are not here, and fetches none by itself', async () => {
    const seen: LoadProgress[] = [];
    const loading = open().load(SPEC, (progress) => seen.push(progress), signal());
    await expect(loading).rejects.toMatchObject({ code: 'weights-missing', detail: expect.stringContaining(SPEC.modelId) as string });
    expect(seen).toEqual([]);
  });

  it('refuses a model in f16 on a GPU without it', async () => {
    const spec = { ...SPEC, modelId: SPEC.modelId.replace('q4f32', 'q4f16'), dtype: 'q4f16_1' };
    await expect(open().load(spec, () => {}, signal())).rejects.toMatchObject({ code: 'unsupported' });
  });

  // As far as the real engine goes without a compiled model: it reads the configuration and starts the library.
  it.each([
    ['its library is no program', {}, text('not wasm'), 'CompileError'],
    ['its library is a program without memory', {}, undefined, 'TypeError'],
    ['its library is a program without the engine’s runtime', {}, PROGRAM_WITH_MEMORY, '__initialize is not a function'],
    ['its configuration is no JSON', { [CONFIG]: text('{') }, undefined, 'SyntaxError'],
  ])('has the real engine find the files, and says load-failed when %s', async (_why, files, library, words) => {
    await storeModel(files, library);
    await expect(open().load(SPEC, () => {}, signal())).rejects.toMatchObject({ code: 'load-failed', detail: expect.stringContaining(words) as string });
  });
});
