import { describe, expect, it } from 'vitest';
import type { Reading, ReadingResult } from '../../../src/oracle/transformers/graph/model-graph.ts';
import { meanSurprise } from '../../../src/oracle/transformers/self-checks.ts';
import { nextToken, ScriptedGraph } from './lanes/scripted-graph.ts';

/** Computes the same logits whatever it reads. */
class ConstantGraph extends ScriptedGraph {
  readonly #logits: readonly number[];

  constructor(logits: readonly number[]) {
    super();
    this.#logits = logits;
  }

  override async run(reading: Reading): Promise<ReadingResult> {
    return { ...(await super.run(reading)), logits: { data: this.#logits, size: this.#logits.length } };
  }
}

describe('the surprise at a text', () => {
  it('is the negative log-likelihood of its tokens', async () => {
    expect(await meanSurprise(new ConstantGraph([0, 0, 0, 0]), [0, 1, 2, 3], 2)).toBeCloseTo(Math.log(4), 12);
    const [a, b] = [Math.log(0.2), Math.log(0.8)];
    expect(await meanSurprise(new ConstantGraph([a + 900, b + 900]), [0, 0, 1, 1], 3)).toBeCloseTo(-(a + 2 * b) / 3, 9);
  });

  it('is no number when the model computes none', async () => {
    expect(await meanSurprise(new ConstantGraph([NaN, NaN]), [0, 1], 1)).toBeNaN();
    expect(await meanSurprise(new ConstantGraph([Infinity, 0]), [0, 1], 1)).toBeNaN();
  });

  it('is taken of the tokens behind those that are read, each read in its turn', async () => {
    const graph = new ScriptedGraph();
    const text = [1, 2, 3];
    while (text.length < 7) text.push(nextToken(text));
    const levels = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((token) => token / 1000);
    const surprises = text.slice(3).map((token) => Math.log(levels.reduce((sum, level, other) => sum + Math.exp(other === token ? 1 : level), 0)) - 1);
    expect(await meanSurprise(graph, text, 4)).toBeCloseTo(surprises.reduce((sum, surprise) => sum + surprise, 0) / 4, 9);
    expect(graph.runs.map(({ tokens }) => tokens)).toEqual([3, 1, 1, 1]);
    expect(graph.live.size).toBe(0);
  });
});
