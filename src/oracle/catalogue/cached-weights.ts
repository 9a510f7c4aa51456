import type { OracleSpec } from '../../core/run.ts';
import { identityKey } from './catalogue-entry.ts';
import { CATALOGUE } from './catalogue.ts';
import { transformersWeights } from './transformers-weights.ts';
import type { WeightFile, WeightLayout } from './weight-file.ts';
import { webLlmWeights } from './webllm-weights.ts';

/** The files of a model that has to be fetched; the practice model comes with the page. */
export function weightsOf(spec: OracleSpec): WeightLayout | undefined {
  if (spec.practice) return undefined;
  return spec.engine === 'webllm' ? webLlmWeights(spec) : transformersWeights(spec);
}

/**
 * What a model lacks in the engine's cache: the address of the first file, or what is wrong with an index file; undefined when it is complete.
 * A file is stored whole or not at all, so its presence says enough. Looks only into this origin's caches.
 */
export async function missingWeight(spec: OracleSpec): Promise<string | undefined> {
  const layout = weightsOf(spec);
  if (layout === undefined) return undefined;
  const missingIndex = await firstMissing(layout.indexFiles);
  if (missingIndex !== undefined) return missingIndex;
  try {
    return await firstMissing(await layout.otherFiles(readCachedIndex));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return error.message;
    throw error;
  }
}

/** The identity keys of all catalogue entries whose weights are complete on this machine. Empty where there is no cache, as in insecure contexts. */
export async function cachedKeys(): Promise<ReadonlySet<string>> {
  if (!('caches' in globalThis)) return new Set();
  const specs = CATALOGUE.flat().map(({ spec }) => spec);
  const missing = await Promise.all(specs.map(missingWeight));
  return new Set(specs.filter((_, index) => missing[index] === undefined).map(identityKey));
}

/** A file as the cache holds it. */
export function cachedFile({ url, cacheName }: WeightFile): Promise<Response | undefined> {
  return caches.match(url, { cacheName });
}

/** An index file's JSON from the cache. Rejects with TypeError when it is not there, with SyntaxError when it is no JSON. */
export async function readCachedIndex(file: WeightFile): Promise<unknown> {
  const response = await cachedFile(file);
  if (response === undefined) throw new TypeError(`not in the cache: ${file.url}`);
  return response.json();
}

async function firstMissing(files: readonly WeightFile[]): Promise<string | undefined> {
  for (const file of files) {
    if (!file.optional && (await cachedFile(file)) === undefined) return file.url;
  }
  return undefined;
}
