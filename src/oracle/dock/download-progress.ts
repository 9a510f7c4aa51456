import type { LoadProgress } from '../oracle.ts';
import type { WeightFile } from '../catalogue/weight-file.ts';

/** A message for each network chunk would be thousands a second. */
const STEP_BYTES = 1024 ** 2;

interface Share {
  readonly loadedBytes: number;
  readonly totalBytes: number | undefined;
}

/** Adds up how far the files of a model have come. Progress may fall back when a file is begun anew. */
export class DownloadProgress {
  readonly #onProgress: (progress: LoadProgress) => void;
  readonly #shares = new Map<string, Share>();
  #listComplete = false;
  #reportedBytes = 0;

  constructor(onProgress: (progress: LoadProgress) => void) {
    this.#onProgress = onProgress;
  }

  /** Counts these files in. `complete`: there are no others, so that a total can be given once each size is known. */
  expect(files: readonly WeightFile[], complete: boolean): void {
    for (const { url, sizeBytes } of files) this.#shares.set(url, { loadedBytes: 0, totalBytes: sizeBytes });
    this.#listComplete = complete;
  }

  /** A file begins, or begins anew. `announcedBytes` may be that of its compressed form. */
  begin({ url, sizeBytes }: WeightFile, announcedBytes: number | undefined): void {
    this.#shares.set(url, { loadedBytes: 0, totalBytes: sizeBytes ?? announcedBytes });
    this.#report();
  }

  add({ url }: WeightFile, bytes: number): void {
    const share = this.#shares.get(url);
    const loadedBytes = (share?.loadedBytes ?? 0) + bytes;
    const totalBytes = share?.totalBytes === undefined ? undefined : Math.max(share.totalBytes, loadedBytes);
    this.#shares.set(url, { loadedBytes, totalBytes });
    if (Math.abs(this.#loadedBytes() - this.#reportedBytes) >= STEP_BYTES) this.#report();
  }

  /** A file is in the cache, or turned out not to be needed. */
  finish({ url }: WeightFile, sizeBytes: number): void {
    this.#shares.set(url, { loadedBytes: sizeBytes, totalBytes: sizeBytes });
    this.#report();
  }

  #loadedBytes(): number {
    return [...this.#shares.values()].reduce((sum, { loadedBytes }) => sum + loadedBytes, 0);
  }

  #totalBytes(): number | undefined {
    if (!this.#listComplete) return undefined;
    return [...this.#shares.values()].reduce<number | undefined>(
      (sum, { totalBytes }) => (sum === undefined || totalBytes === undefined ? undefined : sum + totalBytes),
      0,
    );
  }

  #report(): void {
    const loadedBytes = this.#loadedBytes();
    const totalBytes = this.#totalBytes();
    this.#reportedBytes = loadedBytes;
    this.#onProgress({ stage: 'download', fraction: totalBytes ? loadedBytes / totalBytes : undefined, loadedBytes, totalBytes });
  }
}
