import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalise, pool } from '../../../../src/oracle/transformers/embeddings/pooling.ts';
import { poolingSettings } from '../../../../src/oracle/transformers/embeddings/pooling-settings.ts';

const MODULES = [{ type: 'sentence_transformers.models.Transformer' }, { type: 'sentence_transformers.models.Pooling' }];
const NORMALISE = { type: 'sentence_transformers.models.Normalize' };

const settingsOf = (files: Readonly<Record<string, unknown>>) => poolingSettings((path) => Promise.resolve(files[path]));

describe('pooling', () => {
  const vectors = { data: [1, 2, 3, 4, 100, 100, 10, 20, 30, 40, 50, 60], width: 3, size: 2 };

  it('takes the mean of a text’s own tokens, or the first one', () => {
    expect([...pool(vectors, 0, 2, 'mean')]).toEqual([2, 3]);
    expect([...pool(vectors, 1, 3, 'mean')]).toEqual([30, 40]);
    expect([...pool(vectors, 1, 3, 'cls')]).toEqual([10, 20]);
  });

  it('can make every vector one of length 1, but for that of length 0', () => {
    const number = fc.float({ min: -100, max: 100, noNaN: true });
    fc.assert(
      fc.property(fc.array(number, { minLength: 1, maxLength: 20 }), (values) => {
        const vector = Float32Array.from(values);
        const length = Math.hypot(...vector);
        fc.pre(length > 1e-6);
        expect(Math.hypot(...normalise(vector))).toBeCloseTo(1, 5);
      }),
    );
    expect([...normalise(new Float32Array(3))]).toEqual([0, 0, 0]);
  });
});

describe('the settings in a model’s files', () => {
  it('are read as Sentence Transformers writes them', async () => {
    const files = { 'modules.json': [...MODULES, NORMALISE], '1_Pooling/config.json': { pooling_mode_cls_token: true, pooling_mode_mean_tokens: false, include_prompt: true }, 'sentence_bert_config.json': { max_seq_length: 256 } };
    expect(await settingsOf(files)).toEqual({ pooling: 'cls', normalised: true, tokensMax: 256, configured: true });
    expect(await settingsOf({ ...files, 'modules.json': MODULES })).toMatchObject({ normalised: false });
  });

  it('are the mean of length 1 where there are none, and not told to be the model’s own', async () => {
    expect(await settingsOf({})).toEqual({ pooling: 'mean', normalised: true, tokensMax: Infinity, configured: false });
  });

  it.each([
    ['the last token', { pooling_mode_lasttoken: true }, 'pooling_mode_lasttoken'],
    ['two ways at once', { pooling_mode_mean_tokens: true, pooling_mode_max_tokens: true }, 'pooling_mode_mean_tokens and pooling_mode_max_tokens'],
    ['no way that is known', {}, 'nothing that is known'],
  ])('are refused when they ask for %s', async (_, config, message) => {
    await expect(settingsOf({ '1_Pooling/config.json': config })).rejects.toThrow(message);
  });
});
