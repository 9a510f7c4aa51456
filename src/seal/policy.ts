/** Names of the Trusted Types policies that may be made: for workers, for the service worker, and Svelte's own for its compiled templates. */
export const TRUSTED_TYPES = { workers: 'tain-workers', serviceWorker: 'tain-service-worker', svelte: 'svelte-trusted-html' } as const;

/** Hosts that serve model weights: Hugging Face with its redirect targets, and the WebLLM model libraries. */
export const WEIGHT_HOSTS = ['https://huggingface.co', 'https://*.hf.co', 'https://*.huggingface.co', 'https://raw.githubusercontent.com'] as const;

/**
 * What the shell lets the workbench do in its frame: run, keep data under this origin, and save files. Left out on purpose are
 * forms, popups, modals, and leading the window to another address: each could carry data away.
 */
export const WORKBENCH_SANDBOX = 'allow-scripts allow-same-origin allow-downloads';

/** Directives of a content policy by name. */
export type Directives = Readonly<Record<string, readonly string[]>>;

const CLOSED: Directives = {
  'default-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
};

const TRUSTED_SCRIPTS_ONLY: Directives = { 'require-trusted-types-for': ["'script'"], 'trusted-types': ["'none'"] };

/** Holds the workbench in its frame and does nothing else. */
const SHELL: Directives = {
  ...CLOSED,
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'"],
  'manifest-src': ["'self'"],
  'frame-src': ["'self'"],
  ...TRUSTED_SCRIPTS_ONLY,
};

const WORKBENCH: Directives = {
  ...CLOSED,
  'script-src': ["'self'", "'wasm-unsafe-eval'"],
  // `blob:` so that a worker can be started from a short blob and so inherit this policy (see sealed-worker.ts); 'self' for the service worker.
  'worker-src': ["'self'", 'blob:'],
  'connect-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'"],
  'font-src': ["'self'"],
  'frame-src': ["'self'"],
  ...TRUSTED_SCRIPTS_ONLY,
  'trusted-types': Object.values(TRUSTED_TYPES),
};

/** Fetches weights from outside, in a worker of its own, and sees no dataset. */
const DOCK: Directives = {
  ...CLOSED,
  'script-src': ["'self'"],
  'worker-src': ["'self'", 'blob:'],
  'connect-src': ["'self'", ...WEIGHT_HOSTS],
  ...TRUSTED_SCRIPTS_ONLY,
  'trusted-types': [TRUSTED_TYPES.workers],
};

/** What a worker is held to when it is started from its address instead of a blob. */
const SCRIPT: Directives = {
  ...CLOSED,
  'script-src': ["'self'", "'wasm-unsafe-eval'"],
  'connect-src': ["'self'"],
};

/** Any other file of the app, should it be opened as a document. */
const OTHER: Directives = { ...CLOSED, sandbox: [] };

/** Kinds of answers by the policy that they need. */
export const POLICIES = { shell: SHELL, workbench: WORKBENCH, dock: DOCK, script: SCRIPT, other: OTHER } as const;

/** One of the names in {@link POLICIES}. */
export type PolicyName = keyof typeof POLICIES;

/** A content policy as it stands in a header or a `<meta>` tag. */
export function serialisePolicy(directives: Directives): string {
  return Object.entries(directives)
    .map(([name, values]) => [name, ...values].join(' '))
    .join('; ');
}

/** The name of the policy for a file of the built app, by its path from the app's folder on. */
export function policyNameOf(path: string): PolicyName {
  const file = path.slice(path.lastIndexOf('/') + 1);
  if (file === '' || file === 'index.html') return 'shell';
  if (file === 'workbench.html') return 'workbench';
  if (file === 'dock.html') return 'dock';
  return /\.m?js$/.test(file) ? 'script' : 'other';
}
