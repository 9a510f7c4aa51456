import { describe, expect, it } from 'vitest';
import { findLayout } from '../../../../src/oracle/transformers/lanes/find-layout.ts';
import type { Reading, ReadingResult } from '../../../../src/oracle/transformers/graph/model-graph.ts';
import { ScriptedGraph } from './scripted-graph.ts';

const LONG = [1, 2, 3, 4, 5, 6, 7, 8, 9];
const SHORT = [4, 3, 2, 1];

/** A graph whose logits are changed by what stands in other rows. */
class SociableGraph extends ScriptedGraph {
  readonly #change: (reading: Reading) => number;

  constructor(change: (reading: Reading) => number) {
    super();
    this.#change = change;
  }

  override async run(reading: Reading): Promise<ReadingResult> {
    const { cache, logits } = await super.run(reading);
    const change = reading.tokens.length > 1 ? this.#change(reading) : 0;
    return { cache, logits: { ...logits, data: Array.from(logits.data, (logit, index) => logit + change * Math.sin(index)) } };
  }
}

const differentLengths = ({ spans }: Reading) => new Set(spans.map(({ from }) => from)).size > 1;

describe('the layout of lanes', () => {
  it.each(['columns', 'rows'] as const)('is found to be %s for a graph that takes masks so', async (layout) => {
    for (const state of [false, true]) {
      const graph = new ScriptedGraph({ layout, state, paddedRows: state });
      expect(await findLayout(graph, LONG, SHORT)).toEqual({ layout, equalLengths: false, likeness: 'exact' });
      expect(graph.live.size).toBe(0);
    }
  });

  it('has groups of columns where they are wanted, and columns are the way', async () => {
    expect(await findLayout(new ScriptedGraph(), LONG, SHORT, true)).toEqual({ layout: 'grouped-columns', equalLengths: false, likeness: 'exact' });
    expect(await findLayout(new ScriptedGraph({ layout: 'rows' }), LONG, SHORT, true)).toMatchObject({ layout: 'rows' });
    expect(await findLayout(new SociableGraph(() => 0.03), LONG, SHORT, true)).toMatchObject({ layout: 'columns', likeness: 'rounded' });
    expect(await findLayout(new SociableGraph((reading) => (differentLengths(reading) ? 3 : 0)), LONG, SHORT, true)).toMatchObject({ layout: 'columns', equalLengths: true });
  });

  it('is exact although the last digits differ', async () => {
    expect(await findLayout(new SociableGraph(() => 0.001), LONG, SHORT)).toMatchObject({ likeness: 'exact' });
  });

  it('is only nearly right where rows are rounded together', async () => {
    expect(await findLayout(new SociableGraph(() => 0.03), LONG, SHORT)).toEqual({ layout: 'columns', equalLengths: false, likeness: 'rounded' });
  });

  it('is for equal lengths only where others are computed wrongly side by side', async () => {
    const graph = new SociableGraph((reading) => (differentLengths(reading) ? 3 : 0));
    expect(await findLayout(graph, LONG, SHORT)).toEqual({ layout: 'columns', equalLengths: true, likeness: 'exact' });
  });

  it('is none where texts side by side are always wrong, or no numbers', async () => {
    for (const change of [3, NaN]) expect(await findLayout(new SociableGraph(() => change), LONG, SHORT)).toMatchObject({ likeness: 'wrong' });
  });

  it('cannot be found for a model that fails alone', async () => {
    const graph = new ScriptedGraph();
    graph.beforeRun = () => Promise.reject(new Error('device lost'));
    await expect(findLayout(graph, LONG, SHORT)).rejects.toThrow('device lost');
    expect(graph.live.size).toBe(0);
  });
});
