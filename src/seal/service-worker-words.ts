import type { OfflineObstacle } from './seal.ts';

/** Name of the built service worker, in the app's folder: its address decides what it may answer for. */
export const SERVICE_WORKER_FILE = 'service-worker.js';

/** Name of the list of response headers, which some hosts read from the app's folder and do not serve. */
export const HEADERS_FILE = '_headers';

/** Message to a service worker that waits: take over now. */
export const TAKE_OVER = 'tain-take-over';

/** Message from the workbench to the shell around it: reload. */
export const RELOAD = 'tain-reload';

/** What a service worker tells every tab while it takes the app's files over. */
export type InstallReport =
  | { readonly kind: 'progress'; readonly doneBytes: number; readonly totalBytes: number }
  | { readonly kind: 'failed'; readonly obstacle: OfflineObstacle; readonly detail: string };

/** The channel of {@link InstallReport}s; `scope` is the app's folder, since other apps may live at the same origin. */
export function installChannel(scope: string): BroadcastChannel {
  return new BroadcastChannel(`tain-install ${scope}`);
}
