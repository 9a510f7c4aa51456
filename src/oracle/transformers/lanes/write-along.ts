import type { Logits, ModelGraph } from '../graph/model-graph.ts';
import { LaneCache, type Layout, type Sequence } from './lane-cache.ts';
import { readPrompt } from './prompt-reader.ts';

/** Gets the model's logits for a text, which is row `row` of them, and says which token comes next. `step` counts from 0. */
export type ChooseNext = (text: number, step: number, logits: Logits, row: number) => number;

const always = () => Promise.resolve(true);

/** Lets the model go on with some texts side by side for `steps` tokens, each chosen by `choose`. Resolves when the last one is chosen; rejects as the graph does. */
export async function writeAlong(graph: ModelGraph, layout: Layout, texts: readonly (readonly number[])[], steps: number, choose: ChooseNext): Promise<void> {
  const cache = new LaneCache(graph, layout);
  const sequences: Sequence[] = [];
  try {
    const chosen: number[] = [];
    for (const [text, tokens] of texts.entries()) {
      const read = await readPrompt(graph, undefined, tokens, always);
      if (!read) throw new Error('the reading stopped by itself');
      sequences.push(read.sequence);
      chosen.push(choose(text, 0, read.logits, 0));
    }
    const lanes = await cache.arrange([], sequences);
    for (let step = 1; step < steps; step++) {
      const logits = await cache.step(new Map(lanes.map((lane, text) => [lane, chosen[text] ?? 0])));
      for (const [text, lane] of lanes.entries()) chosen[text] = choose(text, step, logits, lane.row);
    }
  } finally {
    for (const sequence of sequences) graph.free(sequence.cache);
    cache.dispose();
  }
}
