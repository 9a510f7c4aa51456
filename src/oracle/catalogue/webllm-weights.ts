import type { OracleSpec } from '../../core/run.ts';
import { weightFile, type ReadIndex, type WeightFile, type WeightLayout } from './weight-file.ts';

const HOST = 'https://huggingface.co/mlc-ai';

/** Compiled libraries fit one version of the engine only. Source: modelLibURLPrefix and modelVersion of @mlc-ai/web-llm 0.2.86. */
const LIBRARIES = 'https://raw.githubusercontent.com/mlc-ai/binary-mlc-llm-libs/main/web-llm-models/v0_2_86/base';

/** The engine's three caches. Source: reloadInternal and asyncLoadTokenizer of @mlc-ai/web-llm 0.2.86. */
const CACHES = { model: 'webllm/model', config: 'webllm/config', library: 'webllm/wasm' } as const;

type ModelAddress = Pick<OracleSpec, 'modelId' | 'revision'>;

/** Folder of the model's weights, with a slash at its end. */
export function webLlmFolderUrl({ modelId, revision }: ModelAddress): string {
  return `${HOST}/${modelId}/resolve/${revision}/`;
}

/** Address of the compiled library that runs the model. */
export function webLlmLibraryUrl({ modelId }: ModelAddress): string {
  // Library names spell a version's dot as an underscore for this one model line.
  const name = modelId.replace(/-MLC$/, '').replace(/^Llama-3\.1-/, 'Llama-3_1-');
  return `${LIBRARIES}/${name}_cs1k-webgpu.wasm`;
}

/** The files of a WebLLM model, under the keys by which the engine looks for them. */
export function webLlmWeights(address: ModelAddress): WeightLayout {
  const folder = webLlmFolderUrl(address);
  const config = weightFile(CACHES.config, `${folder}mlc-chat-config.json`);
  const shardList = weightFile(CACHES.model, `${folder}tensor-cache.json`);
  const otherFiles = async (read: ReadIndex): Promise<WeightFile[]> => [
    weightFile(CACHES.library, webLlmLibraryUrl(address)),
    weightFile(CACHES.model, folder + tokenizerName(await read(config))),
    ...shards(await read(shardList), folder),
  ];
  return { indexFiles: [config, shardList], otherFiles };
}

function tokenizerName(config: unknown): string {
  const names: unknown = (config as { tokenizer_files?: unknown } | null)?.tokenizer_files;
  // In the engine's own order of preference.
  const name = ['tokenizer.json', 'tokenizer.model'].find((candidate) => Array.isArray(names) && names.includes(candidate));
  if (name === undefined) throw new TypeError('mlc-chat-config.json names no tokenizer');
  return name;
}

function shards(list: unknown, folder: string): WeightFile[] {
  const records: unknown = (list as { records?: unknown } | null)?.records;
  if (!Array.isArray(records) || records.length === 0) throw new TypeError('tensor-cache.json lists no shards');
  return records.map((record: unknown) => shard(record, folder));
}

function shard(record: unknown, folder: string): WeightFile {
  const { dataPath, nbytes } = (record ?? {}) as { dataPath?: unknown; nbytes?: unknown };
  if (typeof dataPath !== 'string' || typeof nbytes !== 'number') throw new TypeError('tensor-cache.json has a shard without dataPath or nbytes');
  const { href } = new URL(dataPath, folder);
  if (!href.startsWith(folder)) throw new TypeError(`tensor-cache.json leads out of its folder: ${dataPath}`);
  return { url: href, cacheName: CACHES.model, sizeBytes: nbytes, optional: false };
}
