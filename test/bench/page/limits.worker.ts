import type { Call } from '../../../src/bridge/calls.ts';
import { serve } from '../../../src/bridge/serve.ts';
import type { Port } from '../../../src/bridge/wire.ts';
import type { MachineLimits } from './machine-limits.ts';
import { compileKernels, type Kernels, MULTIPLY_ADDS } from './kernels.ts';

/** What the page may call to learn what the processor can do at best. */
export type LimitsCalls = {
  measure: Call<undefined, never, MachineLimits>;
};

/** Several times any processor's last cache. */
const READ_BYTES = 512 * 1024 * 1024;
const ROUNDS = 50_000_000;
const REPEATS = 6;

function bestSeconds(work: () => void): number {
  const seconds = Array.from({ length: REPEATS }, () => {
    const startedAtMs = performance.now();
    work();
    return (performance.now() - startedAtMs) / 1000;
  });
  return Math.min(...seconds);
}

function limitsOf({ read, multiply }: Kernels): MachineLimits {
  return {
    readBytesPerSecond: READ_BYTES / bestSeconds(() => read(READ_BYTES)),
    multiplyAddsPerSecond: (ROUNDS * MULTIPLY_ADDS) / bestSeconds(() => multiply(ROUNDS)),
  };
}

// The DOM library takes every script for a page's; in a worker the global scope is a port.
serve<LimitsCalls>(globalThis as unknown as Port, {
  measure: async () => {
    const kernels = await compileKernels(READ_BYTES);
    // Pages that were never written are all the same one.
    new Uint32Array(kernels.memory.buffer).fill(1);
    return limitsOf(kernels);
  },
});
