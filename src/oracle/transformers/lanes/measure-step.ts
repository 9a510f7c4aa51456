import type { ModelGraph } from '../graph/model-graph.ts';
import { LaneCache, type Layout } from './lane-cache.ts';
import { readPrompt } from './prompt-reader.ts';

/** Of the runs that are timed, the first may compile and any may be disturbed: the shortest counts. */
const RUNS = 3;

/** The time in milliseconds of a step that gives each of `rows` lanes a token, after `text`. Rejects as the graph does. */
export function measureStep(graph: ModelGraph, layout: Layout, text: readonly number[], rows: number): Promise<number> {
  return shortestMs(graph, layout, text, rows, async (cache, lanes) => void (await cache.step(new Map(lanes.map((lane) => [lane, text[0] ?? 0])))));
}

/** The time in milliseconds of a step of one lane that tries `count` tokens of which only the first is right. Rejects as the graph does. */
export function measureTrying(graph: ModelGraph, layout: Layout, text: readonly number[], count: number): Promise<number> {
  return shortestMs(graph, layout, text, 1, async (cache) => {
    await cache.readAhead(text.slice(0, count));
    await cache.settle(1);
  });
}

type Run = (cache: LaneCache, lanes: Awaited<ReturnType<LaneCache['arrange']>>) => Promise<void>;

async function shortestMs(graph: ModelGraph, layout: Layout, text: readonly number[], rows: number, run: Run): Promise<number> {
  const read = await readPrompt(graph, undefined, text, () => Promise.resolve(true));
  if (!read) throw new Error('the reading stopped by itself');
  const cache = new LaneCache(graph, layout);
  try {
    const lanes = await cache.arrange([], Array.from({ length: rows }, () => read.sequence));
    let shortest = Infinity;
    for (let index = 0; index < RUNS; index++) {
      const startMs = performance.now();
      await run(cache, lanes);
      shortest = Math.min(shortest, performance.now() - startMs);
    }
    return shortest;
  } finally {
    cache.dispose();
    graph.free(read.sequence.cache);
  }
}
