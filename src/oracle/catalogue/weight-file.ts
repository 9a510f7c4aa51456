/** One file of a model: where it comes from and where the engine looks for it. */
export interface WeightFile {
  /** Its address, and its key in the cache. */
  readonly url: string;
  /** Name of the engine's cache. */
  readonly cacheName: string;
  /** Undefined where no index file states it. */
  readonly sizeBytes: number | undefined;
  /** The model works without it, and not every repository has it. */
  readonly optional: boolean;
}

/** Reads an index file as JSON. */
export type ReadIndex = (file: WeightFile) => Promise<unknown>;

/** Which files make up a model. The small index files name the others, so those are known only when these are there. */
export interface WeightLayout {
  readonly indexFiles: readonly WeightFile[];
  /** All other files. Rejects with what `read` rejects with, or with TypeError when an index file has not the form it must have. */
  otherFiles(read: ReadIndex): Promise<WeightFile[]>;
}

/** A required file whose size is not known beforehand. */
export function weightFile(cacheName: string, url: string): WeightFile {
  return { url, cacheName, sizeBytes: undefined, optional: false };
}
