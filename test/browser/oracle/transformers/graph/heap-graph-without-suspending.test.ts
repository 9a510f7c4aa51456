import { expect, it } from 'vitest';
import { numbersOf, readOn, readParts, tokensOf } from './texts.ts';

it('a graph in the memory of WebAssembly also runs on the build of the runtime for browsers without JavaScript Promise Integration', async () => {
  Reflect.deleteProperty(WebAssembly, 'Suspending');
  const { env, InferenceSession, RUNTIME_FILES } = await import('../../../../../src/oracle/transformers/onnxruntime.ts');
  const { openHeapGraph } = await import('../../../../../src/oracle/transformers/graph/heap-graph.ts');
  expect(RUNTIME_FILES.wasm).toContain('asyncify');
  Object.assign(env.wasm, { wasmPaths: { ...RUNTIME_FILES }, numThreads: 1 });
  const session = await InferenceSession.create('/models/tain-practice/onnx/model.onnx', { executionProviders: ['wasm'], logSeverityLevel: 4 });
  const graph = await openHeapGraph(session);
  const tokens = tokensOf(60);
  const whole = await readParts(graph, tokens, [60]);
  const parts = await readParts(graph, tokens, [31, 28, 1]);
  expect(numbersOf(parts.logits)).toEqual(numbersOf(whole.logits));
  await expect(readOn(graph, [2 ** 40], whole.cache, 60)).rejects.toThrow('out of data bounds');
  const next = [await readOn(graph, [5], whole.cache, 60), await readOn(graph, [5], parts.cache, 60)];
  expect(new Set(next.map(({ logits }) => numbersOf(logits).join())).size).toBe(1);
  for (const { cache } of [whole, parts, ...next]) graph.free(cache);
  await graph.release();
});
