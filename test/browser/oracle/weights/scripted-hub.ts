import { sha1 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { WeightSource } from '../../../../src/oracle/dock/weight-source.ts';

/** What can go wrong with one request for a file. `after`: so many bytes come first. */
export type Fault =
  | { readonly kind: 'unreachable' | 'web-page' | 'range-ignored' | 'range-hidden' | 'range-elsewhere' | 'range-refused' | 'garbage' | 'overlong' }
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: string; readonly errorCode?: string }
  | { readonly kind: 'broken' | 'ended' | 'stalled'; readonly after: number };

/** A repository as the hub has it, and the library that belongs to it. Crosses to a worker. */
export interface ScriptedRepository {
  readonly id: string;
  readonly commit: string;
  /** By path. */
  readonly files: Readonly<Record<string, Uint8Array<ArrayBuffer>>>;
  /** Kept in LFS, so that the hub states their SHA-256. */
  readonly large: readonly string[];
  readonly libraryName?: string;
  readonly library?: Uint8Array<ArrayBuffer>;
  readonly faults?: Readonly<Record<string, readonly Fault[]>>;
}

/** So long no request is waited for; only the watch for stalled connections pauses so long. */
const STALL_MS = 45_000;

/** The hosts of weights without a network: each request meets the next fault of its file, and none when those are used up. */
export class ScriptedHub implements WeightSource {
  /** The last part of each address asked for, with the range, in order. */
  readonly asked: string[] = [];
  readonly pausesMs: number[] = [];
  readonly #repository: ScriptedRepository;
  readonly #faults: Map<string, Fault[]>;
  #stalls = 0;
  readonly #watchers = new Set<() => void>();

  constructor(repository: ScriptedRepository) {
    this.#repository = repository;
    this.#faults = new Map(Object.entries(repository.faults ?? {}).map(([name, faults]) => [name, [...faults]]));
  }

  async fetch(url: string, fromByte: number, signal: AbortSignal): Promise<Response> {
    signal.throwIfAborted();
    const { id, commit, files, library, libraryName } = this.#repository;
    const name = decodeURIComponent(url.split('/').at(-1) ?? '').replace('?blobs=true', '');
    this.asked.push(fromByte > 0 ? `${name} from ${fromByte}` : name);
    const fault = this.#faults.get(url.includes('/api/') ? 'listing' : name)?.shift();
    if (url.startsWith(`https://huggingface.co/api/models/${id}/revision/`)) return answer(new TextEncoder().encode(JSON.stringify(this.#listing())), 0, fault, this);
    const folder = `https://huggingface.co/${id}/resolve/${commit}/`;
    const bytes = url.startsWith(folder) ? files[url.slice(folder.length)] : name === libraryName ? library : undefined;
    return bytes ? answer(bytes, fromByte, fault, this) : new Response('Entry not found', { status: 404 });
  }

  pause(durationMs: number, signal: AbortSignal): Promise<void> {
    if (durationMs !== STALL_MS) {
      this.pausesMs.push(durationMs);
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      if (this.#stalls > 0) resolve();
      else this.#watchers.add(resolve);
    });
  }

  /** A request stands still until it is given up. */
  stall(): void {
    this.#stalls += 1;
    for (const wake of this.#watchers) wake();
    this.#watchers.clear();
  }

  /** A stalled request was given up. */
  recover(): void {
    this.#stalls -= 1;
  }

  #listing(): unknown {
    const { id, commit, files, large } = this.#repository;
    const siblings = Object.entries(files).map(([rfilename, bytes]) => {
      const size = bytes.byteLength;
      return large.includes(rfilename)
        ? { rfilename, size, blobId: '0'.repeat(40), lfs: { sha256: bytesToHex(sha256(bytes)), size, pointerSize: 134 } }
        : { rfilename, size, blobId: gitBlobName(bytes) };
    });
    return { id, sha: commit, siblings, cardData: { license: 'apache-2.0', language: ['en'] }, tags: ['license:apache-2.0'] };
  }
}

function gitBlobName(bytes: Uint8Array): string {
  return bytesToHex(sha1.create().update(new TextEncoder().encode(`blob ${bytes.byteLength}\0`)).update(bytes).digest());
}

function answer(bytes: Uint8Array<ArrayBuffer>, fromByte: number, fault: Fault | undefined, hub: ScriptedHub): Response {
  switch (fault?.kind) {
    case 'unreachable':
      throw new TypeError('Failed to fetch');
    case 'status':
      return new Response(null, { status: fault.status, headers: { ...(fault.retryAfter && { 'retry-after': fault.retryAfter }), ...(fault.errorCode && { 'x-error-code': fault.errorCode }) } });
    case 'web-page':
      return new Response('<html>sign in', { headers: { 'content-type': 'text/html; charset=utf-8' } });
    case 'range-ignored':
      return new Response(bytes);
    case 'range-refused':
      return new Response(null, { status: fromByte > 0 ? 416 : 503 });
    case 'range-elsewhere':
      return partial(bytes, Math.max(0, fromByte - 1), true);
    case 'range-hidden':
      return partial(bytes, fromByte, false);
    case 'garbage':
      return partial(bytes.map((byte) => byte ^ 0x5a), fromByte, true);
    case 'overlong':
      return partial(new Uint8Array([...bytes, 1, 2, 3]), fromByte, false);
    case 'broken':
    case 'ended':
    case 'stalled':
      return new Response(interrupted(bytes.slice(fromByte, fromByte + fault.after), fault.kind, hub), { status: fromByte > 0 ? 206 : 200 });
    default:
      return partial(bytes, fromByte, true);
  }
}

function partial(bytes: Uint8Array<ArrayBuffer>, fromByte: number, tell: boolean): Response {
  const range = `bytes ${fromByte}-${bytes.byteLength - 1}/${bytes.byteLength}`;
  return fromByte === 0 ? new Response(bytes) : new Response(bytes.slice(fromByte), { status: 206, headers: tell ? { 'content-range': range } : {} });
}

function interrupted(bytes: Uint8Array<ArrayBuffer>, kind: 'broken' | 'ended' | 'stalled', hub: ScriptedHub): ReadableStream<Uint8Array<ArrayBuffer>> {
  let sent = false;
  return new ReadableStream({
    pull: (controller) => {
      if (!sent && bytes.byteLength > 0) controller.enqueue(bytes);
      else if (kind === 'broken') controller.error(new TypeError('network error'));
      else if (kind === 'ended') controller.close();
      else if (kind === 'stalled') {
        hub.stall();
        return new Promise(() => undefined);
      }
      sent = true;
      return undefined;
    },
    cancel: () => {
      if (kind === 'stalled') hub.recover();
    },
  });
}
