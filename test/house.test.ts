import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const SRC = fileURLToPath(new URL('../src', import.meta.url));

/** The oracle's door has seven leaves: the contract of a model, its card, the counter, the weights on this machine, two kinds of model that measure texts, and the counter of tokens. */
const ORACLE_DOORS = ['oracle', 'model-card', 'oracles', 'shelf', 'student', 'embedder', 'token-counter'].map((name) => `oracle/${name}.ts`);

/** What each room may import beside itself: whole rooms by name, effectful rooms by their door. The README shows the same table. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  core: [],
  bridge: ['core'],
  formats: ['core'],
  reflection: ['core'],
  quality: ['core'],
  oracle: ['core', 'bridge'],
  store: ['core'],
  seal: ['core'],
  practice: ['core', 'reflection'],
  pipeline: ['core', 'bridge', 'formats', 'reflection', 'quality', ...ORACLE_DOORS, 'store/store.ts'],
  ui: ['core', 'pipeline', 'quality', ...ORACLE_DOORS, 'store/store.ts', 'seal/seal.ts'],
};

/** Files that join the rooms: the shell, the page, the weight dock, and the workers' own entries. */
const isEntry = (file: string) => ['shell.ts', 'main.ts', 'dock.ts'].includes(file) || file.endsWith('.worker.ts');

/** What does work only inside workers, and is not to be pulled into the page. */
const ENGINES = ['@huggingface/transformers', '@mlc-ai/web-llm', '@mlc-ai/web-xgrammar'];

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

function sourceFiles(): string[] {
  return readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(ts|mjs|svelte|css)$/.test(file));
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(SRC, file), 'utf8');
  const statements = text.matchAll(/(?:^|\n)\s*(?:import|export)\s(?<typeOnly>type\s)?(?:[^'";]*?\sfrom\s)?\s*['"](?<to>[^'"]+)['"]/g);
  const dynamic = text.matchAll(/\bimport\(\s*['"](?<to>[^'"]+)['"]/g);
  return [...statements, ...dynamic].map(({ groups }) => ({
    from: file,
    to: resolve(file, groups?.['to'] ?? ''),
    typeOnly: groups?.['typeOnly'] !== undefined,
  }));
}

function resolve(from: string, specifier: string): string {
  if (!specifier.startsWith('.')) return specifier;
  return normalize(join(dirname(from), specifier.replace(/\?.*$/, ''))).replaceAll('\\', '/');
}

function isAllowed({ from, to }: Import): boolean {
  const room = from.split('/')[0] ?? '';
  const allowed = MAY_IMPORT[room] ?? [];
  return to.startsWith(`${room}/`) || allowed.some((place) => to === place || (!place.includes('/') && to.startsWith(`${place}/`)));
}

describe('the house', () => {
  const files = sourceFiles();
  const imports = files.flatMap(importsOf);

  it('has no room that the table does not know', () => {
    const rooms = readdirSync(SRC, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(rooms.map(({ name }) => name).filter((name) => !(name in MAY_IMPORT))).toEqual([]);
  });

  it('is entered through its doors only', () => {
    const own = imports.filter(({ from, to }) => !isEntry(from) && !to.startsWith('@') && files.includes(to));
    expect(own.length).toBeGreaterThan(50);
    expect(own.filter((one) => !isAllowed(one))).toEqual([]);
  });

  it('finds every file that it imports', () => {
    const relativeOnes = imports.filter(({ to }) => /^[a-z]+\//.test(to) && MAY_IMPORT[to.split('/')[0] ?? ''] !== undefined);
    expect(relativeOnes.filter(({ to }) => !files.includes(to))).toEqual([]);
  });

  it('keeps the engines inside their workers', () => {
    const reachable = reachableFrom('main.ts', imports);
    expect(reachable.size).toBeGreaterThan(20);
    expect([...reachable].filter((to) => ENGINES.some((engine) => to.startsWith(engine)))).toEqual([]);
  });

  it('speaks in sentences only on the page', () => {
    const speaking = files.filter((file) => !file.startsWith('ui/') && /\b(?:alert|confirm)\(/.test(readFileSync(join(SRC, file), 'utf8')));
    expect(speaking).toEqual([]);
  });

  it('replaces no module in its tests', () => {
    const tests = fileURLToPath(new URL('.', import.meta.url));
    const mocking = readdirSync(tests, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && relative(tests, fileURLToPath(import.meta.url)) !== file)
      .filter((file) => readFileSync(join(tests, file), 'utf8').includes('vi.mock'));
    expect(mocking).toEqual([]);
  });
});

/** Everything that a file pulls in at run time; `?url` imports of workers only give an address and end there. */
function reachableFrom(entry: string, imports: readonly Import[]): Set<string> {
  const reached = new Set<string>([entry]);
  for (const file of reached) {
    for (const { from, to, typeOnly } of imports) if (from === file && !typeOnly && !to.endsWith('.worker.ts')) reached.add(to);
  }
  return reached;
}
