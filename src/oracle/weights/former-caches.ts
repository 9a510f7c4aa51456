/** Where weights lay before they lay in the file system; nothing there was ever checked. */
const FORMER_CACHES = ['webllm/model', 'webllm/config', 'webllm/wasm', 'transformers-cache'] as const;

/** Frees what the former layout took. Nothing happens where there is none of it. */
export async function removeFormerCaches(): Promise<void> {
  // Absent in insecure contexts, whatever the types say.
  const storage = globalThis.caches as CacheStorage | undefined;
  if (storage) await Promise.all(FORMER_CACHES.map((name) => storage.delete(name)));
}
