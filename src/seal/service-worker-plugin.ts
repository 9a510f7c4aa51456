import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';
import { listAppFiles } from './list-app-files.ts';
import { headersFile } from './response-headers.ts';
import { HEADERS_FILE, SERVICE_WORKER_FILE } from './service-worker-words.ts';

const ENTRY = fileURLToPath(new URL('service.worker.ts', import.meta.url));

/** Builds the service worker last, when every other file of the app is written, and writes the list of these files into it. */
export function serviceWorker(): Plugin {
  let outDir = '';
  return {
    name: 'service-worker',
    apply: 'build',
    configResolved: ({ root, build: { outDir: folder } }) => void (outDir = resolve(root, folder)),
    writeBundle: {
      order: 'post',
      sequential: true,
      handler: () => buildServiceWorker(outDir),
    },
  };
}

/** Writes the service worker of the built app in `outDir`, made for its files as they are now. */
export async function buildServiceWorker(outDir: string): Promise<void> {
  const files = listAppFiles(outDir, [SERVICE_WORKER_FILE, HEADERS_FILE]);
  const version = createHash('sha256').update(JSON.stringify([files, headersFile()])).digest('hex').slice(0, 16);
  await build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    define: { TAIN_APP: JSON.stringify({ version, files }) },
    build: {
      outDir,
      emptyOutDir: false,
      target: 'esnext',
      // A script of one piece: service workers made of modules are not known to every browser.
      rolldownOptions: { input: ENTRY, output: { format: 'iife', entryFileNames: SERVICE_WORKER_FILE } },
    },
  });
}
