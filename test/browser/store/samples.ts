import type { SourceRecord } from '../../../src/core/row.ts';
import type { Outcome, PhaseName } from '../../../src/core/outcome.ts';
import type { Run } from '../../../src/core/run.ts';
import type { Source } from '../../../src/core/source.ts';
import type { OpenStore } from '../../../src/store/open-store.ts';
import { PAPER_RECIPE } from '../../../src/reflection/recipes.ts';

/** A database name that no other test uses. */
export function freshName(): string {
  return `test-${crypto.randomUUID()}`;
}

/** Records of the given sizes, full of bytes that are not UTF-8. */
export function makeRecords(sizesBytes: readonly number[], firstOrdinal = 0): SourceRecord[] {
  return sizesBytes.map((sizeBytes, index) => ({
    ordinal: firstOrdinal + index,
    bytes: new Uint8Array(sizeBytes).map((_, at) => at * 31 + (firstOrdinal + index) * 7 + (at >> 8)),
  }));
}

export function makeSource(id: string, rowCount: number, importedAtMs = 1): Source {
  return {
    id,
    name: `${id}.json`,
    sizeBytes: 1,
    container: 'json',
    shape: 'alpaca',
    rowCount,
    rowsWithInput: 0,
    defectCount: 0,
    defects: [],
    importedAtMs,
    sha256: '00',
  };
}

export function makeRun(id: string, sourceId: string, rowCount: number, createdAtMs = 1): Run {
  return {
    id,
    sourceId,
    sourceName: `${sourceId}.json`,
    sourceSha256: '00',
    rowCount,
    recipe: { ...PAPER_RECIPE, maxNewTokens: 64, minNewTokens: 8 },
    oracle: { engine: 'transformers', modelId: 'practice', revision: '1', device: 'wasm', dtype: 'fp32', contextTokens: 512, lanes: 1, practice: true },
    createdAtMs,
  };
}

export function makeOutcome(runId: string, ordinal: number, phase: PhaseName, text = 'text'): Outcome & { readonly status: 'rewritten' } {
  const options = { temperature: 0, topP: 1, seed: 1, maxNewTokens: 64, minNewTokens: 8 };
  return {
    runId,
    ordinal,
    phase,
    attempts: [{ raw: text, finishReason: 'stop', promptTokens: 3, newTokens: 4, durationMs: 5.5, options }],
    status: 'rewritten',
    pair: { instruction: text, input: '', response: text },
    critique: [{ subject: 'response', criterion: 'Accuracy', text }],
  };
}

/** Imports a source of records of the given sizes and adds a run over it. */
export async function importSource(store: OpenStore, sourceId: string, runId: string, sizesBytes: readonly number[]): Promise<SourceRecord[]> {
  const records = makeRecords(sizesBytes);
  await store.appendRecords(sourceId, records);
  await store.addSource(makeSource(sourceId, records.length));
  await store.addRun(makeRun(runId, sourceId, records.length));
  return records;
}

/** Resolves with the code and detail of the StoreError that `work` rejects with. */
export async function failureOf(work: Promise<unknown>): Promise<{ code: string; detail: string }> {
  const error = await work.then(
    () => new Error('it did not fail'),
    (reason: unknown) => reason,
  );
  if (error instanceof Error && 'code' in error && 'detail' in error && error.name === 'StoreError') {
    return { code: String(error.code), detail: String(error.detail) };
  }
  throw error;
}
