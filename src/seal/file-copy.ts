import { bytesToHex } from '@noble/hashes/utils.js';
import type { AppFile } from './app-file.ts';
import { responseHeaders } from './response-headers.ts';
import type { OfflineObstacle } from './seal.ts';

/** A file could not be taken over. */
export class CopyError extends Error {
  constructor(
    readonly obstacle: OfflineObstacle,
    detail: string,
  ) {
    super(detail);
  }
}

/** A file of the app, ready to be handed out. */
export interface FoundFile {
  readonly response: Response;
  readonly status: number;
  /** It was not here and came from the host. */
  readonly fetched: boolean;
}

/** What a copy is made of. */
export interface CopySettings {
  readonly caches: CacheStorage;
  /** Address of the app's folder. */
  readonly scope: string;
  /** Names this set of files; another set has another name. */
  readonly version: string;
  /** The files that this browser needs. */
  readonly files: readonly AppFile[];
}

/**
 * The files of one version of the app on this machine, in a cache of their own. Each is held against its hash before it is
 * stored, under an address that names the hash: files of two versions cannot be taken for each other.
 */
export class FileCopy {
  readonly #settings: CopySettings;
  readonly #family: string;
  readonly #name: string;

  constructor(settings: CopySettings) {
    this.#settings = settings;
    this.#family = `tain-app ${settings.scope} `;
    this.#name = this.#family + settings.version;
  }

  /**
   * Takes over every file that is not here yet: from an older version's copy where the content is the same, else from the host.
   * What has come stays, also when a later file fails, so that the next attempt goes on from there. `onFile` is told of each one.
   * Rejects with CopyError.
   */
  async fill(onFile: (file: AppFile, fetched: boolean) => void): Promise<void> {
    const cache = await this.#settings.caches.open(this.#name);
    const older = await this.#otherCaches();
    for (const file of this.#settings.files) {
      const key = this.#keyOf(file);
      const here = await cache.match(key);
      const kept = here ?? (await firstMatch(older, key, file));
      const response = kept ?? (await this.#fetch(file));
      if (!here) await store(cache, key, response);
      onFile(file, !kept);
    }
  }

  /** One file: from here, or, when the browser has cleared it or left it out, from the host. Rejects with CopyError. */
  async find(file: AppFile): Promise<FoundFile> {
    const cache = await this.#settings.caches.open(this.#name);
    const key = this.#keyOf(file);
    const here = await cache.match(key);
    if (here) return { response: here, status: here.status, fetched: false };
    const response = await this.#fetch(file);
    // Handed out from the cache, so that no second copy of the bytes is held.
    await store(cache, key, response);
    const stored = await cache.match(key);
    if (!stored) throw new CopyError('storage-full', file.path);
    return { response: stored, status: stored.status, fetched: true };
  }

  /** Removes the copies of all other versions. */
  async removeOthers(): Promise<void> {
    const { caches } = this.#settings;
    await Promise.all((await this.#otherNames()).map((name) => caches.delete(name)));
  }

  async #otherNames(): Promise<string[]> {
    const names = await this.#settings.caches.keys();
    return names.filter((name) => name.startsWith(this.#family) && name !== this.#name);
  }

  async #otherCaches(): Promise<Cache[]> {
    return Promise.all((await this.#otherNames()).map((name) => this.#settings.caches.open(name)));
  }

  #keyOf({ path, sha256 }: AppFile): string {
    return `${new URL(path, this.#settings.scope).href}?sha256=${sha256}`;
  }

  async #fetch(file: AppFile): Promise<Response> {
    // `no-cache` asks whether the browser's own copy is still right; `same-origin` fails on a detour over another host.
    const response = await fetch(new URL(file.path, this.#settings.scope), { cache: 'no-cache', mode: 'same-origin' }).catch((error: unknown) => {
      throw new CopyError('no-connection', `${file.path}: ${String(error)}`);
    });
    if (!response.ok) throw new CopyError(response.status >= 500 ? 'no-connection' : 'files-differ', `${file.path}: HTTP ${response.status}`);
    const content = await response.arrayBuffer().catch((error: unknown) => {
      throw new CopyError('no-connection', `${file.path}: ${String(error)}`);
    });
    if ((await sha256Of(content)) !== file.sha256) throw new CopyError('files-differ', `${file.path}: ${content.byteLength} bytes came that are not the built ones`);
    return new Response(content, { headers: storedHeaders(file, response) });
  }
}

/** A document is stored with the policy headers of its version, which may have changed where the content has not: it is always fetched. */
async function firstMatch(older: readonly Cache[], key: string, { path }: AppFile): Promise<Response | undefined> {
  if (path.endsWith('.html')) return undefined;
  for (const cache of older) {
    const found = await cache.match(key);
    if (found) return found;
  }
  return undefined;
}

/** The headers that a host should send, so that they are in force also where it cannot. Of its own only the type is kept. */
function storedHeaders({ path, sizeBytes }: AppFile, { headers }: Response): Record<string, string> {
  const type = headers.get('content-type') ?? 'application/octet-stream';
  return { ...responseHeaders(path), 'content-type': type, 'content-length': String(sizeBytes) };
}

async function store(cache: Cache, key: string, response: Response): Promise<void> {
  try {
    await cache.put(key, response);
  } catch (error) {
    const full = error instanceof DOMException && error.name === 'QuotaExceededError';
    throw new CopyError(full ? 'storage-full' : 'failed', String(error));
  }
}

async function sha256Of(content: ArrayBuffer): Promise<string> {
  return bytesToHex(new Uint8Array(await crypto.subtle.digest('SHA-256', content)));
}
