import type { InferenceSession } from 'onnxruntime-web';
import type { DeviceName } from '../../../core/run.ts';
import { openGpuGraph } from './gpu-graph.ts';
import { openHeapGraph } from './heap-graph.ts';
import type { ModelGraph } from './model-graph.ts';

/** The graph of a session with its memory where the session computes. Rejects when the graph is not a plain language model's. */
export function openGraph(session: InferenceSession, device: DeviceName): Promise<ModelGraph> {
  return device === 'webgpu' ? openGpuGraph(session) : openHeapGraph(session);
}
