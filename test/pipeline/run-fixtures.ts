import type { Run } from '../../src/core/run.ts';
import type { Source } from '../../src/core/source.ts';
import { PAPER_RECIPE } from '../../src/reflection/recipes.ts';
import { MemoryStore } from './memory-store.ts';

/** A dataset without its records. */
export const SOURCE: Source = {
  id: 's',
  name: 'data.json',
  sizeBytes: 1,
  container: 'json',
  shape: 'alpaca',
  rowCount: 0,
  rowsWithInput: 0,
  defectCount: 0,
  defects: [],
  importedAtMs: 0,
  sha256: 'abc',
};

/** A store with a run over one record for each word, which is its instruction. */
export async function storeOf(words: readonly string[]): Promise<{ store: MemoryStore; run: Run }> {
  const store = new MemoryStore();
  const source = { ...SOURCE, rowCount: words.length };
  const records = words.map((instruction, ordinal) => ({
    ordinal,
    bytes: new TextEncoder().encode(JSON.stringify({ instruction, input: 'in', output: 'out' })),
  }));
  await store.appendRecords(source.id, records);
  await store.addSource(source);
  const oracle = { engine: 'transformers', modelId: 'm', revision: 'r', device: 'wasm', dtype: 'fp32', contextTokens: 100, lanes: 1, practice: true } as const;
  const { id, name, rowCount, sha256 } = source;
  const run: Run = { id: 'r', sourceId: id, sourceName: name, sourceSha256: sha256, rowCount, recipe: PAPER_RECIPE, oracle, createdAtMs: 0 };
  await store.addRun(run);
  return { store, run };
}
