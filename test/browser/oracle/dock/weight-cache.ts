import { identityKey, type CatalogueEntry } from '../../../../src/oracle/catalogue/catalogue-entry.ts';
import { WEBLLM_FAMILIES } from '../../../../src/oracle/catalogue/webllm-entries.ts';
import { webLlmFolderUrl, webLlmLibraryUrl } from '../../../../src/oracle/catalogue/webllm-weights.ts';

/** The smallest f32 model: it runs on the test browser's software GPU, which has no f16. */
export const ENTRY: CatalogueEntry = smallest();

function smallest(): CatalogueEntry {
  const entry = WEBLLM_FAMILIES[0]?.[1];
  if (!entry) throw new Error('the catalogue has no f32 twin');
  return entry;
}

export const KEY = identityKey(ENTRY.spec);
export const FOLDER = webLlmFolderUrl(ENTRY.spec);
export const LIBRARY = webLlmLibraryUrl(ENTRY.spec);

/** A whole model by address: two shards of 5 and 3 bytes. None of it would run. */
export const MODEL_FILES: Readonly<Record<string, string>> = {
  [`${FOLDER}mlc-chat-config.json`]: '{"tokenizer_files":["tokenizer.json"]}',
  [`${FOLDER}tensor-cache.json`]: '{"records":[{"dataPath":"params_shard_0.bin","nbytes":5},{"dataPath":"params_shard_1.bin","nbytes":3}]}',
  [LIBRARY]: 'not wasm',
  [`${FOLDER}tokenizer.json`]: '{}',
  [`${FOLDER}params_shard_0.bin`]: 'abcde',
  [`${FOLDER}params_shard_1.bin`]: 'fgh',
};

/** Puts the whole model where the engine looks for it. */
export async function putModel(): Promise<void> {
  for (const [url, text] of Object.entries(MODEL_FILES)) {
    const name = url === LIBRARY ? 'webllm/wasm' : url.endsWith('mlc-chat-config.json') ? 'webllm/config' : 'webllm/model';
    await (await caches.open(name)).put(url, new Response(text, { headers: { 'content-length': String(text.length) } }));
  }
}

/** What lies in the engine's caches: by cache and address, its text. */
export async function cacheContents(): Promise<Record<string, string>> {
  const contents: Record<string, string> = {};
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const { url } of await cache.keys()) contents[`${name} ${url}`] = (await (await cache.match(url))?.text()) ?? '';
  }
  return contents;
}

export async function emptyCaches(): Promise<void> {
  for (const name of await caches.keys()) await caches.delete(name);
}
