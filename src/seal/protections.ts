import type { ProtectionState, Protections } from './seal.ts';
import { isHeldByShell } from './workbench-frame.ts';

/** The first Chromium that enforces `Connection-Allowlist`; no other engine knows it. */
const ALLOWLIST_CHROMIUM = 152;

/**
 * Makes what looks what keeps this page closed on this visit; it never rejects: what cannot be found out counts as missing.
 * Call it while the page is opened: its headers are asked for at once, of whoever has answered with the page itself. Later the
 * service worker may have come, and what it answers says nothing about this visit.
 */
export function protectionReader(): () => Promise<Protections> {
  const headers = ownHeaders();
  return async () => readProtections(await headers);
}

function readProtections(headers: Headers | undefined): Protections {
  return {
    policy: stateOf(document.head.querySelector('meta[http-equiv="Content-Security-Policy"]') !== null),
    frame: stateOf(isHeldByShell()),
    webrtc: stateOf(!('RTCPeerConnection' in window)),
    'policy-header': stateOf(headers?.get('content-security-policy')?.includes("default-src 'none'") ?? false),
    allowlist: allowlistState(headers),
    'service-worker': serviceWorkerState(),
  };
}

function stateOf(inForce: boolean): ProtectionState {
  return inForce ? 'in-force' : 'missing';
}

/** The headers that this document came with, from the copy on this machine where that answers. */
async function ownHeaders(): Promise<Headers | undefined> {
  try {
    return (await fetch(location.pathname)).headers;
  } catch {
    return undefined;
  }
}

/** A probe would have to be let through by the content policy first, so the header and the browser's version have to do. */
function allowlistState(headers: Headers | undefined): ProtectionState {
  if (!headers?.has('connection-allowlist')) return 'missing';
  return chromiumVersion() >= ALLOWLIST_CHROMIUM ? 'in-force' : 'unsupported';
}

function chromiumVersion(): number {
  return Number(/Chrom(?:e|ium)\/(\d+)/.exec(navigator.userAgent)?.[1] ?? 0);
}

function serviceWorkerState(): ProtectionState {
  // lib.dom takes it for granted; pages that are not secure do not have it.
  const container = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  return container ? stateOf(container.controller !== null) : 'unsupported';
}
