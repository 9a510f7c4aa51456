import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leastLanes, type OracleSpec } from '../../src/core/run.ts';
import type { OracleOffer } from '../../src/oracle/oracles.ts';
import { stepDowns, withLimits } from '../../src/pipeline/step-down.ts';

const SPEC: OracleSpec = { engine: 'webllm', modelId: 'acme/7B', revision: '1', device: 'webgpu', dtype: 'q4f16_1', contextTokens: 4096, lanes: 8, practice: false };

function offer(modelId: string, memoryBytes: number, more: Partial<OracleOffer> = {}): OracleOffer {
  return {
    spec: { ...SPEC, modelId },
    title: modelId,
    licence: { name: '', url: '' },
    parametersBillions: 1,
    downloadBytes: 1,
    memoryBytes,
    contextTokensMax: 4096,
    languages: [],
    strengths: [],
    gpu: undefined,
    thinks: false,
    refusal: undefined,
    standing: { kind: 'other', because: 'smaller' },
    stored: undefined,
    ...more,
  };
}

describe('stepping down', () => {
  it('proposes fewer lanes, a shorter context, then the largest oracle that takes less', () => {
    const small = offer('acme/3B', 3e9);
    const offers = [offer('acme/13B', 12e9), offer('acme/7B', 6e9), offer('acme/1B', 1e9), small, offer('acme/4B', 4e9, { refusal: 'no-shader-f16' })];
    expect(stepDowns(SPEC, {}, offers)).toEqual([
      { kind: 'limits', limits: { lanes: 4 } },
      { kind: 'limits', limits: { contextTokens: 2048 } },
      { kind: 'smaller-oracle', offer: small },
    ]);
  });

  it('goes on from the limits that are in force', () => {
    expect(stepDowns(SPEC, { lanes: 2 }, []).slice(0, 2)).toEqual([
      { kind: 'limits', limits: { lanes: 1 } },
      { kind: 'limits', limits: { lanes: 2, contextTokens: 2048 } },
    ]);
  });

  it('halves the lanes that the oracle really had, where it measured for itself', () => {
    const auto = { ...SPEC, lanes: 'auto' } as const;
    expect(stepDowns(auto, {}, [], 16)[0]).toEqual({ kind: 'limits', limits: { lanes: 8 } });
    expect(stepDowns(auto, { lanes: 8 }, [], 8)[0]).toEqual({ kind: 'limits', limits: { lanes: 4 } });
    expect(stepDowns(auto, { lanes: 4 }, [])[0]).toEqual({ kind: 'limits', limits: { lanes: 2 } });
    // Nothing came to run: then fewer lanes are no help.
    expect(stepDowns(auto, {}, [])[0]).toEqual({ kind: 'limits', limits: { contextTokens: 2048 } });
    expect(stepDowns(SPEC, {}, [], 1)[0]).toEqual({ kind: 'limits', limits: { contextTokens: 2048 } });
    expect([withLimits(auto, {}).lanes, withLimits(auto, { lanes: 4 }).lanes]).toEqual(['auto', 4]);
  });

  it('never proposes a practice oracle, nor one whose size cannot be compared', () => {
    const practice = offer('practice', 4e7, { spec: { ...SPEC, modelId: 'practice', practice: true } });
    expect(stepDowns(SPEC, {}, [offer('acme/7B', 6e9), practice]).at(-1)).toEqual({ kind: 'smaller-oracle', offer: undefined });
    expect(stepDowns(SPEC, {}, [offer('acme/3B', 3e9)]).at(-1)).toEqual({ kind: 'smaller-oracle', offer: undefined });
  });

  it('always proposes less, ends at one lane and a small context, and never loosens a limit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 64 }), fc.integer({ min: 256, max: 40_000 }), fc.infiniteStream(fc.boolean()), (lanes, contextTokens, choices) => {
        const spec = { ...SPEC, lanes, contextTokens };
        let limits = {};
        for (let steps = 0; ; steps++) {
          expect(steps).toBeLessThan(14);
          const proposals = stepDowns(spec, limits, []).filter((proposal) => proposal.kind === 'limits');
          const next = choices.next().value ? proposals[0] : proposals.at(-1);
          if (!next) break;
          const before = withLimits(spec, limits);
          const after = withLimits(spec, next.limits);
          expect(leastLanes(after.lanes) * after.contextTokens).toBeLessThan(leastLanes(before.lanes) * before.contextTokens);
          limits = next.limits;
        }
        expect(withLimits(spec, limits)).toEqual({ ...spec, lanes: 1, contextTokens: Math.min(contextTokens, 1024) });
      }),
    );
  });
});
