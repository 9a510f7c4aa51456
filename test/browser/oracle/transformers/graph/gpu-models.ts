import type { InferenceSession as Session } from 'onnxruntime-web';
import { openGpuGraph } from '../../../../../src/oracle/transformers/graph/gpu-graph.ts';
import type { Cache, ModelGraph, ReadingResult } from '../../../../../src/oracle/transformers/graph/model-graph.ts';
import { env, InferenceSession, RUNTIME_FILES } from '../../../../../src/oracle/transformers/onnxruntime.ts';
import { randomModelFiles } from '../../../../random-model/model-files.ts';
import { type AttentionKind, type NumberFormat, TINY } from '../../../../random-model/model-shape.ts';
import { readParts, tokensOf } from './texts.ts';

Object.assign(env.wasm, { wasmPaths: { ...RUNTIME_FILES }, numThreads: 1 });

/** Opens a model's file, or the one at an address. Runs that fail are wanted in tests, and need not be told of. */
export const openSession = (model: string | Uint8Array, provider: 'webgpu' | 'wasm'): Promise<Session> => InferenceSession.create(model, { executionProviders: [provider], logSeverityLevel: 4 });

/** A small model's file. */
export function randomModel(attention: AttentionKind, format: NumberFormat, keepsLogits: boolean): Uint8Array {
  const files = randomModelFiles({ shape: TINY, attention, format, seed: 1, keepsLogits });
  return files.get(format === 'q4' ? 'onnx/model_q4.onnx' : 'onnx/model.onnx') ?? new Uint8Array();
}

/** Where the practice model lies. */
export const PRACTICE = '/models/tain-practice/onnx/model.onnx';

/** A model on the GPU. */
export async function openOnGpu(model: string | Uint8Array): Promise<ModelGraph> {
  return openGpuGraph(await openSession(model, 'webgpu'));
}

/** Sizes of the parts in which the texts are read: few, as each is compiled for. */
const PARTS = [[31, 9], [9]];
/** Tokens of two texts. */
export const LENGTHS = PARTS.map((parts) => parts.reduce((sum, part) => sum + part, 0));
/** Two texts. */
export const TEXTS = LENGTHS.map(tokensOf);
/** What comes next in each. */
export const NEXT = [7, 8];

/** Reads one of the two from its beginning. */
export function readText(graph: ModelGraph, text: number): Promise<ReadingResult> {
  return readParts(graph, TEXTS[text] ?? [], PARTS[text] ?? []);
}

/** Copies texts, each read alone, into rows of a new cache, at the column that `place` says. */
export async function gather(graph: ModelGraph, texts: readonly Cache[], lengths: readonly number[], columns: number, place: (length: number) => number): Promise<Cache> {
  const together = await graph.allocate(graph.rowsFor(texts.length), columns);
  for (const [toRow, cache] of texts.entries()) {
    const columnsOfText = lengths[toRow] ?? 0;
    graph.copy(cache, together, [{ fromRow: 0, fromColumn: 0, toRow, toColumn: place(columnsOfText), columns: columnsOfText }]);
  }
  return together;
}
