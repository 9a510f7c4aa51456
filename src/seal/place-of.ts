import { WEIGHT_HOSTS } from './policy.ts';
import type { Place } from './seal.ts';

/** Whose address this is, seen from the site at `origin`. */
export function placeOf(url: string, origin: string): Place {
  const asked = new URL(url);
  if (asked.origin === origin) return 'site';
  return WEIGHT_HOSTS.some((host) => matchesHost(asked, host)) ? 'weights' : 'elsewhere';
}

/** `https://*.hf.co` stands for every host below `hf.co`, as in a content policy. */
function matchesHost(asked: URL, pattern: string): boolean {
  if (!pattern.includes('*')) return asked.origin === pattern;
  const [scheme = '', domain = ''] = pattern.split('*');
  return `${asked.protocol}//` === scheme && asked.hostname.endsWith(domain);
}
