import type { OracleSpec } from '../../core/run.ts';
import type { ModelCard } from '../model-card.ts';
import { isRevision } from './addresses.ts';
import type { ModelManifest } from './manifest.ts';
import { type StoredFile, WEIGHT_SCOPES } from './weight-file.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The manifest that a text holds; undefined when it holds none of a form that is understood. */
export function readManifest(text: string): ModelManifest | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isManifest(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isManifest(value: unknown): value is ModelManifest {
  if (!isObject(value) || value['format'] !== 1 || !isCard(value['card'])) return false;
  const { origin, storedAtMs, lastUsedAtMs, checkedAtMs, libraryVersion, files } = value;
  return (
    (origin === 'download' || origin === 'import') &&
    isCount(storedAtMs) &&
    (lastUsedAtMs === undefined || isCount(lastUsedAtMs)) &&
    isCount(checkedAtMs) &&
    (libraryVersion === null || typeof libraryVersion === 'string') &&
    Array.isArray(files) &&
    files.length > 0 &&
    files.every(isFile)
  );
}

function isFile(value: unknown): value is StoredFile {
  if (!isObject(value)) return false;
  const { scope, url, path, sizeBytes, sha256, crc32 } = value;
  return WEIGHT_SCOPES.some((name) => name === scope) && isText(url) && isText(path) && isCount(sizeBytes) && /^[\da-f]{64}$/.test(String(sha256)) && isCount(crc32);
}

function isCard(value: unknown): value is ModelCard {
  if (!isObject(value) || !isSpec(value['spec'])) return false;
  const { title, licence, parametersBillions, downloadBytes, memoryBytes, contextTokenBytes, contextTokensMax, languages, strengths, gpu, thinks, serves } = value;
  return (
    isText(title) &&
    isObject(licence) &&
    isText(licence['name']) &&
    typeof licence['url'] === 'string' &&
    [parametersBillions, downloadBytes, memoryBytes, contextTokensMax, contextTokenBytes ?? 0].every(isAmount) &&
    [languages, strengths].every((list) => Array.isArray(list) && list.every((entry) => typeof entry === 'string')) &&
    (gpu === undefined || (isObject(gpu) && typeof gpu['shaderF16'] === 'boolean' && isAmount(gpu['bufferBytes']))) &&
    typeof thinks === 'boolean' &&
    (serves === undefined || serves === 'student' || serves === 'embedder')
  );
}

/** Of a model that was fetched or imported: never the practice oracle, which comes with the page. */
function isSpec(value: unknown): value is OracleSpec {
  if (!isObject(value)) return false;
  const { engine, modelId, revision, device, dtype, contextTokens, lanes, practice } = value;
  return (
    (engine === 'webllm' || engine === 'transformers') &&
    (device === 'webgpu' || device === 'wasm') &&
    isText(modelId) &&
    /^[\w.-]+(?:\/[\w.-]+)?$/.test(modelId) &&
    isText(revision) &&
    isRevision(revision) &&
    isText(dtype) &&
    /^\w+$/.test(dtype) &&
    isCount(contextTokens) &&
    (lanes === 'auto' || isCount(lanes)) &&
    practice === false
  );
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function isCount(value: unknown): value is number {
  return isAmount(value) && Number.isSafeInteger(value);
}
