import type { AppConfig } from '@mlc-ai/web-llm';
import type { OracleSpec } from '../../core/run.ts';
import { webLlmFolderUrl, webLlmLibraryUrl } from '../catalogue/webllm-weights.ts';

/** The engine's settings for one model: where its files lie in the cache, under the addresses that the dock stores them by. */
export function engineSettings(spec: OracleSpec): AppConfig {
  return {
    model_list: [{ model: webLlmFolderUrl(spec), model_id: spec.modelId, model_lib: webLlmLibraryUrl(spec) }],
    cacheBackend: 'cache',
  };
}
