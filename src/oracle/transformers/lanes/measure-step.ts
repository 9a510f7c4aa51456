import type { ModelGraph } from '../graph/model-graph.ts';
import { LaneCache, type Layout } from './lane-cache.ts';
import { readPrompt } from './prompt-reader.ts';

/** Of the steps that are timed, the first may compile and any may be disturbed: the shortest counts. */
const STEPS = 4;

/** The time in milliseconds of a step that gives `rows` lanes a token each, after `text`. Rejects as the graph does. */
export async function measureStep(graph: ModelGraph, layout: Layout, text: readonly number[], rows: number): Promise<number> {
  const read = await readPrompt(graph, undefined, text, () => Promise.resolve(true));
  if (!read) throw new Error('the reading stopped by itself');
  const cache = new LaneCache(graph, layout);
  try {
    const lanes = await cache.arrange([], Array.from({ length: rows }, () => read.sequence));
    const tokens = new Map(lanes.map((lane) => [lane, text[0] ?? 0]));
    let shortestMs = Infinity;
    for (let step = 0; step < STEPS; step++) {
      const startMs = performance.now();
      await cache.step(tokens);
      shortestMs = Math.min(shortestMs, performance.now() - startMs);
    }
    return shortestMs;
  } finally {
    cache.dispose();
    graph.free(read.sequence.cache);
  }
}
