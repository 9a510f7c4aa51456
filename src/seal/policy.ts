/** Names of the Trusted Types policies that may be made: our worker starter, and Svelte's own for its compiled templates. */
export const TRUSTED_TYPES = { workers: 'tain-workers', svelte: 'svelte-trusted-html' } as const;

const WORKBENCH: Record<string, readonly string[]> = {
  'default-src': ["'none'"],
  'script-src': ["'self'", "'wasm-unsafe-eval'"],
  // `blob:` only so that a worker can be started from a one-line blob and so inherit this policy; see sealed-worker.ts.
  'worker-src': ["'self'", 'blob:'],
  'connect-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'"],
  'font-src': ["'self'"],
  'manifest-src': ["'self'"],
  'frame-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'object-src': ["'none'"],
  'require-trusted-types-for': ["'script'"],
  'trusted-types': Object.values(TRUSTED_TYPES),
};

/** Hosts that serve model weights: Hugging Face with its redirect targets, and the WebLLM model libraries. */
export const WEIGHT_HOSTS = ['https://huggingface.co', 'https://*.hf.co', 'https://*.huggingface.co', 'https://raw.githubusercontent.com'] as const;

/** The dock fetches weights from outside and sees no dataset; it needs neither workers, styles nor frames. */
const DOCK: Record<string, readonly string[]> = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'connect-src': ["'self'", ...WEIGHT_HOSTS],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'require-trusted-types-for': ["'script'"],
  'trusted-types': ["'none'"],
};

function serialise(directives: Record<string, readonly string[]>): string {
  return Object.entries(directives)
    .map(([name, values]) => `${name} ${values.join(' ')}`)
    .join('; ');
}

/** The content policy of the page that sees the data, and through sealed-worker.ts of its workers. */
export const WORKBENCH_POLICY = serialise(WORKBENCH);

/** The content policy of the document that fetches weights. */
export const DOCK_POLICY = serialise(DOCK);
