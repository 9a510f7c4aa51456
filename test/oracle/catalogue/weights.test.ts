import { describe, expect, it } from 'vitest';
import { transformersWeights } from '../../../src/oracle/catalogue/transformers-weights.ts';
import type { ReadIndex, WeightFile } from '../../../src/oracle/catalogue/weight-file.ts';
import { webLlmWeights } from '../../../src/oracle/catalogue/webllm-weights.ts';

const LLAMA = { modelId: 'Llama-3.1-8B-Instruct-q4f16_1-MLC', revision: 'main' };
const FOLDER = 'https://huggingface.co/mlc-ai/Llama-3.1-8B-Instruct-q4f16_1-MLC/resolve/main/';
const LIBRARY = 'https://raw.githubusercontent.com/mlc-ai/binary-mlc-llm-libs/main/web-llm-models/v0_2_86/base/Llama-3_1-8B-Instruct-q4f16_1_cs1k-webgpu.wasm';

const place = ({ cacheName, url, sizeBytes, optional }: WeightFile) => [cacheName, url, sizeBytes, ...(optional ? ['optional'] : [])];

const reading =
  (contents: Readonly<Record<string, unknown>>): ReadIndex =>
  ({ url }) =>
    Promise.resolve(contents[url.split('/').at(-1) ?? '']);

describe('the files of a WebLLM model', () => {
  const layout = webLlmWeights(LLAMA);

  it('lie in the engine’s three caches', async () => {
    const read = reading({
      'mlc-chat-config.json': { tokenizer_files: ['vocab.json', 'tokenizer.model', 'tokenizer.json'] },
      'tensor-cache.json': { records: [{ dataPath: 'params_shard_0.bin', nbytes: 131_334_144 }, { dataPath: 'params_shard_1.bin', nbytes: 33_554_432 }] },
    });
    expect(layout.indexFiles.map(place)).toEqual([
      ['webllm/config', `${FOLDER}mlc-chat-config.json`, undefined],
      ['webllm/model', `${FOLDER}tensor-cache.json`, undefined],
    ]);
    expect((await layout.otherFiles(read)).map(place)).toEqual([
      ['webllm/wasm', LIBRARY, undefined],
      ['webllm/model', `${FOLDER}tokenizer.json`, undefined],
      ['webllm/model', `${FOLDER}params_shard_0.bin`, 131_334_144],
      ['webllm/model', `${FOLDER}params_shard_1.bin`, 33_554_432],
    ]);
  });

  it.each([
    ['an index that is no object', null, null],
    ['no shards', { tokenizer_files: ['tokenizer.json'] }, { records: [] }],
    ['a shard without a size', { tokenizer_files: ['tokenizer.json'] }, { records: [{ dataPath: 'a.bin' }] }],
    ['a shard elsewhere', { tokenizer_files: ['tokenizer.json'] }, { records: [{ dataPath: '../../../../other/a.bin', nbytes: 1 }] }],
    ['no tokenizer', { tokenizer_files: ['vocab.json'] }, { records: [{ dataPath: 'a.bin', nbytes: 1 }] }],
  ])('are not made up from %s', async (_, config, shards) => {
    await expect(layout.otherFiles(reading({ 'mlc-chat-config.json': config, 'tensor-cache.json': shards }))).rejects.toThrow(TypeError);
  });
});

describe('the files of a Transformers.js model', () => {
  const layout = transformersWeights({ modelId: 'onnx-community/Llama-3.2-1B-Instruct-ONNX', revision: 'refs/pr/1', dtype: 'q8' });
  const folder = 'https://huggingface.co/onnx-community/Llama-3.2-1B-Instruct-ONNX/resolve/refs%2Fpr%2F1/';
  const names = async (config: unknown) => (await layout.otherFiles(reading({ 'config.json': config }))).map(({ url }) => url.replace(folder, ''));

  it('lie in the engine’s cache under their address at the hub', async () => {
    expect(layout.indexFiles.map(place)).toEqual([['transformers-cache', `${folder}config.json`, undefined]]);
    expect((await layout.otherFiles(reading({ 'config.json': {} }))).map(place)).toEqual([
      ['transformers-cache', `${folder}tokenizer.json`, undefined],
      ['transformers-cache', `${folder}tokenizer_config.json`, undefined],
      ['transformers-cache', `${folder}generation_config.json`, undefined, 'optional'],
      ['transformers-cache', `${folder}onnx/model_quantized.onnx`, undefined],
    ]);
  });

  it('come with as many data files as the configuration says', async () => {
    const settings = (use: unknown) => ({ 'transformers.js_config': { use_external_data_format: use } });
    expect((await names(settings(true))).slice(4)).toEqual(['onnx/model_quantized.onnx_data']);
    expect((await names(settings(2))).slice(4)).toEqual(['onnx/model_quantized.onnx_data', 'onnx/model_quantized.onnx_data_1']);
    expect((await names(settings({ 'model_quantized.onnx': 1, model: 3 }))).slice(4)).toHaveLength(1);
    expect((await names(settings({ 'model_q4.onnx': 2 }))).slice(4)).toEqual([]);
    await expect(names(settings('many'))).rejects.toThrow(TypeError);
    await expect(names('<html>')).rejects.toThrow(TypeError);
  });
});
