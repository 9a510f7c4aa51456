import type { AppFile } from './app-file.ts';

/** What the service worker does with a request. */
export type RequestRule =
  /** Another host's: not touched. */
  | { readonly kind: 'pass' }
  | { readonly kind: 'file'; readonly file: AppFile }
  | { readonly kind: 'refuse' };

/** The part of a request that decides. */
export type AskedFor = Pick<Request, 'url' | 'method' | 'mode'>;

const REFUSE = { kind: 'refuse' } as const;

/** The files of one version, by the rule that nothing else of this origin is ever asked of the host. */
export class RequestRules {
  readonly #scope: URL;
  readonly #byPath: ReadonlyMap<string, AppFile>;

  /** `scope` is the address of the app's folder. */
  constructor(scope: string, files: readonly AppFile[]) {
    this.#scope = new URL(scope);
    this.#byPath = new Map(files.map((file) => [file.path, file]));
  }

  /**
   * Documents may be opened with any query, which then stays on this machine. Scripts, workers and everything else must
   * ask for a file by its exact address: data that is written into an address meets an error instead of the host.
   */
  ruleFor({ url, method, mode }: AskedFor): RequestRule {
    const asked = new URL(url);
    if (asked.origin !== this.#scope.origin) return { kind: 'pass' };
    if (method !== 'GET' && method !== 'HEAD') return REFUSE;
    if (asked.search !== '' && mode !== 'navigate') return REFUSE;
    if (!asked.pathname.startsWith(this.#scope.pathname)) return REFUSE;
    const path = asked.pathname.slice(this.#scope.pathname.length);
    const file = this.#byPath.get(path === '' ? 'index.html' : path);
    return file ? { kind: 'file', file } : REFUSE;
  }
}
