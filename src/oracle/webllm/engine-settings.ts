import type { AppConfig } from '@mlc-ai/web-llm';
import type { OracleSpec } from '../../core/run.ts';
import { folderUrl, libraryUrl } from '../weights/addresses.ts';

/**
 * The engine's settings for one model: it looks for the files in the private file system, under the addresses that they were stored by.
 * It reads them without locking them: in its other way, which locks each file while reading, a check of the weights would make it fail.
 */
export function engineSettings(spec: OracleSpec): AppConfig {
  return {
    model_list: [{ model: folderUrl(spec), model_id: spec.modelId, model_lib: libraryUrl(spec.modelId) }],
    cacheBackend: 'opfs',
    opfsAccessMode: 'async',
  };
}
