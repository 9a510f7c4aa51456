import { type Directives, POLICIES, type PolicyName, policyNameOf, serialisePolicy, WEIGHT_HOSTS, WORKBENCH_SANDBOX } from './policy.ts';

/** Names and values of response headers. */
export type Headers = Readonly<Record<string, string>>;

/** What only a header can say: who may frame the document, and the sandbox of a document that is not in a frame. */
const HEADER_ONLY: Partial<Record<PolicyName, Directives>> = {
  shell: { sandbox: WORKBENCH_SANDBOX.split(' '), 'frame-ancestors': ["'self'"] },
  workbench: { sandbox: WORKBENCH_SANDBOX.split(' '), 'frame-ancestors': ["'self'"] },
  dock: { sandbox: ['allow-scripts', 'allow-same-origin'], 'frame-ancestors': ["'self'"] },
};

const UNUSED_FEATURES = [
  'accelerometer', 'camera', 'display-capture', 'geolocation', 'gyroscope', 'hid', 'identity-credentials-get',
  'magnetometer', 'microphone', 'midi', 'payment', 'publickey-credentials-get', 'serial', 'usb', 'xr-spatial-tracking',
];

/** The same for every answer. */
export const COMMON_HEADERS: Headers = {
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': UNUSED_FEATURES.map((feature) => `${feature}=()`).join(', '),
};

/** The content policy and the allowlist of connections for one kind of answer. */
export function sealingHeaders(name: PolicyName): Headers {
  return {
    'Content-Security-Policy': serialisePolicy({ ...POLICIES[name], ...HEADER_ONLY[name] }),
    'Connection-Allowlist': connectionAllowlist(name),
  };
}

/** Everything that a server should send with a file of the built app; `path` is from the app's folder on. */
export function responseHeaders(path: string): Headers {
  return { ...COMMON_HEADERS, ...sealingHeaders(policyNameOf(path)) };
}

/**
 * A structured list with one inner list (wicg.github.io/connection-allowlists). Closes what a content policy cannot: WebRTC,
 * navigation, popups, and connections made ahead of requests. Chromium 152 and later enforce it.
 */
function connectionAllowlist(name: PolicyName): string {
  if (name !== 'dock') return '(response-origin)';
  // The weight hosts redirect to their file stores.
  return `(response-origin ${WEIGHT_HOSTS.map((host) => `"${host}"`).join(' ')});redirects=allow`;
}

/** Where each kind of file lies, with and without the endings that some hosts take off. */
const HOSTED_PATHS: Readonly<Record<PolicyName, readonly string[]>> = {
  shell: ['/', '/index.html'],
  workbench: ['/workbench', '/workbench.html'],
  dock: ['/dock', '/dock.html'],
  script: ['/assets/*', '/service-worker.js'],
  other: ['/icons/*', '/models/*', '/sample/*'],
};

/** The headers in the `_headers` format of Netlify and Cloudflare Pages. No two blocks set the same header for one path: hosts would join the values. */
export function headersFile(): string {
  const sealing = Object.entries(HOSTED_PATHS).flatMap(([name, paths]) => paths.map((path) => headerBlock(path, sealingHeaders(name as PolicyName))));
  return [headerBlock('/*', COMMON_HEADERS), ...sealing].join('\n');
}

function headerBlock(path: string, headers: Headers): string {
  return [path, ...Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`), ''].join('\n');
}
