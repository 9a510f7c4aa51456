import { expect, it } from 'vitest';
import { openGpuGraph } from '../../../../../src/oracle/transformers/graph/gpu-graph.ts';
import { env, InferenceSession } from '../../../../../src/oracle/transformers/onnxruntime.ts';
import { PRACTICE } from './gpu-models.ts';
import { readOn, readParts, tokensOf } from './texts.ts';

it('a graph whose session does not run on a GPU is refused', async () => {
  const session = await InferenceSession.create(PRACTICE, { executionProviders: ['wasm'], logSeverityLevel: 4 });
  await expect(openGpuGraph(session)).rejects.toThrow('not on a GPU');
});

it('a graph on the GPU rejects the run in which the GPU is lost, and all later ones', async () => {
  const session = await InferenceSession.create(PRACTICE, { executionProviders: ['webgpu'], logSeverityLevel: 4 });
  const graph = await openGpuGraph(session);
  const { cache } = await readParts(graph, tokensOf(9), [9]);
  const device = await env.webgpu.device;
  if (!device) throw new Error('no GPU');
  const running = expect(readOn(graph, [4], cache, 9)).rejects.toThrow();
  device.destroy();
  await running;
  await expect(readOn(graph, [4], cache, 9)).rejects.toThrow('the GPU device was lost (destroyed)');
});
