import type { InferenceSession } from 'onnxruntime-web';
import type { DeviceName } from '../../../core/run.ts';
import { OracleError } from '../../oracle.ts';
import { openHeapGraph } from './heap-graph.ts';
import type { ModelGraph } from './model-graph.ts';

/** The graph of a session with its memory where the session computes. Rejects when the graph is not a plain language model's. */
export async function openGraph(session: InferenceSession, device: DeviceName): Promise<ModelGraph> {
  if (device === 'webgpu') throw new OracleError('unsupported', 'scores on the GPU');
  return openHeapGraph(session);
}
