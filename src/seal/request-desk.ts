import type { AppFile } from './app-file.ts';
import { CopyError, type FileCopy } from './file-copy.ts';
import { Reporter, type RequestReport } from './request-reports.ts';
import { RequestRules } from './request-rule.ts';
import type { Asker } from './seal.ts';
import type { FetchEvent, ServiceWorkerClient, ServiceWorkerScope } from './service-worker-scope.ts';

type Outcome = Pick<RequestReport, 'answer' | 'status' | 'sizeBytes'>;

/** Answers the app's requests from its copy, refuses what is no file of the app, and tells the ledger of each. */
export class RequestDesk {
  readonly #clients: ServiceWorkerScope['clients'];
  readonly #copy: FileCopy;
  readonly #rules: RequestRules;
  readonly #reporter = new Reporter();
  readonly #scope: string;

  constructor({ clients, registration }: ServiceWorkerScope, copy: FileCopy, files: readonly AppFile[]) {
    this.#clients = clients;
    this.#copy = copy;
    this.#scope = registration.scope;
    this.#rules = new RequestRules(this.#scope, files);
  }

  /** A request to another host is left to the browser, so that ranges and large bodies go as they would without a service worker. */
  serve(event: FetchEvent): void {
    const rule = this.#rules.ruleFor(event.request);
    if (rule.kind === 'pass') this.#tell(event, { answer: 'network', status: undefined, sizeBytes: undefined });
    else if (rule.kind === 'file') event.respondWith(this.#hand(event, rule.file));
    else event.respondWith(Promise.resolve(this.#refuse(event)));
  }

  /** Tells of a file that the copy itself asked the host for. */
  tellFetched({ path, sizeBytes }: AppFile): void {
    const url = new URL(path, this.#scope).href;
    this.#reporter.report({ atMs: Date.now(), method: 'GET', url, asker: 'offline-copy', answer: 'network', status: 200, sizeBytes });
  }

  async #hand(event: FetchEvent, file: AppFile): Promise<Response> {
    try {
      const { response, status, fetched } = await this.#copy.find(file);
      this.#tell(event, { answer: fetched ? 'network' : 'copy', status, sizeBytes: file.sizeBytes });
      return response;
    } catch (error) {
      this.#tell(event, { answer: 'network', status: undefined, sizeBytes: undefined });
      if (!(error instanceof CopyError)) throw error;
      return Response.error();
    }
  }

  #refuse(event: FetchEvent): Response {
    this.#tell(event, { answer: 'refused', status: undefined, sizeBytes: undefined });
    if (event.request.mode !== 'navigate') return Response.error();
    // Whoever follows a wrong link sees this in place of the browser's page about a broken connection.
    const headers = { 'content-type': 'text/plain; charset=utf-8', 'content-security-policy': "default-src 'none'" };
    return new Response('404 Not Found', { status: 404, headers });
  }

  #tell(event: FetchEvent, outcome: Outcome): void {
    const { method, url } = event.request;
    const atMs = Date.now();
    event.waitUntil(this.#askerOf(event).then((asker) => this.#reporter.report({ atMs, method, url, asker, ...outcome })));
  }

  async #askerOf({ request, clientId }: FetchEvent): Promise<Asker> {
    if (request.destination === 'document') return 'browser';
    // The browser does not say who holds the frame that is being filled.
    if (request.mode === 'navigate') return isDocument(request.url, 'workbench.html') ? 'shell' : 'page';
    return askerOf(await this.#clients.get(clientId));
  }
}

function askerOf(client: ServiceWorkerClient | undefined): Asker {
  if (!client) return 'unknown';
  if (client.type !== 'window') return 'worker';
  if (isDocument(client.url, 'dock.html')) return 'dock';
  return isDocument(client.url, 'workbench.html') ? 'page' : 'shell';
}

function isDocument(url: string, name: string): boolean {
  return new URL(url).pathname.endsWith(`/${name}`);
}
