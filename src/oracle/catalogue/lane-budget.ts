import type { DeviceReport } from '../oracles.ts';
import type { LoadSpec } from '../oracle.ts';
import { gpuMemoryBudget, processorMemoryBytes } from './memory-budget.ts';
import { onnxFixedBytes } from './transformers-entries.ts';

/**
 * Memory that the lanes of an ONNX model may take together, in bytes: what a model may take on this device, as the page says or else as can be
 * guessed, less what this one takes without any lane. 0 when its weights leave nothing. `weightBytes` is the size of its files.
 */
export function laneBudgetBytes({ device, memoryBytes }: Pick<LoadSpec, 'device' | 'memoryBytes'>, report: DeviceReport, weightBytes: number): number {
  const wholeBytes = device === 'wasm' ? processorMemoryBytes(report) : (memoryBytes ?? gpuMemoryBudget(report).comfortableBytes);
  return Math.max(0, wholeBytes - onnxFixedBytes(device, weightBytes));
}
