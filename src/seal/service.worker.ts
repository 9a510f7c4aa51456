import { type AppFile, runtimeOfBrowser } from './app-file.ts';
import { FileCopy } from './file-copy.ts';
import { installCopy } from './install-copy.ts';
import { RequestDesk } from './request-desk.ts';
import type { ServiceWorkerScope } from './service-worker-scope.ts';
import { TAKE_OVER } from './service-worker-words.ts';

/** Written in by the build; see service-worker-plugin.ts. */
declare const TAIN_APP: { readonly version: string; readonly files: readonly AppFile[] };

// Its type is that of a page for TypeScript; see service-worker-scope.ts.
const worker = globalThis as unknown as ServiceWorkerScope;
const { version, files } = TAIN_APP;
const { scope } = worker.registration;
const runtime = runtimeOfBrowser();
const needed = files.filter((file) => file.runtime === undefined || file.runtime === runtime);
const copy = new FileCopy({ caches, scope, version, files: needed });
const desk = new RequestDesk(worker, copy, files);

worker.addEventListener('install', (event) => event.waitUntil(installCopy(copy, needed, scope, (file) => desk.tellFetched(file))));
// Pages that are open without a service worker, as at the first visit, are answered from now on.
worker.addEventListener('activate', (event) => event.waitUntil(copy.removeOthers().then(() => worker.clients.claim())));
worker.addEventListener('message', ({ data }) => {
  if (data === TAKE_OVER) void worker.skipWaiting();
});
worker.addEventListener('fetch', (event) => desk.serve(event));
