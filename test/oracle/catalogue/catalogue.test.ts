import { prebuiltAppConfig } from '@mlc-ai/web-llm';
import { describe, expect, it } from 'vitest';
import { findEntry, CATALOGUE } from '../../../src/oracle/catalogue/catalogue.ts';
import { identityKey } from '../../../src/oracle/catalogue/catalogue-entry.ts';
import { WEBLLM_FAMILIES, findWebLlmModel } from '../../../src/oracle/catalogue/webllm-entries.ts';
import { engineSettings } from '../../../src/oracle/webllm/engine-settings.ts';
import { WEIGHT_HOSTS } from '../../../src/seal/policy.ts';
import { weightsOf } from '../../../src/oracle/catalogue/cached-weights.ts';

const entries = CATALOGUE.flat();

describe('the catalogue', () => {
  it('agrees with WebLLM’s own about addresses, memory, context and f16', () => {
    const webllm = WEBLLM_FAMILIES.flat();
    expect(webllm).toHaveLength(16);
    for (const { spec, memoryBytes, gpu } of webllm) {
      const theirs = prebuiltAppConfig.model_list.find(({ model_id }) => model_id === spec.modelId);
      expect(engineSettings(spec).model_list).toEqual([{ model: `${theirs?.model}/resolve/main/`, model_id: theirs?.model_id, model_lib: theirs?.model_lib }]);
      expect(memoryBytes).toBe((theirs?.vram_required_MB ?? 0) * 1024 ** 2);
      // Nothing else is overridden there, so that the context is all that has to be set when loading.
      expect(theirs?.overrides).toEqual({ context_window_size: spec.contextTokens });
      expect(theirs?.model_manifest).toBeUndefined();
      expect(gpu?.shaderF16).toBe(spec.modelId.includes('f16'));
    }
  });

  it('knows which WebLLM models think', () => {
    expect(findWebLlmModel('Qwen3-8B-q4f32_1-MLC')?.thinks).toBe(true);
    expect(findWebLlmModel('Llama-3.2-1B-Instruct-q4f16_1-MLC')?.thinks).toBe(false);
    expect(findWebLlmModel('Qwen3-8B')).toBeUndefined();
  });

  it('has each entry once and finds it by its identity alone', () => {
    expect(new Set(entries.map(({ spec }) => identityKey(spec))).size).toBe(entries.length);
    for (const entry of entries) {
      const { engine, modelId, dtype, device } = entry.spec;
      expect(findEntry({ engine, modelId, dtype, device })).toBe(entry);
    }
    expect(findEntry({ engine: 'webllm', modelId: '../../elsewhere', dtype: 'q4f16_1', device: 'webgpu' })).toBeUndefined();
  });

  it('gives believable sizes and a licence for each', () => {
    for (const { spec, downloadBytes, memoryBytes, parametersBillions, licence } of entries.filter((one) => !one.spec.practice)) {
      const bytesPerWeight = downloadBytes / (parametersBillions * 1e9);
      expect(bytesPerWeight, spec.modelId).toBeGreaterThan(0.5);
      expect(bytesPerWeight, spec.modelId).toBeLessThan(1.7);
      expect(memoryBytes, spec.modelId).toBeGreaterThan(downloadBytes);
      expect(licence.url).toMatch(/^https:\/\//);
    }
  });

  it('fetches from the weight hosts only, all but the practice oracle', async () => {
    const answers: Record<string, unknown> = {
      'config.json': {},
      'mlc-chat-config.json': { tokenizer_files: ['tokenizer.json'] },
      'tensor-cache.json': { records: [{ dataPath: 'params_shard_0.bin', nbytes: 1 }] },
    };
    for (const { spec } of entries) {
      const layout = weightsOf(spec);
      expect(layout === undefined).toBe(spec.practice);
      const others = (await layout?.otherFiles(({ url }) => Promise.resolve(answers[url.split('/').at(-1) ?? '']))) ?? [];
      const origins = [...(layout?.indexFiles ?? []), ...others].map(({ url }) => new URL(url).origin);
      expect(origins.every((origin) => (WEIGHT_HOSTS as readonly string[]).includes(origin))).toBe(true);
    }
  });
});
