import type { Attempt, Outcome, PhaseName } from '../../src/core/outcome.ts';
import type { Pair } from '../../src/core/pair.ts';
import type { Run } from '../../src/core/run.ts';
import type { Source } from '../../src/core/source.ts';
import { importSource } from '../../src/pipeline/import-source.ts';
import { PAPER_RECIPE } from '../../src/reflection/recipes.ts';
import type { Store } from '../../src/store/store.ts';

/** A practice run of both phases. */
export function newRun(source: Pick<Source, 'id' | 'name' | 'sha256' | 'rowCount'>): Run {
  return {
    id: crypto.randomUUID(),
    sourceId: source.id,
    sourceName: source.name,
    sourceSha256: source.sha256,
    rowCount: source.rowCount,
    recipe: PAPER_RECIPE,
    oracle: { engine: 'transformers', modelId: 'm', revision: 'r', device: 'wasm', dtype: 'fp32', contextTokens: 4096, lanes: 1, practice: true },
    createdAtMs: 0,
  };
}

/** A run of an imported file, with these outcomes settled. */
export async function storedRun(store: Store, content: string, outcomes: readonly Outcome[], name = 'data.json'): Promise<Run> {
  const source = await importSource(new File([content], name), store, () => undefined, new AbortController().signal);
  const run = newRun(source);
  await store.addRun(run);
  for (const outcome of outcomes) await store.settle({ ...outcome, runId: run.id });
  return run;
}

/** One attempt of 10 prompt tokens, 20 new ones and half a second. */
const ATTEMPT: Attempt = {
  raw: 'raw',
  finishReason: 'stop',
  promptTokens: 10,
  newTokens: 20,
  durationMs: 500,
  options: { temperature: 0, topP: 1, seed: 1, maxNewTokens: 100, minNewTokens: 1 },
};

export function rewritten(ordinal: number, phase: PhaseName, pair: Pair): Outcome {
  return { runId: '', ordinal, phase, attempts: [ATTEMPT], status: 'rewritten', pair, critique: [] };
}

/** Kept for want of a marker, after two attempts. */
export function kept(ordinal: number, phase: PhaseName): Outcome {
  return { runId: '', ordinal, phase, attempts: [ATTEMPT, ATTEMPT], status: 'kept', reason: 'no-marker', critique: [] };
}

export function failed(ordinal: number, phase: PhaseName): Outcome {
  return { runId: '', ordinal, phase, attempts: [], status: 'failed', reason: 'oracle-failed' };
}
