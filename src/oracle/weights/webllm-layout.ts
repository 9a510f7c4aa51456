import type { OracleSpec } from '../../core/run.ts';
import { folderUrl, libraryUrl } from './addresses.ts';
import type { ReadIndex, WeightFile, WeightLayout } from './weight-file.ts';

/** What the engine asks for, and what older repositories hold in its place, in the same form. */
const SHARD_LIST = 'tensor-cache.json';
const FORMER_SHARD_LIST = 'ndarray-cache.json';

type ModelAddress = Pick<OracleSpec, 'engine' | 'modelId' | 'revision'>;

/** The files of a WebLLM model under the keys by which the engine looks for them. `paths` are those that its repository or folder holds. */
export function webLlmLayout(address: ModelAddress, paths: ReadonlySet<string>): WeightLayout {
  const folder = folderUrl(address);
  const at = (path: string): WeightFile => ({ scope: 'webllm/model', url: folder + path, path, from: folder + path, promise: {} });
  const config: WeightFile = { ...at('mlc-chat-config.json'), scope: 'webllm/config' };
  const former = !paths.has(SHARD_LIST) && paths.has(FORMER_SHARD_LIST);
  const shardList: WeightFile = former ? { ...at(FORMER_SHARD_LIST), url: folder + SHARD_LIST } : at(SHARD_LIST);
  const otherFiles = async (read: ReadIndex): Promise<WeightFile[]> => [
    libraryFile(address.modelId),
    at(tokenizerName(await read(config))),
    ...shardRecords(await read(shardList)).map((record) => shard(record, folder)),
  ];
  return { indexFiles: [config, shardList], otherFiles };
}

/** The compiled library of a WebLLM model. Nobody publishes its hash, and models of one shape share it. */
function libraryFile(modelId: string): WeightFile {
  const url = libraryUrl(modelId);
  return { scope: 'webllm/wasm', url, path: url.split('/').at(-1) ?? url, from: url, promise: {} };
}

function tokenizerName(config: unknown): string {
  const names: unknown = (config as { tokenizer_files?: unknown } | null)?.tokenizer_files;
  // In the engine's own order of preference.
  const name = ['tokenizer.json', 'tokenizer.model'].find((candidate) => Array.isArray(names) && names.includes(candidate));
  if (name === undefined) throw new TypeError('mlc-chat-config.json names no tokenizer');
  return name;
}

function shardRecords(list: unknown): unknown[] {
  const records: unknown = (list as { records?: unknown } | null)?.records;
  if (!Array.isArray(records) || records.length === 0) throw new TypeError(`${SHARD_LIST} lists no shards`);
  return records;
}

function shard(record: unknown, folder: string): WeightFile {
  const { dataPath, nbytes, md5sum } = (record ?? {}) as { dataPath?: unknown; nbytes?: unknown; md5sum?: unknown };
  if (typeof dataPath !== 'string' || typeof nbytes !== 'number') throw new TypeError(`${SHARD_LIST} has a shard without dataPath or nbytes`);
  const { href } = new URL(dataPath, folder);
  if (!href.startsWith(folder)) throw new TypeError(`${SHARD_LIST} leads out of its folder: ${dataPath}`);
  const promise = { sizeBytes: nbytes, md5: typeof md5sum === 'string' ? md5sum.toLowerCase() : undefined };
  return { scope: 'webllm/model', url: href, path: href.slice(folder.length), from: href, promise };
}
