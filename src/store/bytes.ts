import { MAX_BLOCK_BYTES } from './store.ts';

/** The bytes in pieces of at most {@link MAX_BLOCK_BYTES}; one empty piece when there are none. */
export function splitBytes(bytes: Uint8Array): Uint8Array[] {
  const count = Math.max(1, Math.ceil(bytes.length / MAX_BLOCK_BYTES));
  // Copies, not views: a stored view takes its whole buffer to disk with it.
  return Array.from({ length: count }, (_, part) => bytes.slice(part * MAX_BLOCK_BYTES, (part + 1) * MAX_BLOCK_BYTES));
}
