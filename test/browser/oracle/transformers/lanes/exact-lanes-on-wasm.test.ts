import { describe, expect, it } from 'vitest';
import type { AttentionKind } from '../../../../random-model/model-shape.ts';
import { itServesEachAsIfAlone, layoutOf, openModel } from './exact-lanes.ts';

const ALIGNED = { layout: 'columns', equalLengths: false } as const;
const OWN_LENGTHS = { layout: 'rows', equalLengths: false } as const;
const EQUAL_LENGTHS = { layout: 'columns', equalLengths: true } as const;
const EXTENT = { seeds: [1, 2, 3], runs: 6, questions: 8, limit: 20 };

describe('lanes on the CPU', () => {
  for (const format of ['fp32', 'q4'] as const) {
    itServesEachAsIfAlone('wasm', 'standard', format, ALIGNED, EXTENT);
    itServesEachAsIfAlone('wasm', 'gqa', format, OWN_LENGTHS, EXTENT);
    itServesEachAsIfAlone('wasm', 'gqa-positions', format, OWN_LENGTHS, EXTENT);
    itServesEachAsIfAlone('wasm', 'gqa-bias', format, EQUAL_LENGTHS, EXTENT);
    itServesEachAsIfAlone('wasm', 'hybrid', format, ALIGNED, EXTENT);
  }

  it.each<AttentionKind>(['standard', 'gqa', 'gqa-positions', 'hybrid'])('are found to round each other in q8, whose activations share one scale: %s attention', async (attention) => {
    const { graph } = await openModel('wasm', attention, 'q8', 1);
    expect(await layoutOf(graph)).toMatchObject({ equalLengths: false, likeness: 'rounded' });
    await graph.release();
  });
});
