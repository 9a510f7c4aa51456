import { WeightError } from '../shelf.ts';
import { type Content, ContentHash } from './content-hash.ts';
import { partHandle, removePart, settlePart } from './file-store.ts';
import { weightErrorOf } from './storage-errors.ts';
import { moduleFault } from './wasm-module.ts';
import type { ContentPromise, StoredFile, WeightScope } from './weight-file.ts';

// From lib.webworker, which cannot be had beside lib.dom.
interface SyncFile {
  getSize(): number;
  read(buffer: Uint8Array, options: { at: number }): number;
  write(buffer: Uint8Array, options: { at: number }): number;
  truncate(sizeBytes: number): void;
  flush(): void;
  close(): void;
}

interface WritableHandle extends FileSystemFileHandle {
  createSyncAccessHandle(): Promise<SyncFile>;
}

const READ_BYTES = 4 * 1024 ** 2;

/** A worker that was ended a moment ago may hold its file a little longer than its lock. */
const HELD_ATTEMPTS = 100;
const HELD_PAUSE_MS = 100;

/** Which file a part is of. */
export interface PartOf {
  readonly scope: WeightScope;
  /** What it lies under until it is whole. */
  readonly name: string;
  /** What errors call it. */
  readonly path: string;
  readonly promise: ContentPromise;
}

/** A file that is arriving: what has come lies on the disk at once, and can be gone on with in another life. Works only in workers. */
export class PartFile {
  readonly #of: PartOf;
  readonly #handle: FileSystemFileHandle;
  readonly #file: SyncFile;
  #hash: ContentHash;
  #sizeBytes = 0;

  private constructor(of: PartOf, handle: FileSystemFileHandle, file: SyncFile) {
    this.#of = of;
    this.#handle = handle;
    this.#file = file;
    this.#hash = new ContentHash(of.promise);
  }

  /** Opens it with nothing counted as there: see `recall`. Rejects, as all methods but `append`, with what the browser's storage says. */
  static async open(of: PartOf): Promise<PartFile> {
    const handle = await partHandle(of.scope, of.name);
    return new PartFile(of, handle, await openSync(handle as WritableHandle));
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** Takes over what an earlier life left, reading it once for its hash. Longer than it may be, it is thrown away. */
  async recall(signal: AbortSignal): Promise<void> {
    const leftBytes = this.#file.getSize();
    if (leftBytes > (this.#of.promise.sizeBytes ?? 0)) return this.restart();
    const buffer = new Uint8Array(Math.min(READ_BYTES, leftBytes));
    while (this.#sizeBytes < leftBytes) {
      const count = this.#file.read(buffer, { at: this.#sizeBytes });
      if (count === 0) return this.restart();
      this.#hash.add(buffer.subarray(0, count));
      this.#sizeBytes += count;
      // Lets an abort through: the calls above are all synchronous.
      await new Promise((resolve) => setTimeout(resolve));
      signal.throwIfAborted();
    }
  }

  /** Writes the next bytes. Throws WeightError `storage-full` or `failed`: a full disk is no broken connection, which a repetition would mend. */
  append(bytes: Uint8Array): void {
    try {
      const written = this.#file.write(bytes, { at: this.#sizeBytes });
      if (written !== bytes.byteLength) throw new WeightError('storage-full', this.#of.path);
    } catch (error) {
      throw weightErrorOf(error, this.#of.path);
    }
    this.#hash.add(bytes);
    this.#sizeBytes += bytes.byteLength;
  }

  /** Throws away what has come. */
  restart(): void {
    this.#file.truncate(0);
    this.#hash = new ContentHash(this.#of.promise);
    this.#sizeBytes = 0;
  }

  /** What the bytes came to, or how they break the promise. Call once between restarts. */
  finish(): Content | string {
    const read = (at: number, lengthBytes: number) => {
      const bytes = new Uint8Array(lengthBytes);
      return bytes.subarray(0, this.#file.read(bytes, { at }));
    };
    // Nobody publishes the hash of a library, so at least its form has to be right.
    const fault = this.#of.scope === 'webllm/wasm' ? moduleFault(read, this.#sizeBytes) : undefined;
    return fault ?? this.#hash.finish();
  }

  /** Makes it the file that `stored` describes; call after `finish`. */
  async settle(stored: StoredFile): Promise<void> {
    this.close();
    await settlePart(this.#handle, stored);
  }

  /** Lets go of it; what has come stays. May be called again. */
  close(): void {
    try {
      this.#file.flush();
    } catch {
      // Closed before, or the disk is full: then the hash of what is left decides in the next life.
    }
    this.#file.close();
  }

  async discard(): Promise<void> {
    this.close();
    await removePart(this.#of.scope, this.#of.name);
  }
}

async function openSync(handle: WritableHandle): Promise<SyncFile> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await handle.createSyncAccessHandle();
    } catch (error) {
      const held = error instanceof DOMException && error.name === 'NoModificationAllowedError';
      if (!held || attempt === HELD_ATTEMPTS) throw error;
      await new Promise((resolve) => setTimeout(resolve, HELD_PAUSE_MS));
    }
  }
}
