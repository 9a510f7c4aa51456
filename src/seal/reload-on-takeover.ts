import { RELOAD } from './service-worker-words.ts';

/**
 * Reloads the window when another version of the app has taken over, so that no page goes on with files of two versions.
 * Call once, in the shell: the workbench in its frame may not lead the window anywhere.
 */
export function reloadOnTakeover(): void {
  addEventListener('message', ({ origin, data }) => {
    if (origin === location.origin && data === RELOAD) location.reload();
  });
  // lib.dom takes it for granted; pages that are not secure do not have it.
  const container = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  // The first service worker comes while the page is open and brings the same version.
  let controlled = container?.controller != null;
  container?.addEventListener('controllerchange', () => {
    if (controlled) location.reload();
    controlled = true;
  });
}
