/** A file of a model's repository or folder. */
export interface RepositoryFile {
  /** Relative to the repository, with slashes. */
  readonly path: string;
  readonly sizeBytes: number;
  /** Lower-case hex; undefined where the host states none, as for small files. */
  readonly sha256: string | undefined;
}

/** What is known of a model by looking at its repository, or at a folder that was taken from one. */
export interface RepositoryFacts {
  /** `owner/name`; of a folder its name alone may be known. */
  readonly modelId: string;
  /** Commit of the files; of a folder a name made from its hashes. */
  readonly revision: string;
  /** As the host states it, an SPDX identifier in most cases; undefined when it states none. */
  readonly licence: string | undefined;
  /** As the host states them. */
  readonly languages: readonly string[];
  readonly files: readonly RepositoryFile[];
  /** Parsed `mlc-chat-config.json` where there is one, else parsed `config.json`; not yet checked. */
  readonly config: unknown;
}
