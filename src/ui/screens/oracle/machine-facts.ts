import { formatBytes } from '../../messages/figures.ts';
import { ORACLE } from '../../messages/oracle.ts';
import type { DeviceReport } from '../../../oracle/oracles.ts';

/** What the browser told about this machine, in the order in which it matters. */
export function machineFacts(report: DeviceReport): { readonly label: string; readonly value: string }[] {
  const { gpu, memoryBytes, storageFreeBytes, logicalCores } = report;
  return [
    { label: ORACLE.gpu, value: gpuName(gpu) },
    { label: ORACLE.halfPrecision, value: gpu?.shaderF16 ? ORACLE.yes : ORACLE.no },
    { label: ORACLE.memory, value: memoryBytes === undefined ? ORACLE.unknown : ORACLE.memoryAtLeast(memoryBytes) },
    { label: ORACLE.storage, value: storageFreeBytes === undefined ? ORACLE.unknown : formatBytes(storageFreeBytes) },
    { label: ORACLE.cores, value: ORACLE.coresCount(logicalCores) },
  ];
}

function gpuName(gpu: DeviceReport['gpu']): string {
  if (!gpu) return ORACLE.noGpu;
  if (gpu.software) return ORACLE.softwareGpu;
  return gpu.description || [gpu.vendor, gpu.architecture].filter((part) => part !== '').join(' ') || ORACLE.unnamedGpu;
}
