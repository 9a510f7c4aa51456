import '@fontsource-variable/ibm-plex-sans/wght.css';
import { mount } from 'svelte';
import { OracleCounter } from './oracle/oracle-counter.ts';
import tokensUrl from './oracle/tokens/tokens.worker.ts?worker&url';
import embedderUrl from './oracle/transformers/embedder.worker.ts?worker&url';
import studentUrl from './oracle/transformers/student.worker.ts?worker&url';
import transformersUrl from './oracle/transformers/transformers.worker.ts?worker&url';
import webllmUrl from './oracle/webllm/webllm.worker.ts?worker&url';
import weightsUrl from './oracle/weights/weights.worker.ts?worker&url';
import fileUrl from './pipeline/file.worker.ts?worker&url';
import { WorkerFileDesk } from './pipeline/file-desk.ts';
import reportUrl from './pipeline/report.worker.ts?worker&url';
import { WorkerReportDesk } from './pipeline/report-desk.ts';
import { PRESETS } from './reflection/recipes.ts';
import { reviveRun } from './reflection/revive-run.ts';
import { narrowPolicy } from './seal/narrow-policy.ts';
import { openSeal } from './seal/open-seal.ts';
import { sealedWorkerStarter } from './seal/sealed-worker.ts';
import watchUrl from './seal/watch.worker.ts?worker&url';
import { isHeldByShell } from './seal/workbench-frame.ts';
import { openStore } from './store/open-store.ts';
import App from './ui/App.svelte';
import './ui/design/tokens.css';
import './ui/design/base.css';
import './ui/design/shared.css';
import type { Method, Services } from './ui/services.ts';

const METHOD: Method = { presets: PRESETS };

const WORKER_URLS = { transformers: transformersUrl, webllm: webllmUrl, student: studentUrl, embedder: embedderUrl, tokens: tokensUrl };

async function openServices(): Promise<Services> {
  const dockUrl = new URL('dock.html', document.baseURI).href;
  // `connect-src 'self'` would let WebSockets to this site through, which no service worker sees.
  narrowPolicy({ 'frame-src': [dockUrl], 'connect-src': [new URL('./', document.baseURI).href] });
  const seal = openSeal();
  const startWorker = sealedWorkerStarter(watchUrl);
  const oracles = new OracleCounter({ startWorker, workerUrls: WORKER_URLS, weightsUrl, dockUrl });
  const files = new WorkerFileDesk(startWorker, fileUrl);
  const reports = new WorkerReportDesk(startWorker, reportUrl);
  return { seal, store: await openStore({ reviveRun }), oracles, files, reports, method: METHOD };
}

// Outside the shell the page could be led away with data in the address, so it does not start there.
if (isHeldByShell()) mount(App, { target: document.body, props: { opening: openServices() } });
else location.replace(new URL(`./${location.hash}`, document.baseURI));
