import { describe, expect, it } from 'vitest';
import { serialisePolicy, POLICIES, WEIGHT_HOSTS, type PolicyName } from '../../src/seal/policy.ts';
import { headersFile, responseHeaders } from '../../src/seal/response-headers.ts';

/** Each path of a `_headers` file with the names of its headers. */
function blocksOf(file: string): Map<string, string[]> {
  const blocks = file.trim().split('\n\n').map((block) => block.split('\n'));
  return new Map(blocks.map(([path = '', ...lines]) => [path, lines.map((line) => line.trim().split(':')[0] ?? '')]));
}

describe('the policies', () => {
  it('name foreign hosts for the dock alone', () => {
    const names = Object.keys(POLICIES) as PolicyName[];
    const open = names.filter((name) => /https?:/.test(serialisePolicy(POLICIES[name])));
    expect(open).toEqual(['dock']);
    expect(responseHeaders('/dock.html')['Connection-Allowlist']).toBe(`(response-origin ${WEIGHT_HOSTS.map((host) => `"${host}"`).join(' ')});redirects=allow`);
    for (const path of ['/', '/index.html', '/workbench.html', '/assets/main-1.js', '/service-worker.js', '/sample/sample.json', '/no-such-file']) {
      expect(responseHeaders(path)['Connection-Allowlist'], path).toBe('(response-origin)');
    }
  });

  it('begin with nothing allowed, and let no code be made from text', () => {
    for (const [name, policy] of Object.entries(POLICIES)) {
      const text = serialisePolicy(policy);
      expect(text, name).toMatch(/^default-src 'none'; base-uri 'none'; form-action 'none'/);
      expect(text, name).not.toMatch(/unsafe-inline|'unsafe-eval'|\*(?!\.(?:hf|huggingface)\.co)/);
    }
  });
});

describe('the headers for static hosts', () => {
  it('set no header twice for one path', () => {
    const blocks = blocksOf(headersFile());
    const common = blocks.get('/*') ?? [];
    expect(common).toContain('Referrer-Policy');
    for (const [path, names] of blocks) {
      if (path !== '/*') expect(names.filter((name) => common.includes(name)), path).toEqual([]);
      expect(names, path).toEqual([...new Set(names)]);
    }
  });

  it('are those that our own server sends', () => {
    const blocks = headersFile().split('\n\n');
    for (const path of ['/', '/workbench.html', '/dock.html', '/service-worker.js']) {
      const block = blocks.find((text) => text.trim().split('\n')[0] === path) ?? '';
      const { 'Content-Security-Policy': policy, 'Connection-Allowlist': allowlist } = responseHeaders(path);
      expect(block, path).toContain(`Content-Security-Policy: ${policy}\n`);
      expect(block, path).toContain(`Connection-Allowlist: ${allowlist}`);
    }
  });
});
