import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../../src/oracle/catalogue/catalogue.ts';
import { identityKey } from '../../../src/oracle/catalogue/catalogue-entry.ts';
import { offersFor } from '../../../src/oracle/catalogue/offers.ts';
import type { DeviceReport, OracleOffer } from '../../../src/oracle/oracle.ts';

const GIBIBYTE = 2 ** 30;
const GPU = { vendor: 'acme', architecture: 'one', description: '', software: false, shaderF16: true, maxBufferBytes: 4 * GIBIBYTE };
const MACHINE: DeviceReport = { secureContext: true, gpu: GPU, logicalCores: 8, memoryBytes: 8 * GIBIBYTE, storageFreeBytes: 100 * GIBIBYTE };
const NOTHING: ReadonlySet<string> = new Set();

const usable = (offers: readonly OracleOffer[]) => offers.filter(({ refusal }) => refusal === undefined);
const name = ({ spec }: OracleOffer) => `${spec.modelId} ${spec.device} ${spec.dtype}`;
const refusalOf = (offers: readonly OracleOffer[], model: string) => offers.find(({ spec }) => spec.modelId.startsWith(model))?.refusal;

describe('offers', () => {
  it('are one for each model, all usable on a strong machine, smallest WebLLM model first and practice last', () => {
    const offers = offersFor(MACHINE, NOTHING);
    expect(offers).toHaveLength(CATALOGUE.length);
    expect(usable(offers).map(name)).toEqual([
      'SmolLM2-360M-Instruct-q4f16_1-MLC webgpu q4f16_1',
      'Llama-3.2-1B-Instruct-q4f16_1-MLC webgpu q4f16_1',
      'Qwen3-1.7B-q4f16_1-MLC webgpu q4f16_1',
      'Llama-3.2-3B-Instruct-q4f16_1-MLC webgpu q4f16_1',
      'Phi-4-mini-instruct-q4f16_1-MLC webgpu q4f16_1',
      'Qwen3-4B-q4f16_1-MLC webgpu q4f16_1',
      'Llama-3.1-8B-Instruct-q4f16_1-MLC webgpu q4f16_1',
      'Qwen3-8B-q4f16_1-MLC webgpu q4f16_1',
      'HuggingFaceTB/SmolLM2-360M-Instruct webgpu q4f16',
      'onnx-community/Qwen2.5-0.5B-Instruct webgpu q4f16',
      'onnx-community/Llama-3.2-1B-Instruct-ONNX webgpu q4f16',
      'HuggingFaceTB/SmolLM2-135M-Instruct wasm q8',
      'HuggingFaceTB/SmolLM2-360M-Instruct wasm q8',
      'onnx-community/Qwen2.5-0.5B-Instruct wasm q8',
      'tain-practice webgpu fp32',
      'tain-practice wasm fp32',
    ]);
  });

  it('are f32 twins on a GPU without f16, whatever the engine’s own catalogue declares', () => {
    const offers = offersFor({ ...MACHINE, gpu: { ...GPU, shaderF16: false } }, NOTHING);
    expect(usable(offers)).toHaveLength(CATALOGUE.length);
    expect(offers.filter(({ spec }) => spec.dtype.includes('f16'))).toEqual([]);
  });

  it('are refused for want of f16 when there is no twin', () => {
    const [family] = CATALOGUE;
    const offers = offersFor({ ...MACHINE, gpu: { ...GPU, shaderF16: false } }, NOTHING, family ? [[family[0]]] : []);
    expect(offers.map(({ refusal }) => refusal)).toEqual(['no-shader-f16']);
  });

  it('are the CPU’s on a machine without a GPU, practice in its CPU form', () => {
    const offers = offersFor({ ...MACHINE, gpu: undefined }, NOTHING);
    expect(usable(offers).map(({ spec }) => spec.device)).toEqual(['wasm', 'wasm', 'wasm', 'wasm']);
    expect(usable(offers).at(-1)?.spec.practice).toBe(true);
    expect(refusalOf(offers, 'Qwen3-4B')).toBe('no-gpu');
    expect(offers.findIndex(({ refusal }) => refusal !== undefined)).toBe(4);
  });

  it('let a software GPU be practised on, after the CPU', () => {
    const offers = offersFor({ ...MACHINE, gpu: { ...GPU, software: true, shaderF16: false } }, NOTHING);
    expect(refusalOf(offers, 'Qwen3-4B')).toBe('software-gpu');
    expect(usable(offers).slice(-2).map(name)).toEqual(['tain-practice wasm fp32', 'tain-practice webgpu fp32']);
  });

  it('keep to what buffers allow', () => {
    const offers = offersFor({ ...MACHINE, gpu: { ...GPU, shaderF16: false, maxBufferBytes: 0.25 * GIBIBYTE } }, NOTHING);
    expect(refusalOf(offers, 'Qwen3-4B')).toBe('buffer-too-small');
    expect(refusalOf(offers, 'Llama-3.2-1B-Instruct-q4f32_1')).toBeUndefined();
  });

  it('ask for storage only for what is not here yet', () => {
    const full = { ...MACHINE, storageFreeBytes: 1e9 };
    expect(refusalOf(offersFor(full, NOTHING), 'Qwen3-4B')).toBe('storage-too-small');
    const cached = new Set([identityKey({ engine: 'webllm', modelId: 'Qwen3-4B-q4f16_1-MLC', dtype: 'q4f16_1', device: 'webgpu' })]);
    const offer = offersFor(full, cached).find(({ spec }) => spec.modelId === 'Qwen3-4B-q4f16_1-MLC');
    expect(offer).toMatchObject({ refusal: undefined, cached: true });
    expect(offersFor({ ...full, storageFreeBytes: undefined }, NOTHING).filter(({ refusal }) => refusal)).toEqual([]);
  });

  it('are down to practice on the CPU in an insecure context', () => {
    const offers = offersFor({ ...MACHINE, secureContext: false, gpu: undefined }, NOTHING);
    expect(usable(offers).map(name)).toEqual(['tain-practice wasm fp32']);
    expect(new Set(offers.slice(1).map(({ refusal }) => refusal))).toEqual(new Set(['insecure-context']));
  });
});
