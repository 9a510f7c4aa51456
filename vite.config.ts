import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { contentPolicy } from './src/seal/content-policy-plugin.ts';
import { serviceWorker } from './src/seal/service-worker-plugin.ts';
import { BROWSER_FLAGS, findBrowser } from './test/browser/find-browser.mjs';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Hands Transformers.js the ONNX Runtime that suits the visitor's browser, in place of its own import. */
export function runtimeByBrowser(): Plugin {
  return {
    name: 'runtime-by-browser',
    enforce: 'pre',
    resolveId: (source, importer) =>
      source === 'onnxruntime-web/webgpu' && importer?.includes('@huggingface/transformers') ? at('./src/oracle/transformers/onnxruntime.ts') : undefined,
  };
}

export default defineConfig({
  root: at('./src'),
  publicDir: at('./public'),
  cacheDir: at('./node_modules/.vite'),
  // Routes live behind `#`: what is not a file is not found.
  appType: 'mpa',
  // Relative addresses, so that the built page works from any folder of any host.
  base: './',
  plugins: [svelte({ configFile: false }), contentPolicy(at('./src/seal/close-ways.ts')), runtimeByBrowser(), serviceWorker()],
  // Builds of workers take no plugins from above.
  worker: { format: 'es', plugins: () => [runtimeByBrowser()] },
  // The engines are large and are loaded by their workers only.
  optimizeDeps: { exclude: ['@huggingface/transformers', '@mlc-ai/web-llm', 'onnxruntime-web'] },
  build: {
    outDir: at('./dist'),
    emptyOutDir: true,
    target: 'esnext',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 8000,
    rolldownOptions: { input: { index: at('./src/index.html'), workbench: at('./src/workbench.html'), dock: at('./src/dock.html') } },
  },
  preview: { port: 4173, strictPort: false },
  test: {
    projects: [
      {
        extends: true,
        test: { name: 'unit', root: at('.'), include: ['test/**/*.test.ts'], exclude: ['test/browser/**', 'test/app/**'], environment: 'node', sequence: { groupOrder: 0 } },
      },
      {
        extends: true,
        root: at('.'),
        // Found only while tests run, they would be optimised in the middle of one and reload it.
        optimizeDeps: {
          include: ['@mlc-ai/web-xgrammar', '@noble/hashes/legacy.js', '@noble/hashes/sha2.js', '@noble/hashes/utils.js', '@zip.js/zip.js/lib/zip-core-custom.js', 'axe-core', 'bits-ui', 'compromise/two', 'diff'],
        },
        test: {
          name: 'browser',
          root: at('.'),
          include: ['test/browser/**/*.test.ts'],
          testTimeout: 60_000,
          // After the unit tests and before the whole page: the three would starve each other on a small machine.
          sequence: { groupOrder: 1 },
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: { executablePath: findBrowser() ?? '', args: BROWSER_FLAGS } }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      {
        extends: true,
        test: {
          name: 'app',
          root: at('.'),
          include: ['test/app/**/*.test.ts'],
          environment: 'node',
          testTimeout: 1_200_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
