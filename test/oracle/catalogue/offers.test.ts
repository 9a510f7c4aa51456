import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../../src/oracle/catalogue/catalogue.ts';
import { gpuMemoryBudget } from '../../../src/oracle/catalogue/memory-budget.ts';
import { offersFor, offersOfCards } from '../../../src/oracle/catalogue/offers.ts';
import type { ModelCard } from '../../../src/oracle/model-card.ts';
import type { DeviceReport, OracleOffer } from '../../../src/oracle/oracles.ts';
import type { StoredModel } from '../../../src/oracle/shelf.ts';

const GIBIBYTE = 2 ** 30;
const GPU = { vendor: 'nvidia', architecture: 'lovelace', description: '', software: false, shaderF16: true, maxBufferBytes: 4 * GIBIBYTE };
const MACHINE: DeviceReport = { secureContext: true, gpu: GPU, logicalCores: 8, memoryBytes: 8 * GIBIBYTE, storageFreeBytes: 100 * GIBIBYTE };

const cards = CATALOGUE.flat();
const stored = (card: ModelCard, missing: readonly string[] = []): StoredModel => ({
  card: { ...card, spec: { ...card.spec, revision: 'c0ffee' }, downloadBytes: card.downloadBytes + 1 },
  sizeBytes: card.downloadBytes + 1, fileCount: 5, origin: 'download', storedAtMs: 1, lastUsedAtMs: 2, checkedAtMs: 1, missing,
});
const usable = (offers: readonly OracleOffer[]) => offers.filter(({ refusal }) => refusal === undefined);
const name = ({ spec }: OracleOffer) => `${spec.modelId} ${spec.device} ${spec.dtype}`;
const find = (offers: readonly OracleOffer[], model: string) => offers.find(({ spec }) => spec.modelId.includes(model));
const recommended = (offers: readonly OracleOffer[]) => offers.filter(({ standing }) => standing.kind === 'recommended');
const cardOf = (model: string) => cards.find(({ spec }) => spec.modelId.includes(model)) ?? fail();
const fail = (): never => {
  throw new Error('no such card');
};

describe('offers', () => {
  it('are one for each model, all usable on a strong machine, the recommended one first and practice last', () => {
    const offers = offersFor({ ...MACHINE, allowedGpuBytes: 24 * GIBIBYTE }, []);
    expect(offers).toHaveLength(CATALOGUE.length);
    expect(usable(offers)).toHaveLength(CATALOGUE.length);
    expect(name(offers[0] ?? fail())).toBe('Qwen3-8B-q4f16_1-MLC webgpu q4f16_1');
    expect(offers.slice(-2).map(name)).toEqual(['tain-practice webgpu fp32', 'tain-practice wasm fp32']);
    // The others stand as in the catalogue.
    const order = offers.slice(1).map(({ title, spec }) => cards.findIndex((card) => card.title === title && card.spec.modelId === spec.modelId && card.spec.device === spec.device));
    expect(order).toEqual([...order].sort((a, b) => a - b));
  });

  it('are f32 twins on a GPU without f16, whatever the engine’s own catalogue declares', () => {
    const offers = offersFor({ ...MACHINE, gpu: { ...GPU, shaderF16: false }, allowedGpuBytes: 24 * GIBIBYTE }, []);
    expect(usable(offers).filter(({ spec }) => spec.dtype.includes('f16'))).toEqual([]);
    const alone = CATALOGUE.filter((family) => family.every(({ gpu }) => gpu?.shaderF16));
    expect(offers.filter(({ refusal }) => refusal === 'no-shader-f16').map(({ title }) => title)).toEqual(alone.map(([card]) => card.title));
    expect(usable(offers)).toHaveLength(CATALOGUE.length - alone.length);
  });

  it.each<[string, Partial<DeviceReport>, string, string | undefined]>([
    ['without a GPU', { gpu: undefined }, 'Qwen3-4B', 'no-gpu'],
    ['with an emulated GPU', { gpu: { ...GPU, software: true, shaderF16: false } }, 'Qwen3-4B', 'software-gpu'],
    ['with small buffers', { gpu: { ...GPU, shaderF16: false, maxBufferBytes: 0.25 * GIBIBYTE } }, 'Qwen3-4B', 'buffer-too-small'],
    ['with small buffers and a smaller table', { gpu: { ...GPU, maxBufferBytes: 0.25 * GIBIBYTE } }, 'SmolLM2-360M', undefined],
    ['that allows little', { allowedGpuBytes: 3 * GIBIBYTE }, 'Qwen3-4B', 'memory-too-small'],
    ['of a phone', { gpu: { ...GPU, vendor: 'qualcomm' }, memoryBytes: 4 * GIBIBYTE }, 'Qwen3-8B', 'memory-too-small'],
    ['with a full disk', { storageFreeBytes: 1e9 }, 'Qwen3-4B', 'storage-too-small'],
    ['that does not tell its storage', { storageFreeBytes: undefined }, 'Qwen3-4B', undefined],
    ['on an insecure page', { secureContext: false, gpu: undefined }, 'Qwen3-4B', 'insecure-context'],
  ])('of a machine %s are refused accordingly', (_, machine, model, refusal) => {
    expect(find(offersFor({ ...MACHINE, ...machine }, []), model)?.refusal).toBe(refusal);
  });

  it('are down to practice on the CPU in an insecure context, which is then recommended', () => {
    const offers = offersFor({ ...MACHINE, secureContext: false, gpu: undefined }, []);
    expect(usable(offers).map(name)).toEqual(['tain-practice wasm fp32']);
    expect(offers[0]?.standing).toEqual({ kind: 'recommended', because: 'only-practice' });
  });

  it('name the commit and the exact size of what is here, and need no storage for it', () => {
    const card = cardOf('Qwen3-4B');
    const offer = find(offersFor({ ...MACHINE, storageFreeBytes: 0 }, [stored(card)]), 'Qwen3-4B');
    expect(offer).toMatchObject({ refusal: undefined, spec: { revision: 'c0ffee' }, downloadBytes: card.downloadBytes + 1, stored: { fileCount: 5 } });
    const broken = find(offersFor({ ...MACHINE, storageFreeBytes: 0 }, [stored(card, ['params_shard_3.bin'])]), 'Qwen3-4B');
    expect(broken).toMatchObject({ refusal: 'storage-too-small', stored: undefined, spec: { revision: 'c0ffee' } });
  });

  it('include what is here beyond the catalogue, each once, the revision used last', () => {
    const own: ModelCard = { ...cardOf('Qwen3-4B'), spec: { ...cardOf('Qwen3-4B').spec, modelId: 'somebody/own-model' }, title: 'Own' };
    const older: StoredModel = { ...stored(own), card: { ...own, spec: { ...own.spec, revision: 'older' } } };
    const offers = offersFor(MACHINE, [stored(own), older]);
    expect(offers).toHaveLength(CATALOGUE.length + 1);
    expect(find(offers, 'own-model')).toMatchObject({ spec: { revision: 'c0ffee' }, standing: { because: 'unknown-model' } });
  });

  it('of a looked-up model are its best format for each device, and none is recommended', () => {
    const [f16, f32] = CATALOGUE.find(([card]) => card.spec.modelId.startsWith('Qwen3-4B')) ?? fail();
    const offers = offersOfCards([f16, f32 ?? fail(), cardOf('SmolLM2-135M')], { ...MACHINE, gpu: { ...GPU, shaderF16: false } }, []);
    expect(offers.map(name)).toEqual(['Qwen3-4B-q4f32_1-MLC webgpu q4f32_1', 'HuggingFaceTB/SmolLM2-135M-Instruct wasm q8']);
    expect(recommended(offers)).toEqual([]);
  });
});

describe('the recommendation', () => {
  const machines = fc.record({
    secureContext: fc.boolean(),
    gpu: fc.option(fc.record({ ...constants(GPU), software: fc.boolean(), shaderF16: fc.boolean(), maxBufferBytes: fc.constantFrom(2 ** 27, 2 ** 28, 2 ** 30, 2 ** 32), vendor: fc.constantFrom('nvidia', 'apple', 'intel', 'qualcomm') }), { nil: undefined }),
    logicalCores: fc.constant(4),
    memoryBytes: fc.constantFrom(undefined, 2 * GIBIBYTE, 8 * GIBIBYTE, 32 * GIBIBYTE),
    storageFreeBytes: fc.constantFrom(undefined, 0, 2e9, 1e12),
  });
  const shelves = fc.subarray(cards.filter(({ spec }) => !spec.practice)).map((here) => here.map((card) => stored(card)));

  it('names exactly one that can be used, and says of each other why not', () => {
    fc.assert(
      fc.property(machines, shelves, (machine, here) => {
        const offers = offersFor(machine, here);
        expect(recommended(offers)).toHaveLength(1);
        expect(recommended(offers)[0]?.refusal).toBeUndefined();
        expect(recommended(offers)[0]?.licence.bindsTrainees).toBeUndefined();
        expect(offers[0]).toBe(recommended(offers)[0]);
        for (const { refusal, standing } of offers) expect(standing.because === 'refused').toBe(refusal !== undefined);
      }),
    );
  });

  it('never goes to a smaller model when there is more memory', () => {
    const size = (machine: DeviceReport, allowedGpuBytes: number, here: readonly StoredModel[]) =>
      recommended(offersFor({ ...machine, gpu: { ...GPU, ...machine.gpu, software: false }, secureContext: true, allowedGpuBytes }, here))[0]?.parametersBillions ?? 0;
    fc.assert(
      fc.property(machines, shelves, fc.integer({ min: 0, max: 12_000 }), fc.integer({ min: 0, max: 12_000 }), (machine, here, one, other) => {
        const [less, more] = [Math.min(one, other) * 1e6, Math.max(one, other) * 1e6];
        expect(size(machine, more, [])).toBeGreaterThanOrEqual(size(machine, less, []));
        // A model that is here may stand for one that is larger by less than a factor of two.
        expect(size(machine, more, here)).toBeGreaterThanOrEqual(size(machine, less, here) / 2);
      }),
    );
  });

  it.each<[string, Partial<DeviceReport>, string, string]>([
    ['a card with 8 GB', {}, 'Qwen3-8B', 'best-that-fits'],
    ['a laptop with 8 GB', { gpu: { ...GPU, vendor: 'intel', architecture: 'xe-lpg' } }, 'Qwen3.5-4B', 'best-that-fits'],
    ['a phone', { gpu: { ...GPU, vendor: 'qualcomm' } }, 'Qwen3-1.7B', 'best-that-fits'],
    ['a machine without a GPU', { gpu: undefined }, 'SmolLM2-360M', 'only-on-processor'],
    ['a machine without a GPU and without room', { gpu: undefined, storageFreeBytes: 1e6 }, 'tain-practice', 'only-practice'],
  ])('for %s is sensible', (_, machine, model, because) => {
    const [best] = offersFor({ ...MACHINE, ...machine }, []);
    expect(best?.spec.modelId).toContain(model);
    expect(best?.standing.because).toBe(because);
  });

  it('prefers what is here to what is only a little larger, and says so of the other', () => {
    const offers = offersFor({ ...MACHINE, allowedGpuBytes: 4.5 * GIBIBYTE }, [stored(cardOf('Qwen3-4B'))]);
    expect(offers[0]).toMatchObject({ title: 'Qwen3 4B', standing: { because: 'here-already' } });
    expect(find(offers, 'Qwen3.5-4B')?.standing.because).toBe('to-download');
    expect(find(offers, 'Llama-3.2-3B')?.standing.because).toBe('smaller');
    expect(offersFor(MACHINE, [stored(cardOf('SmolLM2-360M'))])[0]?.title).toBe('Qwen3 8B');
  });
});

describe('the memory budget', () => {
  it('is what the person allows, whatever the browser tells', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1 }), (bytes) => {
        expect(gpuMemoryBudget({ ...MACHINE, gpu: undefined, allowedGpuBytes: bytes, outOfMemory: [cardOf('SmolLM2-360M').spec] }, cards)).toEqual({ comfortableBytes: bytes, limitBytes: bytes });
      }),
    );
  });

  it('learns from models that ran out of memory without refusing them', () => {
    const failed = cardOf('Qwen3-8B');
    const report = { ...MACHINE, outOfMemory: [{ ...failed.spec, revision: 'c0ffee' }] };
    const offers = offersFor(report, []);
    expect(offers[0]?.memoryBytes).toBeLessThan(failed.memoryBytes);
    expect(find(offers, 'Qwen3-8B')).toMatchObject({ refusal: undefined, standing: { because: 'memory-tight' } });
  });

  it('is small where buffers are small, and nothing without a GPU', () => {
    const comfortable = (report: DeviceReport) => gpuMemoryBudget(report).comfortableBytes;
    expect(comfortable({ ...MACHINE, gpu: undefined })).toBe(0);
    expect(comfortable({ ...MACHINE, gpu: { ...GPU, maxBufferBytes: 2 ** 28 } })).toBe(2 * GIBIBYTE);
    expect(comfortable({ ...MACHINE, gpu: { ...GPU, vendor: 'apple' }, memoryBytes: undefined })).toBeCloseTo((8 * GIBIBYTE * 2) / 3, 0);
  });
});

function constants<Shape extends object>(shape: Shape): { [Key in keyof Shape]: fc.Arbitrary<Shape[Key]> } {
  // Each value keeps its key.
  return Object.fromEntries(Object.entries(shape).map(([key, value]) => [key, fc.constant(value)])) as { [Key in keyof Shape]: fc.Arbitrary<Shape[Key]> };
}
