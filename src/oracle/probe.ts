import { gpuMemoryBudget } from './catalogue/memory-budget.ts';
import type { DeviceReport } from './oracles.ts';
import { recallOutOfMemory } from './out-of-memory.ts';

/** Long enough for a driver that wakes up a sleeping GPU; some broken drivers never answer at all. */
const PATIENCE_MS = 10_000;

/** Names under which adapters that compute on the CPU report themselves. */
const SOFTWARE_NAMES = /swiftshader|llvmpipe|lavapipe|softpipe|basic render/i;

// The DOM library leaves out what only Chromium tells.
interface ChromiumNavigator {
  /** Gibibytes, rounded to a power of two and capped. */
  readonly deviceMemory?: number;
}

/** What this browser and machine can do. Never rejects and never hangs: what does not answer within `patienceMs` counts as missing. Works on the page and in workers. */
export async function probeDevice(patienceMs = PATIENCE_MS): Promise<DeviceReport> {
  const [gpu, storageFreeBytes] = await Promise.all([probeGpu(patienceMs), probeStorage(patienceMs)]);
  const { deviceMemory } = navigator as ChromiumNavigator;
  const report: DeviceReport = {
    secureContext: globalThis.isSecureContext,
    gpu,
    logicalCores: navigator.hardwareConcurrency,
    memoryBytes: deviceMemory === undefined ? undefined : deviceMemory * 2 ** 30,
    storageFreeBytes,
    outOfMemory: recallOutOfMemory(),
  };
  return gpu ? { ...report, guessedGpuBytes: gpuMemoryBudget(report).comfortableBytes } : report;
}

async function probeGpu(patienceMs: number): Promise<DeviceReport['gpu']> {
  // Absent in insecure contexts and older browsers, whatever the types say.
  const api = navigator.gpu as GPU | undefined;
  const adapter = await inTime(patienceMs, () => api?.requestAdapter({ powerPreference: 'high-performance' }));
  if (!adapter) return undefined;
  const { vendor, architecture, description, isFallbackAdapter } = adapter.info;
  return {
    vendor,
    architecture,
    description,
    software: isFallbackAdapter || SOFTWARE_NAMES.test(`${vendor} ${architecture} ${description}`),
    shaderF16: adapter.features.has('shader-f16'),
    maxBufferBytes: Math.min(adapter.limits.maxBufferSize, adapter.limits.maxStorageBufferBindingSize),
  };
}

async function probeStorage(patienceMs: number): Promise<number | undefined> {
  const api = navigator.storage as StorageManager | undefined;
  const estimate = await inTime(patienceMs, () => api?.estimate());
  const { quota, usage } = estimate ?? {};
  return quota === undefined || usage === undefined ? undefined : Math.max(0, quota - usage);
}

async function inTime<Result>(patienceMs: number, ask: () => Promise<Result> | undefined): Promise<Result | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<undefined>((resolve) => (timer = setTimeout(() => resolve(undefined), patienceMs)));
  try {
    return await Promise.race([ask(), timeout]);
  } catch {
    // A refusal and an absence mean the same here: it cannot be used.
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
