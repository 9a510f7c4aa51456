import { ModelType, prebuiltAppConfig } from '@mlc-ai/web-llm';
import { describe, expect, it } from 'vitest';
import { isRepository, libraryUrl } from '../../../src/oracle/weights/addresses.ts';
import { transformersLayout } from '../../../src/oracle/weights/transformers-layout.ts';
import type { ReadIndex, WeightFile } from '../../../src/oracle/weights/weight-file.ts';
import { webLlmLayout } from '../../../src/oracle/weights/webllm-layout.ts';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const LLAMA = { engine: 'webllm', modelId: 'Llama-3.1-8B-Instruct-q4f16_1-MLC', revision: COMMIT } as const;
const FOLDER = `https://huggingface.co/mlc-ai/Llama-3.1-8B-Instruct-q4f16_1-MLC/resolve/${COMMIT}/`;
const LIBRARY = 'https://raw.githubusercontent.com/mlc-ai/binary-mlc-llm-libs/main/web-llm-models/v0_2_86/base/Llama-3_1-8B-Instruct-q4f16_1_cs1k-webgpu.wasm';

const place = ({ scope, url, from, promise: { sizeBytes, md5 } }: WeightFile) => [scope, url, from === url ? undefined : from, sizeBytes, md5].filter((value) => value !== undefined);

const reading =
  (contents: Readonly<Record<string, unknown>>): ReadIndex =>
  ({ path }) =>
    Promise.resolve(contents[path]);

describe('the files of a WebLLM model', () => {
  const layout = webLlmLayout(LLAMA, new Set(['tensor-cache.json']));

  it('lie in the engine’s three scopes', async () => {
    const read = reading({
      'mlc-chat-config.json': { tokenizer_files: ['vocab.json', 'tokenizer.model', 'tokenizer.json'] },
      'tensor-cache.json': { records: [{ dataPath: 'params_shard_0.bin', nbytes: 131_334_144, md5sum: 'ABCD' }, { dataPath: 'params_shard_1.bin', nbytes: 33_554_432 }] },
    });
    expect(layout.indexFiles.map(place)).toEqual([
      ['webllm/config', `${FOLDER}mlc-chat-config.json`],
      ['webllm/model', `${FOLDER}tensor-cache.json`],
    ]);
    expect((await layout.otherFiles(read)).map(place)).toEqual([
      ['webllm/wasm', LIBRARY],
      ['webllm/model', `${FOLDER}tokenizer.json`],
      ['webllm/model', `${FOLDER}params_shard_0.bin`, 131_334_144, 'abcd'],
      ['webllm/model', `${FOLDER}params_shard_1.bin`, 33_554_432],
    ]);
  });

  it('include the list of shards under its former name, where the engine looks for it under the new one', () => {
    const former = webLlmLayout(LLAMA, new Set(['ndarray-cache.json']));
    expect(former.indexFiles.map(place)[1]).toEqual(['webllm/model', `${FOLDER}tensor-cache.json`, `${FOLDER}ndarray-cache.json`]);
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

  it('come with the library that the engine’s own catalogue names', () => {
    const chatModels = prebuiltAppConfig.model_list.filter(({ model_type }) => model_type !== ModelType.embedding);
    expect(chatModels.length).toBeGreaterThan(150);
    const repositoryName = (address: string) => address.split('/').at(-1) ?? '';
    expect(chatModels.filter(({ model, model_lib }) => libraryUrl(repositoryName(model)) !== model_lib).map(({ model }) => model)).toEqual([]);
  });
});

describe('the files of a Transformers.js model', () => {
  const address = { engine: 'transformers', modelId: 'onnx-community/Llama-3.2-1B-Instruct-ONNX', revision: 'refs/pr/1', dtype: 'q8' } as const;
  const layout = transformersLayout(address, new Set(['generation_config.json', 'chat_template.jinja']));
  const folder = 'https://huggingface.co/onnx-community/Llama-3.2-1B-Instruct-ONNX/resolve/refs%2Fpr%2F1/';
  const names = async (config: unknown) => (await layout.otherFiles(reading({ 'config.json': config }))).map(({ path }) => path);

  it('lie under their address at the hub', async () => {
    expect(layout.indexFiles.map(place)).toEqual([['transformers', `${folder}config.json`]]);
    const others = ['tokenizer.json', 'tokenizer_config.json', 'generation_config.json', 'chat_template.jinja', 'onnx/model_quantized.onnx'];
    expect((await layout.otherFiles(reading({ 'config.json': {} }))).map(place)).toEqual(others.map((path) => ['transformers', folder + path]));
    expect(await transformersLayout(address, new Set()).otherFiles(reading({ 'config.json': {} }))).toHaveLength(3);
  });

  it('come with as many data files as the configuration says', async () => {
    const settings = (use: unknown) => ({ 'transformers.js_config': { use_external_data_format: use } });
    expect((await names(settings(true))).slice(5)).toEqual(['onnx/model_quantized.onnx_data']);
    expect((await names(settings(2))).slice(5)).toEqual(['onnx/model_quantized.onnx_data', 'onnx/model_quantized.onnx_data_1']);
    expect((await names(settings({ 'model_quantized.onnx': 1, model: 3 }))).slice(5)).toHaveLength(1);
    expect((await names(settings({ 'model_q4.onnx': 2 }))).slice(5)).toEqual([]);
    await expect(names(settings('many'))).rejects.toThrow(TypeError);
    await expect(names('<html>')).rejects.toThrow(TypeError);
  });
});

describe('the files of a model that turns texts into vectors', () => {
  it('include those that say how', async () => {
    const address = { engine: 'transformers', modelId: 'someone/encoder', revision: COMMIT, dtype: 'fp32' } as const;
    const layout = transformersLayout(address, new Set(['modules.json', '1_Pooling/config.json', '2_Normalize/config.json', 'sentence_bert_config.json']));
    const paths = (await layout.otherFiles(reading({ 'config.json': {} }))).map(({ path }) => path);
    expect(paths).toEqual(['tokenizer.json', 'tokenizer_config.json', 'modules.json', '1_Pooling/config.json', 'sentence_bert_config.json', 'onnx/model.onnx']);
  });
});

describe('the name of a repository', () => {
  it.each(['owner/name', 'HuggingFaceTB/SmolLM2-135M-Instruct', 'a_b/c.d-e'])('may be %s', (text) => expect(isRepository(text)).toBe(true));
  it.each(['', 'name', 'a/b/c', '../x', 'a/..', 'a/b?c', 'a/b#c', 'https://x/y', 'a b/c', 'a/b%2F', 'a/' + 'b'.repeat(200)])('is not “%s”', (text) => expect(isRepository(text)).toBe(false));
});
