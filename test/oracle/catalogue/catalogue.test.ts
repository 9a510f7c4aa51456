import { ModelType, type ModelRecord, modelLibURLPrefix, modelVersion, prebuiltAppConfig } from '@mlc-ai/web-llm';
import { describe, expect, it } from 'vitest';
import { leastLanes } from '../../../src/core/run.ts';
import { identityKey } from '../../../src/oracle/catalogue/catalogue-entry.ts';
import { CATALOGUE, findEntry } from '../../../src/oracle/catalogue/catalogue.ts';
import { TRANSFORMERS_FAMILIES } from '../../../src/oracle/catalogue/transformers-entries.ts';
import { WEBLLM_FAMILIES } from '../../../src/oracle/catalogue/webllm-entries.ts';
import { webLlmThinks } from '../../../src/oracle/catalogue/webllm-library.ts';
import { libraryName } from '../../../src/oracle/weights/library-names.ts';

const MEBIBYTE = 1024 ** 2;
const cards = CATALOGUE.flat();
const real = cards.filter(({ spec }) => !spec.practice);
const records = prebuiltAppConfig.model_list;
const repository = ({ model }: ModelRecord) => model.split('/').at(-1) ?? '';
const library = ({ model_lib }: ModelRecord) => model_lib.slice(`${modelLibURLPrefix}${modelVersion}/`.length);

describe('the WebLLM catalogue', () => {
  it.each(WEBLLM_FAMILIES.flat())('agrees with the engine’s own about $spec.modelId', ({ spec, memoryBytes, gpu }) => {
    const theirs = records.find(({ model_id }) => model_id === spec.modelId);
    if (!theirs) throw new Error('not in the engine’s catalogue');
    expect(theirs.model).toBe(`https://huggingface.co/mlc-ai/${spec.modelId}`);
    expect(memoryBytes).toBeCloseTo((theirs.vram_required_MB ?? 0) * MEBIBYTE, 0);
    // Only the context is set when a model is loaded; the history of hybrid models is one step by default too.
    expect({ max_history_size: 1, ...theirs.overrides }).toEqual({ context_window_size: spec.contextTokens, max_history_size: 1 });
    expect(theirs.model_manifest).toBeUndefined();
    expect(gpu?.bufferBytes).toBeGreaterThanOrEqual(theirs.buffer_size_required_bytes ?? 0);
  });

  it('asks the adapter for f16 wherever a model computes in it: most of the engine’s records do not', () => {
    const silent = records.filter(({ model_id, required_features }) => /q[04]f16/.test(model_id) && !required_features?.includes('shader-f16'));
    expect(silent).toHaveLength(54);
    expect(WEBLLM_FAMILIES.flat().filter(({ spec, gpu }) => gpu?.shaderF16 !== spec.modelId.includes('f16'))).toEqual([]);
  });

  it('knows the library of every language model that the engine comes with, and of nothing else', () => {
    const loadable = ({ model_type = ModelType.LLM, model_manifest }: ModelRecord) => model_type === ModelType.LLM && model_manifest === undefined;
    for (const record of records) {
      const expected = loadable(record) ? library(record) : undefined;
      const name = repository(record);
      expect(webLlmThinks(name) === undefined ? undefined : libraryName(name), record.model_id).toBe(expected);
    }
    const strangers = ['Qwen3-8B', 'Qwen3-5B-q4f16_1-MLC', 'My-Llama-3.2-1B-Instruct-q4f16_1-MLC', 'Qwen3-8B-q4f16_1-MLC-1k', 'a/b/Qwen3-8B-q4f16_1-MLC'];
    expect(strangers.map(webLlmThinks)).toEqual(strangers.map(() => undefined));
  });

  it('reckons what context takes as the engine’s figures for two contexts do', () => {
    const compared = WEBLLM_FAMILIES.flat().flatMap((card) => {
      const short = records.find(({ model_id }) => model_id === `${card.spec.modelId}-1k`);
      return short ? [{ card, saved: card.memoryBytes - (short.vram_required_MB ?? 0) * MEBIBYTE }] : [];
    });
    expect(compared.length).toBeGreaterThanOrEqual(4);
    // Some of the engine's figures are in millions of bytes, some in mebibytes.
    for (const { card, saved } of compared) expect((card.contextTokenBytes ?? 0) / (saved / 3072), card.title).toBeCloseTo(1, 1);
  });

  it('knows which models think', () => {
    expect(['Qwen3-8B-q4f32_1-MLC', 'somebody/Qwen3-8B-q4f32_1-MLC'].map(webLlmThinks)).toEqual([true, true]);
    expect(webLlmThinks('Llama-3.2-1B-Instruct-q4f16_1-MLC')).toBe(false);
    expect(webLlmThinks('Qwen3-8B')).toBeUndefined();
    expect(WEBLLM_FAMILIES.flat().filter(({ spec, thinks }) => webLlmThinks(spec.modelId) !== thinks)).toEqual([]);
  });
});

describe('the catalogue', () => {
  it('has each card once and finds it whatever its revision', () => {
    expect(new Set(cards.map(({ spec }) => identityKey(spec))).size).toBe(cards.length);
    for (const card of cards) expect(findEntry({ ...card.spec, revision: 'of another day' } as typeof card.spec)).toBe(card);
    expect(findEntry({ engine: 'webllm', modelId: '../../elsewhere', dtype: 'q4f16_1', device: 'webgpu' })).toBeUndefined();
  });

  it('offers about a dozen models for each engine, from a third of a billion parameters on', () => {
    expect(WEBLLM_FAMILIES.length).toBeGreaterThanOrEqual(12);
    expect(new Set(TRANSFORMERS_FAMILIES.flat().map(({ title }) => title)).size).toBeGreaterThanOrEqual(12);
    expect(WEBLLM_FAMILIES.every(([best, twin]) => best.spec.dtype === 'q4f16_1' && twin?.spec.dtype === 'q4f32_1')).toBe(true);
  });

  it.each(real)('states everything of $title, $spec.engine, $spec.device, $spec.dtype, and believably', (card) => {
    const { spec, downloadBytes, memoryBytes, parametersBillions, licence, languages, strengths, contextTokensMax, contextTokenBytes, gpu } = card;
    const bytesPerWeight = downloadBytes / (parametersBillions * 1e9);
    expect(bytesPerWeight).toBeGreaterThan(0.5);
    expect(bytesPerWeight).toBeLessThan(1.8);
    expect(memoryBytes).toBeGreaterThan(downloadBytes);
    expect(memoryBytes).toBeGreaterThan((contextTokenBytes ?? 0) * spec.contextTokens * leastLanes(spec.lanes));
    expect(contextTokensMax).toBeGreaterThanOrEqual(spec.contextTokens);
    expect(licence.url).toMatch(/^https:\/\//);
    expect(licence.bindsTrainees === true).toBe(/Llama|Gemma/.test(licence.name));
    expect(languages).toContain('en');
    expect(languages.map((language) => new Intl.Locale(language).language)).toEqual(languages);
    expect(strengths.length).toBeGreaterThan(0);
    expect(gpu === undefined).toBe(spec.device === 'wasm');
  });

  it('keeps to formats that compute rightly', () => {
    for (const { spec, title } of TRANSFORMERS_FAMILIES.flat()) {
      expect(spec.dtype === 'q8', spec.modelId).toBe(spec.device === 'wasm');
      if (title.startsWith('Gemma')) expect(spec.dtype).toBe('q4');
    }
  });

  it.each([
    // Sizes that the repositories' pages show.
    ['onnx-community/Llama-3.2-1B-Instruct-ONNX', 'q4f16', 1.07e9],
    ['onnx-community/Llama-3.2-1B-Instruct-ONNX', 'q4', 1.66e9],
    ['onnx-community/Qwen3-0.6B-ONNX', 'q4f16', 569_821_751],
    ['onnx-community/Qwen2.5-0.5B-Instruct', 'q4f16', 478e6],
    ['onnx-community/Qwen2.5-0.5B-Instruct', 'q4', 777e6],
    ['onnx-community/Qwen2.5-0.5B-Instruct', 'q8', 503e6],
  ])('reckons the size of %s in %s rightly', (modelId, dtype, sizeBytes) => {
    const card = real.find(({ spec }) => spec.modelId === modelId && spec.dtype === dtype);
    expect((card?.downloadBytes ?? 0) / sizeBytes).toBeCloseTo(1, 1);
  });
});
