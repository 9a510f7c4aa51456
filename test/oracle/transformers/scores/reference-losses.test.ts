import { describe, expect, it } from 'vitest';
import { plainLosses, REFERENCE_MODELS } from './plain-losses.ts';
import known from './reference-losses.json' with { type: 'json' };
import type { ReferenceLoss } from './reference-texts.ts';

const KNOWN: Readonly<Record<string, readonly ReferenceLoss[]>> = known;

describe('the known losses', () => {
  // When this fails after a change of the practice student: npx tsx test/oracle/transformers/scores/write-reference-losses.ts
  it.each(Object.entries(REFERENCE_MODELS))('of %s are what ONNX Runtime gives without any of the app', { timeout: 60_000 }, async (name, files) => {
    const losses = await plainLosses(files);
    expect(losses).toHaveLength(KNOWN[name]?.length ?? 0);
    for (const [index, loss] of losses.entries()) {
      const { lossAlone = NaN, lossGiven = NaN, ...rest } = KNOWN[name]?.[index] ?? {};
      expect(loss).toMatchObject(rest);
      expect(loss.lossAlone).toBeCloseTo(lossAlone, 5);
      expect(loss.lossGiven).toBeCloseTo(lossGiven, 5);
    }
  });

  it('tell the models’ texts apart', () => {
    for (const losses of Object.values(KNOWN)) expect(new Set(losses.map(({ lossAlone }) => lossAlone)).size).toBe(losses.length);
  });
});
