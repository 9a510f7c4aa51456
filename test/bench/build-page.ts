import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { runtimeByBrowser } from '../../vite.config.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Builds the page that measures, with the engine as the real page has it, into a folder. */
export async function buildPage(folder: string): Promise<void> {
  await build({
    configFile: false,
    root: at('./page'),
    publicDir: at('../../public'),
    base: './',
    logLevel: 'error',
    plugins: [runtimeByBrowser()],
    worker: { format: 'es', plugins: () => [runtimeByBrowser()] },
    build: { outDir: folder, emptyOutDir: true, target: 'esnext', assetsInlineLimit: 0, modulePreload: { polyfill: false }, chunkSizeWarningLimit: 8000 },
  });
}
