import type { TransferProgress } from '../shelf.ts';

/** A message for each piece that arrives would be thousands a second. */
const REPORT_PAUSE_MS = 200;

/** The rate is that of the last seconds: an older one says nothing of the time that is left. */
const RATE_WINDOW_MS = 5_000;

interface Share {
  readonly doneBytes: number;
  readonly totalBytes: number | undefined;
}

/** Adds up how far the files of a model have come, and tells it now and then. What is done may fall back when a file is begun anew. */
export class TransferMeter {
  readonly #onProgress: (progress: TransferProgress) => void;
  readonly #nowMs: () => number;
  readonly #shares = new Map<string, Share>();
  #stage: TransferProgress['stage'];
  #retry: TransferProgress['retry'];
  #listComplete = false;
  #movedBytes = 0;
  #reportedAtMs = -Infinity;
  #samples: { readonly atMs: number; readonly movedBytes: number }[] = [];

  constructor(stage: TransferProgress['stage'], onProgress: (progress: TransferProgress) => void, nowMs: () => number = () => performance.now()) {
    this.#stage = stage;
    this.#onProgress = onProgress;
    this.#nowMs = nowMs;
    this.#report();
  }

  /** Counts these files in. `complete`: there are no others, so that a total can be given once each size is known. */
  expect(stage: TransferProgress['stage'], files: readonly { path: string; sizeBytes: number | undefined }[], complete: boolean): void {
    for (const { path, sizeBytes } of files) this.#shares.set(path, { doneBytes: 0, totalBytes: sizeBytes });
    this.#listComplete = complete;
    this.#stage = stage;
    this.#report();
  }

  /** So much of a file is there, whether it came just now or in an earlier life. */
  has(path: string, doneBytes: number): void {
    const known = this.#shares.get(path)?.totalBytes;
    this.#shares.set(path, { doneBytes, totalBytes: known === undefined ? undefined : Math.max(known, doneBytes) });
    this.#reportNowAndThen();
  }

  /** These bytes have just been moved: they count for the rate. */
  moved(path: string, bytes: number): void {
    this.#movedBytes += bytes;
    this.has(path, (this.#shares.get(path)?.doneBytes ?? 0) + bytes);
  }

  /** A file is there, whole. */
  finish(path: string, sizeBytes: number): void {
    this.#shares.set(path, { doneBytes: sizeBytes, totalBytes: sizeBytes });
    if (this.#listComplete && [...this.#shares.values()].every(({ doneBytes, totalBytes }) => doneBytes === totalBytes)) this.#report();
    else this.#reportNowAndThen();
  }

  /** A broken connection is waited out before the next attempt, or no longer. */
  retrying(retry: TransferProgress['retry']): void {
    this.#retry = retry;
    this.#report();
  }

  /** Bytes of which is known that they are still to come. */
  remainingBytes(): number {
    return [...this.#shares.values()].reduce((sum, { doneBytes, totalBytes }) => sum + Math.max(0, (totalBytes ?? doneBytes) - doneBytes), 0);
  }

  #reportNowAndThen(): void {
    if (this.#nowMs() - this.#reportedAtMs >= REPORT_PAUSE_MS) this.#report();
  }

  #report(): void {
    const atMs = this.#nowMs();
    this.#reportedAtMs = atMs;
    this.#samples = [...this.#samples.filter((sample) => atMs - sample.atMs <= RATE_WINDOW_MS), { atMs, movedBytes: this.#movedBytes }];
    const shares = [...this.#shares.values()];
    const doneBytes = shares.reduce((sum, share) => sum + share.doneBytes, 0);
    const totalBytes = this.#listComplete && shares.every((share) => share.totalBytes !== undefined) ? doneBytes + this.remainingBytes() : undefined;
    const bytesPerSecond = this.#rate();
    const remainingMs = totalBytes === undefined || !bytesPerSecond ? undefined : ((totalBytes - doneBytes) / bytesPerSecond) * 1000;
    this.#onProgress({ stage: this.#stage, doneBytes, totalBytes, bytesPerSecond, remainingMs, retry: this.#retry });
  }

  #rate(): number | undefined {
    const [first, last] = [this.#samples[0], this.#samples.at(-1)];
    if (!first || !last || last.atMs - first.atMs < 1000) return undefined;
    return ((last.movedBytes - first.movedBytes) / (last.atMs - first.atMs)) * 1000;
  }
}
