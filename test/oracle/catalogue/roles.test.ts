import { describe, expect, it } from 'vitest';
import { identityKey } from '../../../src/oracle/catalogue/catalogue-entry.ts';
import { CATALOGUE, findEntry } from '../../../src/oracle/catalogue/catalogue.ts';
import { EMBEDDER_FAMILIES } from '../../../src/oracle/catalogue/embedder-entries.ts';
import { offersForRole } from '../../../src/oracle/catalogue/offers.ts';
import { BASE_FAMILIES, STUDENT_FAMILIES } from '../../../src/oracle/catalogue/student-entries.ts';
import { canServe, type ModelCard } from '../../../src/oracle/model-card.ts';
import type { DeviceReport } from '../../../src/oracle/oracles.ts';
import type { StoredModel } from '../../../src/oracle/shelf.ts';

const GIBIBYTE = 2 ** 30;
const GPU = { vendor: 'nvidia', architecture: 'lovelace', description: '', software: false, shaderF16: true, maxBufferBytes: 4 * GIBIBYTE };
const MACHINE: DeviceReport = { secureContext: true, gpu: GPU, logicalCores: 8, memoryBytes: 8 * GIBIBYTE, storageFreeBytes: 100 * GIBIBYTE };

const stored = (card: ModelCard): StoredModel => ({ card: { ...card, spec: { ...card.spec, revision: 'c0ffee' } }, sizeBytes: 1, fileCount: 5, origin: 'download', storedAtMs: 1, lastUsedAtMs: 2, checkedAtMs: 1, missing: [] });

const BASE = BASE_FAMILIES.flat();
const EMBEDDERS = EMBEDDER_FAMILIES.flat().filter(({ spec }) => !spec.practice);

describe('students', () => {
  it('are base models first, then those that can be oracles, and the practice model last', () => {
    const offers = offersForRole(STUDENT_FAMILIES, MACHINE, []);
    expect(offers.slice(0, BASE_FAMILIES.length).map(({ title }) => title)).toEqual(BASE_FAMILIES.map(([card]) => card.title));
    expect(offers.filter(({ spec }) => spec.practice)).toEqual(offers.slice(-1));
    expect(offers.filter(({ standing }) => standing.kind === 'recommended')).toEqual([]);
    expect(new Set(offers.map(({ spec }) => spec.device))).toEqual(new Set(['webgpu', 'wasm']));
  });

  it('read at most 2048 tokens, and run in Transformers.js', () => {
    for (const card of STUDENT_FAMILIES.flat()) {
      // The tokens of the practice student are bytes.
      expect(card.spec.contextTokens).toBe(card.spec.practice ? 8192 : Math.min(2048, card.contextTokensMax));
      expect(canServe(card, 'student'), card.title).toBe(true);
    }
  });

  it('that are base models are no oracles', () => {
    expect(BASE.some((card) => canServe(card, 'oracle'))).toBe(false);
    const oracles = new Set(CATALOGUE.flat().map(({ spec }) => identityKey(spec)));
    expect(BASE.filter(({ spec }) => oracles.has(identityKey(spec)))).toEqual([]);
    for (const card of BASE) expect(findEntry(card.spec)).toBe(card);
  });

  it('are offered on the processor where there is no GPU', () => {
    const usable = offersForRole(STUDENT_FAMILIES, { ...MACHINE, gpu: undefined }, []).filter(({ refusal }) => refusal === undefined);
    expect(usable[0]?.title).toBe('SmolLM 135M base');
    expect(usable.every(({ spec }) => spec.device === 'wasm')).toBe(true);
  });

  it.each([
    // Sizes that the repositories' pages show.
    ['HuggingFaceTB/SmolLM-135M', 'fp16', 270e6],
    ['HuggingFaceTB/SmolLM-135M', 'q4', 181e6],
    ['HuggingFaceTB/SmolLM-135M', 'q8', 136e6],
    ['HuggingFaceTB/SmolLM-360M', 'fp16', 725e6],
    ['HuggingFaceTB/SmolLM-360M', 'q4', 387e6],
    ['HuggingFaceTB/SmolLM-360M', 'q8', 363e6],
    ['onnx-community/Llama-3.2-1B', 'q4f16', 1.07e9],
    ['onnx-community/Llama-3.2-1B', 'q4', 1.66e9],
  ])('have the size of %s in %s', (modelId, dtype, sizeBytes) => {
    const card = BASE.find(({ spec }) => spec.modelId === modelId && spec.dtype === dtype);
    expect(((card?.downloadBytes ?? 0) - 12e6) / sizeBytes).toBeCloseTo(1, 1);
  });
});

describe('embedders', () => {
  it('are offered for the GPU and for the processor, with the practice embedder last', () => {
    const offers = offersForRole(EMBEDDER_FAMILIES, MACHINE, []);
    expect(offers.map(({ spec }) => `${spec.modelId} ${spec.device} ${spec.dtype}`)).toEqual([
      'Xenova/all-MiniLM-L6-v2 webgpu fp16',
      'Xenova/paraphrase-multilingual-MiniLM-L12-v2 webgpu fp16',
      'Xenova/all-MiniLM-L6-v2 wasm q8',
      'Xenova/paraphrase-multilingual-MiniLM-L12-v2 wasm q8',
      'tain-practice-embedder wasm fp32',
    ]);
  });

  it('say what they are for, and all that a person may want to know', () => {
    for (const card of EMBEDDERS) {
      expect(canServe(card, 'embedder')).toBe(true);
      expect(canServe(card, 'student') || canServe(card, 'oracle')).toBe(false);
      expect(card.languages.map((language) => new Intl.Locale(language).language)).toEqual(card.languages);
      expect(card.licence.url).toMatch(/^https:\/\//);
      expect(card.memoryBytes).toBeGreaterThan(card.downloadBytes);
      expect(findEntry(card.spec)).toBe(card);
    }
  });

  it('that lie here are offered too, under their commit', () => {
    const [known] = EMBEDDERS;
    if (!known) throw new Error('no embedder');
    const own = { ...known, title: 'Mine', spec: { ...known.spec, modelId: 'somebody/mine' } };
    const offers = offersForRole(EMBEDDER_FAMILIES, MACHINE, [stored(known), stored(own)]);
    const here = offers.filter((offer) => offer.stored);
    expect(here.map(({ title, spec }) => `${title} ${spec.revision}`)).toEqual([`${known.title} c0ffee`, 'Mine c0ffee']);
  });
});
