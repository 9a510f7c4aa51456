import { type Directives, serialisePolicy } from './policy.ts';

/**
 * Adds a second content policy to this document, for what the first cannot say: at build time nobody knows the addresses from
 * which the app will be served. Both must agree to a request. Without it `frame-src 'self'` would also let in
 * files of this origin that carry no policy, such as a picture, and through their windows everything would be open.
 */
export function narrowPolicy(directives: Directives): void {
  if (import.meta.env.DEV) return;
  const meta = document.createElement('meta');
  meta.httpEquiv = 'Content-Security-Policy';
  meta.content = serialisePolicy(directives);
  document.head.append(meta);
}
