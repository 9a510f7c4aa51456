import { describe, expect, it } from 'vitest';
import { cacheShapes, presentName } from '../../../../src/oracle/transformers/graph/cache-shapes.ts';

const tensor = (name: string, shape: (string | number)[], type: 'float32' | 'float16' | 'int64' = 'float32') => ({ name, isTensor: true, type, shape }) as const;

describe('the cache of a graph', () => {
  it('has rows and columns where its keys and values are left open, and no columns where its states are', () => {
    const inputs = [
      tensor('input_ids', ['batch_size', 'sequence_length'], 'int64'),
      tensor('past_key_values.0.key', ['batch_size', 3, 'past_sequence_length', 64], 'float16'),
      tensor('past_conv.1', ['batch_size', 576, 3]),
    ];
    expect(cacheShapes(inputs)).toEqual([
      { name: 'past_key_values.0.key', dims: ['rows', 3, 'columns', 64], type: 'float16' },
      { name: 'past_conv.1', dims: ['rows', 576, 3], type: 'float32' },
    ]);
  });

  it.each([
    ['no rows', tensor('past_key_values.0.key', [1, 3, 'past', 64])],
    ['three open sizes', tensor('past_key_values.0.key', ['batch', 'heads', 'past', 64])],
    ['whole numbers', tensor('past_key_values.0.key', ['batch', 3, 'past', 64], 'int64')],
  ])('is refused when it has %s', (_, input) => {
    expect(() => cacheShapes([input])).toThrow('past_key_values.0.key');
  });

  it('comes out under the names of Transformers.js', () => {
    expect(['past_key_values.3.value', 'past_conv.0'].map(presentName)).toEqual(['present.3.value', 'present_conv.0']);
  });
});
