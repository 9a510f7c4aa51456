import { TRUSTED_TYPES } from './policy.ts';
import { trustedScriptUrls } from './trusted-script-urls.ts';

/**
 * Makes the starter of module workers that are held to this page's content policy.
 *
 * A policy in a `<meta>` tag does not bind a worker started from its own URL, since that takes its
 * policy from its response's headers. A worker started from a `blob:` inherits the page's policy, so
 * every worker starts from a blob that imports the script, after the one at `watcherUrl`, which tells
 * the ledger of the worker's requests. Call once: the Trusted Types policy behind it can be made a single time.
 */
export function sealedWorkerStarter(watcherUrl?: string): (scriptUrl: string) => Worker {
  const { origin } = location;
  const trusted = trustedScriptUrls(TRUSTED_TYPES.workers, (url) => url.startsWith(`blob:${origin}/`));
  return (scriptUrl) => {
    const scripts = watcherUrl === undefined ? [scriptUrl] : [watcherUrl, scriptUrl];
    const imports = scripts.map((url) => `import ${JSON.stringify(ownAddress(url))};`);
    const blobUrl = URL.createObjectURL(new Blob(imports, { type: 'text/javascript' }));
    const worker = new Worker(trusted(blobUrl), { type: 'module' });
    // The worker fetches its script asynchronously: revoking at once would end it. Its first message (`ready`) shows that it has it.
    worker.addEventListener('message', () => URL.revokeObjectURL(blobUrl), { once: true });
    return worker;
  };
}

function ownAddress(scriptUrl: string): string {
  const url = new URL(scriptUrl, location.href);
  if (url.origin !== location.origin) throw new TypeError(`a worker must come from this page's origin: ${url.href}`);
  return url.href;
}
