import { LiveLedger } from './ledger.ts';
import { LiveOfflineCopy } from './live-offline-copy.ts';
import { NoOfflineCopy } from './no-offline-copy.ts';
import { TRUSTED_TYPES } from './policy.ts';
import { protectionReader } from './protections.ts';
import { Reporter } from './request-reports.ts';
import type { OfflineCopy, Seal } from './seal.ts';
import { SERVICE_WORKER_FILE } from './service-worker-words.ts';
import { trustedScriptUrls } from './trusted-script-urls.ts';
import { watchRequests } from './watch-requests.ts';

/** Opens the seal of this tab: starts to keep the ledger and to follow the copy for offline use. Call once, before anything is asked for. */
export function openSeal(): Seal {
  const scope = new URL('./', document.baseURI).href;
  const protections = protectionReader();
  const ledger = new LiveLedger(openedAtMs(), location.origin);
  ledger.listen();
  watchRequests('page');
  return { ledger, offline: openOfflineCopy(scope), protections };
}

/** The tab was opened when the shell around this page began to load. */
function openedAtMs(): number {
  return Math.min(performance.timeOrigin, parent.performance.timeOrigin);
}

function openOfflineCopy(scope: string): OfflineCopy {
  if (import.meta.env.DEV) return new NoOfflineCopy('development');
  if (!isSecureContext) return new NoOfflineCopy('insecure-context');
  if (!('serviceWorker' in navigator)) return new NoOfflineCopy('not-supported');
  const url = new URL(SERVICE_WORKER_FILE, scope).href;
  const trusted = trustedScriptUrls(TRUSTED_TYPES.serviceWorker, (asked) => asked === url);
  const reporter = new Reporter();
  const copy = new LiveOfflineCopy({
    scope,
    ownScript: import.meta.url,
    register: () => navigator.serviceWorker.register(trusted(url), { scope, updateViaCache: 'none' }),
    onLook: () => reporter.report({ atMs: Date.now(), method: 'GET', url, asker: 'offline-copy', answer: 'network', status: undefined, sizeBytes: undefined }),
  });
  void copy.start();
  return copy;
}
