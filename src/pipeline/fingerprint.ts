import { bytesToHex } from '@noble/hashes/utils.js';
import { joinBytes } from '../core/bytes.ts';

const HASH_BYTES = 32;
/** No JSON text holds a zero byte, so it tells where a record ends. */
const RECORD_END = Uint8Array.of(0);

/** How a fingerprint is made, for readers of a manifest. */
export const FINGERPRINT_RECIPE =
  'h0 = 32 zero bytes; h(n) = SHA-256(h(n-1), then each record of batch n and a zero byte); a batch ends with the record that brings its records to 1,048,576 bytes or more';

/**
 * SHA-256 over records that are never in memory at once. The browser's digest takes only whole inputs,
 * so batches are chained. The same records in other batches give another value: batches must be cut
 * by the records alone, not by how the file happened to be read.
 */
export class Fingerprint {
  #hash = new Uint8Array(HASH_BYTES);

  /** Adds the next batch. Wait for it before adding another. */
  async add(records: readonly Uint8Array[]): Promise<void> {
    const chained = joinBytes([this.#hash, ...records.flatMap((record) => [record, RECORD_END])]);
    this.#hash = new Uint8Array(await crypto.subtle.digest('SHA-256', chained));
  }

  /** 64 hex digits. */
  get hex(): string {
    return bytesToHex(this.#hash);
  }
}
