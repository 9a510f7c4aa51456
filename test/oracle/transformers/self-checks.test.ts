import { describe, expect, it } from 'vitest';
import { agreesSideBySide, meanSurprise } from '../../../src/oracle/transformers/self-checks.ts';
import type { BeginBatch } from '../../../src/oracle/transformers/token-batch.ts';
import { ScriptedModel } from './scripted-model.ts';

const PROMPTS = [[1, 2, 3, 4, 5, 6], [7, 8, 9]] as const;

/** A model that computes the same logits whatever it reads. */
const saying = (logits: readonly number[]): BeginBatch => () => ({
  shrinkable: false,
  read: () => Promise.resolve({ data: logits, size: logits.length }),
  append: () => Promise.resolve({ data: logits, size: logits.length }),
  keep: () => undefined,
  dispose: () => undefined,
});

describe('the surprise at a text', () => {
  it('is the negative log-likelihood of its tokens', async () => {
    expect(await meanSurprise(saying([0, 0, 0, 0]), [0, 1, 2, 3], 2)).toBeCloseTo(Math.log(4), 12);
    const [a, b] = [Math.log(0.2), Math.log(0.8)];
    expect(await meanSurprise(saying([a + 900, b + 900]), [0, 0, 1, 1], 3)).toBeCloseTo(-(a + 2 * b) / 3, 9);
  });

  it('is no number when the model computes none', async () => {
    expect(await meanSurprise(saying([NaN, NaN]), [0, 1], 1)).toBeNaN();
    expect(await meanSurprise(saying([Infinity, 0]), [0, 1], 1)).toBeNaN();
  });

  it('is taken of the tokens behind those that are read, each read in its turn', async () => {
    const model = new ScriptedModel();
    // It ends a prompt with the same in reverse.
    const expected = await meanSurprise(model.begin, [1, 2, 3, 3, 2, 1], 3);
    expect(expected).toBeCloseTo(Math.log(1 + 9 * Math.exp(-1)), 9);
    expect([model.steps.length, model.openBatches]).toEqual([3, 0]);
  });
});

describe('rows side by side', () => {
  it('agree in a model that keeps them apart', async () => {
    const model = new ScriptedModel();
    expect(await agreesSideBySide(model.begin, PROMPTS, 4)).toBe(true);
    expect(model.openBatches).toBe(0);
  });

  it('do not agree in a model that reads the padding of a row as text', async () => {
    const model = new ScriptedModel();
    const padding: BeginBatch = (prompts) => {
      const width = Math.max(...prompts.map((prompt) => prompt.length));
      return model.begin(prompts.map((prompt) => [...prompt, ...Array<number>(width - prompt.length).fill(9)]));
    };
    expect(await agreesSideBySide(padding, PROMPTS, 4)).toBe(false);
  });
});
