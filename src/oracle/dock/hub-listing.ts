import { WeightError } from '../shelf.ts';
import type { ContentPromise } from '../weights/weight-file.ts';

/** What the hub tells of a repository at one commit. */
export interface HubListing {
  readonly commit: string;
  /** What is promised of each file, by its path. */
  readonly files: ReadonlyMap<string, ContentPromise>;
  readonly licence: string | undefined;
  readonly languages: readonly string[];
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads the hub's answer about a model. Source: the Hub's API, ModelInfo with `blobs=true`: `sha`, `siblings[].rfilename`, `size`,
 * `blobId` (a git blob's SHA-1) and, for large files, `lfs.sha256`; `cardData.license` and `.language`; `tags`.
 * Throws WeightError `offline` when it is no such answer: then somebody else gave it.
 */
export function readListing(answer: unknown): HubListing {
  const { sha, siblings, cardData, tags } = fields(answer);
  if (typeof sha !== 'string' || !/^[\da-f]{40}$/.test(sha) || !Array.isArray(siblings)) throw new WeightError('offline', 'the answer is not the hub’s');
  const files = siblings.map(fields).flatMap((sibling) => (typeof sibling['rfilename'] === 'string' ? [[sibling['rfilename'], promiseOf(sibling)] as const] : []));
  const card = fields(cardData);
  const tagged = texts(tags).find((tag) => tag.startsWith('license:'));
  // Of a licence without an identifier of its own the name says more.
  const licence = [card['license'] === 'other' ? card['license_name'] : undefined, ...texts(card['license']), tagged?.slice('license:'.length)];
  return { commit: sha, files: new Map(files), licence: licence.find((name) => typeof name === 'string'), languages: texts(card['language']) };
}

function promiseOf({ size, blobId, lfs }: Fields): ContentPromise {
  const { sha256, size: lfsBytes } = fields(lfs);
  const sizeBytes = [lfsBytes, size].find((bytes) => typeof bytes === 'number');
  if (isHex(sha256, 64)) return { sizeBytes, sha256 };
  // Of a large file the blob is only a pointer to it.
  return { sizeBytes, gitSha1: lfs === undefined && sizeBytes !== undefined && isHex(blobId, 40) ? blobId : undefined };
}

function isHex(value: unknown, digits: number): value is string {
  return typeof value === 'string' && value.length === digits && /^[\da-f]+$/.test(value);
}

function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function texts(value: unknown): string[] {
  return [value].flat().filter((entry) => typeof entry === 'string');
}
