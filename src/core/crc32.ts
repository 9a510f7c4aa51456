const POLYNOMIAL = 0xedb88320;

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit += 1) remainder = remainder & 1 ? (remainder >>> 1) ^ POLYNOMIAL : remainder >>> 1;
  return remainder;
});

/**
 * The CRC-32 of gzip and PNG, as an unsigned integer. `start` is the checksum of what goes before:
 * `crc32(b, crc32(a))` is the checksum of a and b together. Source: RFC 1952, section 8.
 */
export function crc32(bytes: Uint8Array, start = 0): number {
  let remainder = ~start;
  for (let index = 0; index < bytes.length; index += 1) {
    // Both indexes are in range: the loop bounds one, the mask the other.
    remainder = (remainder >>> 8) ^ TABLE[(remainder ^ bytes[index]!) & 0xff]!;
  }
  return ~remainder >>> 0;
}
