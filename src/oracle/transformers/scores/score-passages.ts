import type { ModelGraph } from '../graph/model-graph.ts';
import { withLessMemory } from '../with-less-memory.ts';
import { type PassagesRead, PassageReader } from './passage-reader.ts';
import type { Passage } from './passages.ts';
import { planSteps } from './plan-steps.ts';

/** What a model can take. */
export interface ScoringModel {
  readonly graph: ModelGraph;
  /** Most tokens of a step, over all its rows. */
  readonly stepTokensMax: number;
  /** Whether a row gives the same in company as alone. */
  readonly sideBySide: boolean;
}

/** Scores passages in the order that suits the model; each comes exactly once. `between` runs before each run of the graph and ends the scoring by rejecting. */
export function scorePassages(passages: readonly Passage[], model: ScoringModel, between: () => Promise<void>): AsyncGenerator<PassagesRead, void, undefined> {
  const read = (waiting: readonly Passage[], stepTokensMax: number) => readAll(waiting, { ...model, stepTokensMax }, between);
  return withLessMemory(passages, model.stepTokensMax, read, (result) => result.passages);
}

async function* readAll(passages: readonly Passage[], model: ScoringModel, between: () => Promise<void>): AsyncGenerator<PassagesRead, void, undefined> {
  const { graph, stepTokensMax, sideBySide } = model;
  const rowTokensMax = Math.min(graph.readTokensMax, stepTokensMax);
  const limits = { stepTokensMax, rowTokensMax, rowsFor: (count: number) => graph.rowsFor(count), sideBySide };
  const reader = new PassageReader(graph, rowTokensMax, between);
  for (const step of planSteps(passages, limits)) yield* reader.read(step);
}
