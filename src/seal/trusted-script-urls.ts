// lib.dom does not know Trusted Types; this is the part that is used here.
interface TrustedTypesFactory {
  createPolicy(name: string, rules: { createScriptURL(input: string): string }): { createScriptURL(input: string): string };
}

/**
 * Makes what turns addresses of scripts into trusted ones, where `mayLoad` lets them pass; throws TypeError for others. Browsers
 * without Trusted Types get the address as it is. The Trusted Types policy behind it can be made a single time for each name.
 */
export function trustedScriptUrls(name: string, mayLoad: (url: string) => boolean): (url: string) => string {
  const rules = {
    createScriptURL(url: string): string {
      if (!mayLoad(url)) throw new TypeError(`not a script of this page: ${url}`);
      return url;
    },
  };
  const factory = (globalThis as { trustedTypes?: TrustedTypesFactory }).trustedTypes;
  const policy = factory?.createPolicy(name, rules) ?? rules;
  return (url) => policy.createScriptURL(url);
}
