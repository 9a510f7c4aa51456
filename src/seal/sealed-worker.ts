import { TRUSTED_TYPES } from './policy.ts';

// lib.dom does not know Trusted Types; this is the part that is used here.
interface TrustedTypesFactory {
  createPolicy(name: string, rules: { createScriptURL(input: string): string }): { createScriptURL(input: string): string };
}

/**
 * Makes the starter of module workers that are held to this page's content policy.
 *
 * A policy in a `<meta>` tag does not bind a worker started from its own URL, since that takes its
 * policy from its response's headers. A worker started from a `blob:` inherits the page's policy, so
 * every worker starts from a blob of one line that imports the script. Call once: the Trusted Types
 * policy behind it can be made a single time.
 */
export function sealedWorkerStarter(): (scriptUrl: string) => Worker {
  const factory = (globalThis as { trustedTypes?: TrustedTypesFactory }).trustedTypes;
  const origin = location.origin;
  const rules = {
    createScriptURL(url: string): string {
      if (!url.startsWith(`blob:${origin}/`)) throw new TypeError(`not a blob of this page: ${url}`);
      return url;
    },
  };
  const policy = factory?.createPolicy(TRUSTED_TYPES.workers, rules) ?? rules;
  return (scriptUrl) => {
    const url = new URL(scriptUrl, location.href);
    if (url.origin !== origin) throw new TypeError(`a worker must come from this page's origin: ${url.href}`);
    const blob = new Blob([`import ${JSON.stringify(url.href)};`], { type: 'text/javascript' });
    const blobUrl = URL.createObjectURL(blob);
    const worker = new Worker(policy.createScriptURL(blobUrl), { type: 'module' });
    // The worker fetches its script asynchronously: revoking at once would end it. Its first message (`ready`) shows that it has it.
    worker.addEventListener('message', () => URL.revokeObjectURL(blobUrl), { once: true });
    return worker;
  };
}
