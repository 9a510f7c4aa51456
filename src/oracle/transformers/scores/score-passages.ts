import { isOutOfMemory } from '../failures.ts';
import type { ModelGraph } from '../graph/model-graph.ts';
import { type PassagesRead, PassageReader } from './passage-reader.ts';
import type { Passage } from './passages.ts';
import { planSteps, type StepLimits } from './plan-steps.ts';

/** With fewer tokens in a step there is no memory to speak of. */
const STEP_TOKENS_MIN = 32;

/** What a model can take. */
export interface ScoringModel {
  readonly graph: ModelGraph;
  /** Most tokens of a step, over all its rows. */
  readonly stepTokensMax: number;
  /** Whether a row gives the same in company as alone. */
  readonly sideBySide: boolean;
}

/**
 * Scores passages in the order that suits the model; each comes exactly once. `between` runs before each run of the graph and ends the
 * scoring by rejecting. Where memory runs out it goes on with half as much at once, and rejects only when there is little left to halve.
 */
export async function* scorePassages(passages: readonly Passage[], model: ScoringModel, between: () => Promise<void>): AsyncGenerator<PassagesRead, void, undefined> {
  const waiting = new Set(passages);
  let { stepTokensMax } = model;
  while (waiting.size > 0) {
    try {
      for await (const read of readAll([...waiting], { ...model, stepTokensMax }, between)) {
        for (const passage of read.passages) waiting.delete(passage);
        yield read;
      }
    } catch (error) {
      if (!isOutOfMemory(error) || stepTokensMax / 2 < STEP_TOKENS_MIN) throw error;
      stepTokensMax /= 2;
    }
  }
}

async function* readAll(passages: readonly Passage[], { graph, stepTokensMax, sideBySide }: ScoringModel, between: () => Promise<void>): AsyncGenerator<PassagesRead, void, undefined> {
  const rowTokensMax = Math.min(graph.readTokensMax, Math.floor(stepTokensMax));
  const limits: StepLimits = { stepTokensMax, rowTokensMax, rowsFor: (count) => graph.rowsFor(count), sideBySide };
  const reader = new PassageReader(graph, rowTokensMax, between);
  for (const step of planSteps(passages, limits)) yield* reader.read(step);
}
