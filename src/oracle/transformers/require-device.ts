import type { OracleSpec } from '../../core/run.ts';
import { OracleError } from '../oracle.ts';
import { probeDevice } from '../probe.ts';

/** Resolves when this machine has what the specification computes on. Rejects with OracleError `unsupported`. */
export async function requireDevice({ device, dtype }: Pick<OracleSpec, 'device' | 'dtype'>): Promise<void> {
  if (device !== 'webgpu') return;
  const { gpu } = await probeDevice();
  if (!gpu) throw new OracleError('unsupported', 'there is no WebGPU adapter');
  // Transformers.js loads such weights all the same, and fails at the first text.
  if (dtype.endsWith('f16') && !gpu.shaderF16) throw new OracleError('unsupported', 'the GPU has no shader-f16');
}
