import { describe, expect, it } from 'vitest';
import { makeManifest } from '../../src/pipeline/manifest.ts';
import { recipeHash } from '../../src/reflection/recipe-hash.ts';
import { StoreError } from '../../src/store/store.ts';
import { failed, kept, rewritten, storedRun } from './export-fixtures.ts';
import { MemoryStore } from './memory-store.ts';

const PAIR = { instruction: 'n', input: '', response: 'n' };
const FILE = `${'{"instruction": "i", "input": "x", "output": "o"}\n'.repeat(6)}oops`;
const OUTCOMES = [
  rewritten(0, 'instruction', PAIR),
  rewritten(0, 'response', PAIR),
  kept(1, 'instruction'),
  kept(1, 'response'),
  kept(2, 'instruction'),
  failed(2, 'response'),
  rewritten(3, 'instruction', PAIR),
  rewritten(5, 'instruction', PAIR),
];

describe('the manifest', () => {
  it('says what the export was made from, how, and how the records ended', async () => {
    const store = new MemoryStore();
    const run = await storedRun(store, FILE, OUTCOMES, 'six.jsonl');
    await store.decide(run.id, 0, 'original');
    const manifest = await makeManifest(run.id, store, '1.2.3');
    expect(manifest).toMatchObject({
      product: { name: 'Tain', version: '1.2.3' },
      source: { name: 'six.jsonl', sizeBytes: FILE.length, sha256: run.sourceSha256, rows: 6, rowsWithInput: 6, defects: 1, listedDefects: [{ line: 7, reason: 'not-json' }] },
      oracle: run.oracle,
      recipe: run.recipe,
      rows: { rewritten: 0, undecided: 0, kept: 2, failed: 1, pending: 3, 'left-out': 0, damaged: 0 },
      phases: { instruction: { rewritten: 2, declined: 1, 'no-marker': 2, failed: 0, pending: 1 }, response: { rewritten: 0, declined: 1, 'no-marker': 1, failed: 1, pending: 3 } },
      recipeSha256: recipeHash(run.recipe),
      examinations: { phases: 8, gate: { wins: 0, losses: 0, ties: 0, unreadable: 0 } },
      decisions: { rewrite: 0, original: 1 },
      totals: { answers: 10, promptTokens: 100, heldTokens: 0, newTokens: 200, seconds: 5 },
      method: [{ arxiv: '2310.11716' }, { arxiv: '2402.10110' }],
    });
    expect(JSON.stringify(manifest)).not.toContain('oops');
  });

  it('says in a sentence that practice is not for training, and only of practice', async () => {
    const store = new MemoryStore();
    const run = await storedRun(store, FILE, []);
    expect((await makeManifest(run.id, store, '1')).notice).toMatch(/not for training/);
    const real = { ...run, id: 'real', oracle: { ...run.oracle, practice: false } };
    await store.addRun(real);
    const manifest = await makeManifest(real.id, store, '1');
    expect([manifest.practice, manifest.notice]).toEqual([false, undefined]);
  });

  it('counts rows whose outcome cannot be read by themselves', async () => {
    const store = new MemoryStore();
    const run = await storedRun(store, FILE, OUTCOMES);
    const intact = store.outcomes.bind(store);
    store.outcomes = (runId, from, limit) => (from === 0 ? Promise.reject(new StoreError('damaged')) : intact(runId, from, limit));
    expect((await makeManifest(run.id, store, '1')).rows).toMatchObject({ rewritten: 0, kept: 1, failed: 1, pending: 3, damaged: 1 });
  });
});
