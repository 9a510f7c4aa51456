import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listAppFiles } from '../../src/seal/list-app-files.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'tain-files-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function write(path: string, content: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

describe('the list of the app’s files', () => {
  it('names every file that is served, with its hash and size, in one order', () => {
    for (const path of ['index.html', 'assets/b.js', 'assets/a.js', 'service-worker.js', 'assets/a.js.map', '.nojekyll']) write(path, path);
    const files = listAppFiles(folder, ['service-worker.js']);
    expect(files.map(({ path }) => path)).toEqual(['assets/a.js', 'assets/b.js', 'index.html']);
    expect(files[2]).toEqual({ path: 'index.html', sha256: createHash('sha256').update('index.html').digest('hex'), sizeBytes: 10 });
  });

  it('says which build of the runtime a file belongs to', () => {
    const names = ['ort-wasm-simd-threaded.jspi-CP6S.wasm', 'ort.jspi.bundle.min-DeaX.js', 'ort-wasm-simd-threaded.asyncify-CxOG.wasm', 'ort.webgpu.bundle.min-NEzw.js', 'webllm.worker-1.js', 'support-jspi.js'];
    for (const name of names) write(name, '');
    expect(Object.fromEntries(listAppFiles(folder, []).map(({ path, runtime }) => [path, runtime]))).toEqual({
      'ort-wasm-simd-threaded.jspi-CP6S.wasm': 'jspi',
      'ort.jspi.bundle.min-DeaX.js': 'jspi',
      'ort-wasm-simd-threaded.asyncify-CxOG.wasm': 'asyncify',
      'ort.webgpu.bundle.min-NEzw.js': 'asyncify',
      'webllm.worker-1.js': undefined,
      'support-jspi.js': undefined,
    });
  });
});
