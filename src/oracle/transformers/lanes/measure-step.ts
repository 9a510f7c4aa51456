import type { ModelGraph } from '../graph/model-graph.ts';
import { LaneCache, type Lane, type Layout, type Sequence } from './lane-cache.ts';

/** Steps are timed in blocks at least this long: clocks of browsers go by tenths of a millisecond. */
const BLOCK_MS = 8;
/** At most so many steps in a block, which all are read behind the text. */
const BLOCK_STEPS_MAX = 16;
/** Any block may be disturbed: the shortest counts. */
const BLOCKS = 2;

/** The time in milliseconds of a step that gives each of `rows` lanes a token, after `text`. Rejects as the graph does. */
export function measureStep(graph: ModelGraph, layout: Layout, text: Sequence, rows: number): Promise<number> {
  return shortestMs(graph, layout, text, rows, async (cache, lanes) => void (await cache.step(new Map(lanes.map((lane) => [lane, text.tokens[0] ?? 0])))));
}

/** The time in milliseconds of a step of one lane that tries `count` tokens of which only the first is right. Rejects as the graph does. */
export function measureTrying(graph: ModelGraph, layout: Layout, text: Sequence, count: number): Promise<number> {
  return shortestMs(graph, layout, text, 1, async (cache) => {
    await cache.readAhead(text.tokens.slice(0, count));
    await cache.settle(1);
  });
}

type Step = (cache: LaneCache, lanes: readonly Lane[]) => Promise<void>;

async function shortestMs(graph: ModelGraph, layout: Layout, text: Sequence, rows: number, step: Step): Promise<number> {
  const cache = new LaneCache(graph, layout);
  try {
    const lanes = await cache.arrange([], Array.from({ length: rows }, () => text));
    const block = async (steps: number) => {
      const startMs = performance.now();
      for (let index = 0; index < steps; index++) await step(cache, lanes);
      return (performance.now() - startMs) / steps;
    };
    // The first one may compile, and tells how many make a block.
    await block(1);
    const steps = Math.min(BLOCK_STEPS_MAX, Math.ceil(BLOCK_MS / Math.max(await block(1), 0.1)));
    let shortest = Infinity;
    for (let index = 0; index < BLOCKS; index++) shortest = Math.min(shortest, await block(steps));
    return shortest;
  } finally {
    cache.dispose();
  }
}
