import type { UsageMeter } from '../../usage-meter.ts';
import type { ModelGraph } from '../graph/model-graph.ts';

/** The graph, with each of its runs counted and timed by the meter. */
export function meteredGraph(graph: ModelGraph, meter: UsageMeter): ModelGraph {
  return {
    cacheShapes: graph.cacheShapes,
    readTokensMax: graph.readTokensMax,
    rowsFor: (count) => graph.rowsFor(count),
    allocate: (rows, columns) => graph.allocate(rows, columns),
    copy: (from, to, moves) => graph.copy(from, to, moves),
    free: (cache) => graph.free(cache),
    release: () => graph.release(),
    run: async (reading) => {
      const startMs = performance.now();
      const result = await graph.run(reading);
      meter.step(performance.now() - startMs);
      return result;
    },
  };
}
