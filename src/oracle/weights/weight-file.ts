/**
 * The rooms of the file store. The first three are WebLLM's own, which looks there and nowhere else.
 * Source: reloadInternal and asyncLoadTokenizer of @mlc-ai/web-llm 0.2.86.
 */
export const WEIGHT_SCOPES = ['webllm/model', 'webllm/config', 'webllm/wasm', 'transformers'] as const;

/** One of {@link WEIGHT_SCOPES}. */
export type WeightScope = (typeof WEIGHT_SCOPES)[number];

/** Where an engine looks for a file. */
export interface WeightKey {
  readonly scope: WeightScope;
  /** The address by which the engine asks; with a commit in it, so that it never means another content. */
  readonly url: string;
}

/** What is promised of a file's content before it is here. Hashes are lower-case hex. */
export interface ContentPromise {
  readonly sizeBytes?: number | undefined;
  readonly sha256?: string | undefined;
  /** Of the file as a git blob: the name that git gives it. Needs `sizeBytes`. */
  readonly gitSha1?: string | undefined;
  readonly md5?: string | undefined;
}

/** One file of a model: what it is called, where it comes from, where the engine looks for it, what it must be. */
export interface WeightFile extends WeightKey {
  /** Name in the model's repository or folder, with slashes; of a compiled library its file name. */
  readonly path: string;
  /** Address at the host. */
  readonly from: string;
  readonly promise: ContentPromise;
}

/** A file that lies here, whole, with what was found in it when it arrived. */
export interface StoredFile extends WeightKey {
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  /** As zip archives need it. */
  readonly crc32: number;
}

/** Reads an index file as JSON. */
export type ReadIndex = (file: WeightFile) => Promise<unknown>;

/** Which files make up a model. The small index files name the others, so those are known only when these are there. */
export interface WeightLayout {
  readonly indexFiles: readonly WeightFile[];
  /** All other files. Rejects with what `read` rejects with, or with TypeError when an index file has not the form it must have. */
  otherFiles(read: ReadIndex): Promise<WeightFile[]>;
}

/** A text that is the same for two keys exactly when they name the same file. */
export function keyText({ scope, url }: WeightKey): string {
  return `${scope} ${url}`;
}
