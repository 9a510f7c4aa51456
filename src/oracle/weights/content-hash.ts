import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { crc32 } from '../../core/crc32.ts';
import type { ContentPromise } from './weight-file.ts';

/** What a file's bytes came to. */
export interface Content {
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly crc32: number;
}

/** Hashes a file piece by piece, as `promise` asks for it; the browser's own digest takes only whole files, and these are larger than memory. */
export class ContentHash {
  readonly #promise: ContentPromise;
  readonly #sha256 = sha256.create();
  readonly #gitSha1: ReturnType<typeof sha1.create> | undefined;
  readonly #md5: ReturnType<typeof md5.create> | undefined;
  #crc32 = 0;
  #sizeBytes = 0;

  constructor(promise: ContentPromise) {
    this.#promise = promise;
    // The weaker hashes cost as much time as the strong one: they are reckoned only where they are all there is.
    if (promise.sha256 !== undefined) return;
    if (promise.gitSha1 !== undefined) this.#gitSha1 = sha1.create().update(new TextEncoder().encode(`blob ${promise.sizeBytes}\0`));
    if (promise.md5 !== undefined) this.#md5 = md5.create();
  }

  add(bytes: Uint8Array): void {
    this.#sizeBytes += bytes.byteLength;
    this.#sha256.update(bytes);
    this.#gitSha1?.update(bytes);
    this.#md5?.update(bytes);
    this.#crc32 = crc32(bytes, this.#crc32);
  }

  /** What the bytes came to, or in a few words how they break the promise. Call once, at the end. */
  finish(): Content | string {
    const { sizeBytes, sha256: promised, gitSha1, md5: promisedMd5 } = this.#promise;
    if (sizeBytes !== undefined && this.#sizeBytes !== sizeBytes) return `${this.#sizeBytes} bytes in place of ${sizeBytes}`;
    const found = bytesToHex(this.#sha256.digest());
    const pairs = [
      ['SHA-256', promised, found],
      ['SHA-1', gitSha1, this.#gitSha1 && bytesToHex(this.#gitSha1.digest())],
      ['MD5', promisedMd5, this.#md5 && bytesToHex(this.#md5.digest())],
    ] as const;
    const wrong = pairs.find(([, wanted, got]) => wanted !== undefined && got !== undefined && wanted !== got);
    return wrong ? `${wrong[0]} ${wrong[2]} in place of ${wrong[1]}` : { sizeBytes: this.#sizeBytes, sha256: found, crc32: this.#crc32 };
  }
}
