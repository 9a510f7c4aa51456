import type { Run } from '../../../src/core/run.ts';
import { importSource } from '../../../src/pipeline/import-source.ts';
import { PAPER_RECIPE } from '../../../src/reflection/recipes.ts';
import type { Store } from '../../../src/store/store.ts';

/** A stored run of a stored dataset with `rowCount` records, nothing of it done. */
export async function newRun(store: Store, rowCount: number): Promise<Run> {
  const records = Array.from({ length: rowCount }, (_, n) => ({ instruction: `Task ${n}`, input: '', output: `Answer ${n}` }));
  const file = new File([JSON.stringify(records)], 'tasks.json');
  const source = await importSource(file, store, () => undefined, new AbortController().signal);
  const run: Run = {
    id: crypto.randomUUID(),
    sourceId: source.id,
    sourceName: source.name,
    sourceSha256: source.sha256,
    rowCount,
    recipe: PAPER_RECIPE,
    oracle: { engine: 'transformers', modelId: 'scripted', revision: '1', device: 'wasm', dtype: 'fp32', contextTokens: 4096, lanes: 2, practice: true },
    createdAtMs: Date.now(),
  };
  await store.addRun(run);
  return run;
}
