// The browser may move a finished Blob out of memory; loose bytes stay in it.
const PART_BYTES = 8 * 1024 * 1024;

/** One Blob of all chunks, never with more than a few megabytes of them loose in memory. Rejects with what the chunks throw. */
export async function gatherBytes(chunks: AsyncIterable<Uint8Array<ArrayBuffer>>, type: string): Promise<Blob> {
  const parts: Blob[] = [];
  let loose: Uint8Array<ArrayBuffer>[] = [];
  let looseBytes = 0;
  for await (const chunk of chunks) {
    loose.push(chunk);
    looseBytes += chunk.length;
    if (looseBytes < PART_BYTES) continue;
    parts.push(new Blob(loose));
    loose = [];
    looseBytes = 0;
  }
  return new Blob([...parts, ...loose], { type });
}
