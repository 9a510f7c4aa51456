import { describe, expect, it } from 'vitest';
import { laneBudgetBytes } from '../../../src/oracle/catalogue/lane-budget.ts';
import type { DeviceReport } from '../../../src/oracle/oracles.ts';

const GIBIBYTE = 2 ** 30;
const GPU = { vendor: 'apple', architecture: '', description: '', software: false, shaderF16: true, maxBufferBytes: 4 * GIBIBYTE };
const MACHINE: DeviceReport = { secureContext: true, gpu: GPU, logicalCores: 8, memoryBytes: 6 * GIBIBYTE, storageFreeBytes: undefined };

describe('the memory for lanes', () => {
  it('is what the GPU is guessed to have beside the weights, or what the page allows', () => {
    expect(laneBudgetBytes({ device: 'webgpu' }, MACHINE, GIBIBYTE)).toBe(2.75 * GIBIBYTE);
    expect(laneBudgetBytes({ device: 'webgpu', memoryBytes: 8 * GIBIBYTE }, MACHINE, GIBIBYTE)).toBe(6.75 * GIBIBYTE);
  });

  it('is what WebAssembly and the machine have beside the weights, which lie there twice while they are read', () => {
    expect(laneBudgetBytes({ device: 'wasm' }, MACHINE, GIBIBYTE)).toBe(1.75 * GIBIBYTE);
    expect(laneBudgetBytes({ device: 'wasm', memoryBytes: 8 * GIBIBYTE }, { ...MACHINE, memoryBytes: 2 * GIBIBYTE }, 0.5 * GIBIBYTE)).toBe(0.75 * GIBIBYTE);
  });

  it('is none when the weights take all there is', () => {
    expect(laneBudgetBytes({ device: 'webgpu' }, { ...MACHINE, gpu: undefined }, 1)).toBe(0);
  });
});
