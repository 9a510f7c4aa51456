import { describe, expect, it } from 'vitest';
import { graphInputs, isKnownInput } from '../../../../src/oracle/transformers/graph/graph-inputs.ts';
import type { Reading } from '../../../../src/oracle/transformers/graph/model-graph.ts';

const reading: Reading = {
  tokens: [[5, 6], [7, 8]],
  positions: [[0, 1], [3, 4]],
  spans: [{ from: 3, to: 5 }, { from: 0, to: 5 }],
  columns: 6,
  cache: [],
  inPlace: false,
  logits: 'all',
};

describe('the inputs of a graph', () => {
  it('are those that it names, in their order', () => {
    const inputs = graphInputs(['position_ids', 'attention_mask', 'input_ids', 'num_logits_to_keep'], reading);
    expect(inputs.map(({ name, data, dims }) => [name, Array.from(data, Number), dims])).toEqual([
      ['position_ids', [0, 1, 3, 4], [2, 2]],
      ['attention_mask', [0, 0, 0, 1, 1, 0, 1, 1, 1, 1, 1, 0], [2, 6]],
      ['input_ids', [5, 6, 7, 8], [2, 2]],
      ['num_logits_to_keep', [2], []],
    ]);
  });

  it('ask for the logits of one token where only the last is wanted', () => {
    expect(graphInputs(['num_logits_to_keep'], { ...reading, logits: 'last' })[0]?.data).toEqual(BigInt64Array.of(1n));
  });

  it('are refused when they are not known', () => {
    expect(['input_ids', 'pixel_values', 'toString'].map(isKnownInput)).toEqual([true, false, false]);
    expect(() => graphInputs(['pixel_values'], reading)).toThrow('pixel_values');
  });
});
