const HEADER = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

/** A section's length takes at most five bytes. */
const MAX_LENGTH_BYTES = 5;

/**
 * In a few words what is wrong with the outer form of a WebAssembly module: its header, or sections that do not end where the file ends,
 * as in one that is cut off; undefined when nothing is. `read` gives up to `lengthBytes` bytes from a position on.
 * Source: WebAssembly core specification 2.0, section 5.5.
 */
export function moduleFault(read: (at: number, lengthBytes: number) => Uint8Array, sizeBytes: number): string | undefined {
  const header = read(0, HEADER.length);
  if (HEADER.some((byte, index) => header[index] !== byte)) return 'it is no WebAssembly module';
  let at = HEADER.length;
  while (at < sizeBytes) {
    const [, ...length] = read(at, 1 + MAX_LENGTH_BYTES);
    const used = length.findIndex((byte) => byte < 0x80) + 1;
    if (used === 0) return 'its sections cannot be read';
    const contentBytes = length.slice(0, used).reduce((sum, byte, index) => sum + (byte & 0x7f) * 2 ** (7 * index), 0);
    at += 1 + used + contentBytes;
  }
  return at === sizeBytes ? undefined : 'its last section is cut off';
}
