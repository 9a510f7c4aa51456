import type { OracleSpec } from '../../core/run.ts';
import { folderUrl } from './addresses.ts';
import type { ReadIndex, WeightFile, WeightLayout } from './weight-file.ts';

/** The engine's name of the model file for each number format. Source: DEFAULT_DTYPE_SUFFIX_MAPPING of @huggingface/transformers 4.3.1. */
const SUFFIX: Readonly<Record<string, string>> = { fp32: '', fp16: '_fp16', q8: '_quantized', q4: '_q4', q4f16: '_q4f16' };

/** Where newer repositories keep the chat template. */
export const CHAT_TEMPLATE_FILE = 'chat_template.jinja';

/** Files in which models that turn texts into vectors say how. */
export const POOLING_FILES = { modules: 'modules.json', pooling: '1_Pooling/config.json', transformer: 'sentence_bert_config.json' } as const;

/** As the engine has it: MAX_EXTERNAL_DATA_CHUNKS. */
const MAX_DATA_FILES = 100;

type ModelAddress = Pick<OracleSpec, 'engine' | 'modelId' | 'revision' | 'dtype'>;

/** The files of an ONNX model for Transformers.js under the keys by which the engine looks for them. `paths` are those that its repository or folder holds. */
export function transformersLayout(address: ModelAddress, paths: ReadonlySet<string>): WeightLayout {
  const folder = folderUrl(address);
  const at = (path: string): WeightFile => ({ scope: 'transformers', url: folder + path, path, from: folder + path, promise: {} });
  const config = at('config.json');
  const model = `model${SUFFIX[address.dtype] ?? `_${address.dtype}`}.onnx`;
  const otherFiles = async (read: ReadIndex): Promise<WeightFile[]> => [
    at('tokenizer.json'),
    at('tokenizer_config.json'),
    // Not every repository has them: the engine does without the one, and the template lies in the tokenizer's configuration in others.
    ...['generation_config.json', CHAT_TEMPLATE_FILE, ...Object.values(POOLING_FILES)].filter((path) => paths.has(path)).map(at),
    at(`onnx/${model}`),
    ...dataFiles(model, dataFileCount(await read(config), model)).map((name) => at(`onnx/${name}`)),
  ];
  return { indexFiles: [config], otherFiles };
}

/** Weights beyond 2 GB lie beside the model in files of their own. */
function dataFiles(model: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${model}_data${index === 0 ? '' : `_${index}`}`);
}

/** Read as the engine reads it: one setting for all formats, or one by file name. */
function dataFileCount(config: unknown, model: string): number {
  if (typeof config !== 'object' || config === null) throw new TypeError('config.json holds no object');
  const settings = (config as { 'transformers.js_config'?: { use_external_data_format?: unknown } })['transformers.js_config'];
  const setting = settings?.use_external_data_format;
  const perFile = typeof setting === 'object' && setting !== null ? (setting as Record<string, unknown>) : undefined;
  const count = Number(perFile === undefined ? (setting ?? 0) : (perFile[model] ?? perFile['model'] ?? 0));
  if (!Number.isInteger(count) || count < 0 || count > MAX_DATA_FILES) throw new TypeError('config.json has a use_external_data_format that cannot be read');
  return count;
}
