import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AppFile } from '../../src/seal/app-file.ts';
import { type AskedFor, RequestRules } from '../../src/seal/request-rule.ts';

const SCOPE = 'https://host.example/tain/';
const PATHS = ['index.html', 'workbench.html', 'assets/main-1a2b.js', 'sample/sample.json'];
const files: AppFile[] = PATHS.map((path) => ({ path, sha256: 'ab', sizeBytes: 1 }));
const rules = new RequestRules(SCOPE, files);

const ask = (address: string, more: Partial<AskedFor> = {}) => rules.ruleFor({ url: new URL(address, SCOPE).href, method: 'GET', mode: 'cors', ...more });
const pathOf = (rule: ReturnType<typeof ask>) => (rule.kind === 'file' ? rule.file.path : rule.kind);

describe('the rule for a request', () => {
  it('knows each file by its exact address, and the start page by that of the folder', () => {
    expect(PATHS.map((path) => pathOf(ask(path)))).toEqual(PATHS);
    expect(pathOf(ask('./'))).toBe('index.html');
    expect(pathOf(ask('assets/main-1a2b.js', { method: 'HEAD' }))).toBe('assets/main-1a2b.js');
  });

  it('opens documents with any query, which goes nowhere', () => {
    const mode = 'navigate';
    expect(['./?utm=1', 'index.html?x', 'workbench.html?data=secret#/run'].map((address) => pathOf(ask(address, { mode })))).toEqual(['index.html', 'index.html', 'workbench.html']);
  });

  it('lets nothing else of this site through, whatever is written into the address', () => {
    const known = ['./', ...PATHS].map((path) => new URL(path, SCOPE).pathname);
    const text = fc.string().map(encodeURIComponent);
    const path = fc.oneof(fc.array(text).map((parts) => `/${parts.join('/')}`), fc.constantFrom(...known));
    const address = fc.tuple(path, text).map(([asked, query]) => `https://host.example${asked}?${query}`);
    fc.assert(
      fc.property(address, fc.constantFrom<RequestMode>('cors', 'no-cors', 'same-origin', 'navigate'), (text, mode) => {
        const asked = new URL(text);
        const own = known.includes(asked.pathname) && (mode === 'navigate' || asked.search === '');
        expect(ask(asked.href, { mode }).kind).toBe(own ? 'file' : 'refuse');
      }),
    );
  });

  it('refuses what could carry a body, and files outside the app’s folder', () => {
    expect(['POST', 'PUT', 'PATCH', 'DELETE'].map((method) => ask('./', { method, mode: 'navigate' }).kind)).toEqual(['refuse', 'refuse', 'refuse', 'refuse']);
    expect(ask('/index.html').kind).toBe('refuse');
    expect(ask('/tain').kind).toBe('refuse');
  });

  it('leaves other hosts to the browser and its content policy', () => {
    expect(ask('https://huggingface.co/a/b/resolve/main/model.onnx').kind).toBe('pass');
    expect(ask('http://host.example/tain/index.html').kind).toBe('pass');
    expect(ask('https://host.example:8443/tain/index.html').kind).toBe('pass');
  });
});
