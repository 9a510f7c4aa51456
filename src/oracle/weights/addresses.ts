import type { OracleSpec } from '../../core/run.ts';
import { libraryName } from './library-names.ts';

const HUB = 'https://huggingface.co';

/** Compiled libraries fit one version of the engine only. Source: modelVersion of @mlc-ai/web-llm 0.2.86. */
export const LIBRARY_VERSION = 'v0_2_86';

/** Source: modelLibURLPrefix of @mlc-ai/web-llm 0.2.86. */
const LIBRARIES = `https://raw.githubusercontent.com/mlc-ai/binary-mlc-llm-libs/main/web-llm-models/${LIBRARY_VERSION}/base/`;

/** Who publishes the models of WebLLM's own catalogue, whose ids name no owner. */
const WEBLLM_OWNER = 'mlc-ai';

type ModelAddress = Pick<OracleSpec, 'engine' | 'modelId' | 'revision'>;

/** The repository that holds a model, `owner/name`; a name alone where no owner is known. */
export function repositoryOf({ engine, modelId }: Pick<OracleSpec, 'engine' | 'modelId'>): string {
  return engine === 'webllm' && !modelId.includes('/') ? `${WEBLLM_OWNER}/${modelId}` : modelId;
}

/** Folder of a model's files, with a slash at its end. Its files bear such addresses as keys also when they came from a disk. */
export function folderUrl({ engine, modelId, revision }: ModelAddress): string {
  return `${HUB}/${repositoryOf({ engine, modelId })}/resolve/${encodeURIComponent(revision)}/`;
}

/** Address of the compiled library that runs a WebLLM model. */
export function libraryUrl(modelId: string): string {
  return LIBRARIES + libraryName(modelId.split('/').at(-1) ?? modelId);
}

/** What the host knows of a repository at a branch, tag or commit: its commit, and its files with sizes and hashes. Source: the Hub's API, `GET /api/models/{id}/revision/{revision}`. */
export function listingUrl(repository: string, revision: string): string {
  return `${HUB}/api/models/${repository}/revision/${encodeURIComponent(revision)}?blobs=true`;
}

/** A repository that can be asked for: `owner/name`, as the Hub allows it. */
export function isRepository(text: string): boolean {
  return /^[\w][\w.-]{0,95}\/[\w][\w.-]{0,95}$/.test(text) && !text.includes('..');
}

/** A branch, tag or commit. */
export function isRevision(text: string): boolean {
  return /^[\w][\w./-]{0,199}$/.test(text) && !text.includes('..');
}

/** Names of the revisions of models that came from a disk begin so: no host knows them. */
export const LOCAL_REVISION = 'local-';

/** A revision that never means other files: a commit, or that of a model that came from a disk. */
export function isCommit(revision: string): boolean {
  return /^[\da-f]{40}$/.test(revision) || revision.startsWith(LOCAL_REVISION);
}
