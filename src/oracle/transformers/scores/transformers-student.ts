import type { OracleSpec } from '../../../core/run.ts';
import type { LoadProgress } from '../../oracle.ts';
import type { Score, ScoreItem, ScoreProgress, Student } from '../../student.ts';
import type { ModelGraph } from '../graph/model-graph.ts';
import { openGraph } from '../graph/open-graph.ts';
import { loadModel } from '../load-model.ts';
import { type LivingModel, ModelLife } from '../model-life.ts';
import { beginTokens, plainTokens } from '../special-tokens.ts';
import type { TextTokens } from './passages.ts';
import { scoreItems } from './score-items.ts';
import type { ScoringModel } from './score-passages.ts';
import { agreesInCompany, knownPassages, vocabularySize } from './student-checks.ts';

/**
 * Enough that a step's way through all weights is shared by many tokens. Measured in the shape of a 135M model in q4 on the processor, with
 * texts of 20 tokens: 2.2 times as fast as one by one; 1.6 times with 128, and 2.0 times with 512, where more has to be filled up.
 */
const STEP_TOKENS_MAX = 256;

/** Logits of one step: a large vocabulary needs 600 KB for each token. */
const STEP_LOGITS_BYTES = 128 * 2 ** 20;

interface LoadedStudent extends LivingModel {
  readonly texts: TextTokens;
  readonly scoring: ScoringModel;
}

/** A student run by Transformers.js, inside a worker. Loads one model in its life. */
export class TransformersStudent implements Student {
  readonly #life = new ModelLife<LoadedStudent>();

  /** Also rejects with OracleError `self-test-failed` when the model computes wrongly on this machine. */
  async load(spec: OracleSpec, onProgress: (progress: LoadProgress) => void, signal: AbortSignal): Promise<void> {
    await this.#life.load(spec, () => loadStudent(spec, onProgress), signal);
  }

  score(items: readonly ScoreItem[], onProgress: (progress: ScoreProgress) => void, signal: AbortSignal): Promise<Score[]> {
    return this.#life.use(async ({ texts, scoring }, between) => {
      const scores: Score[] = [];
      for await (const progress of scoreItems(items, texts, scoring, between)) {
        for (const { index, score } of progress.scored) scores[index] = score;
        onProgress(progress);
      }
      return scores;
    }, signal);
  }

  close(): Promise<void> {
    return this.#life.close();
  }
}

async function loadStudent(spec: OracleSpec, onProgress: (progress: LoadProgress) => void): Promise<LoadedStudent> {
  const { tokenizer, session, practice } = await loadModel(spec, onProgress);
  onProgress({ stage: 'warm-up', fraction: undefined, loadedBytes: 0, totalBytes: undefined });
  const graph = await openGraph(session, spec.device);
  const encode = (text: string) => plainTokens(tokenizer, text);
  const texts: TextTokens = { encode, begin: beginTokens(tokenizer), contextTokens: spec.contextTokens };
  const size = await vocabularySize(graph, texts.begin);
  // The practice model answers by rote and knows no months.
  const traits = { size, halves: spec.dtype.endsWith('16'), knows: !practice };
  const sideBySide = await agreesInCompany(graph, knownPassages(encode, texts.begin, graph.readTokensMax), traits);
  return { texts, scoring: { graph, stepTokensMax: stepTokens(size), sideBySide }, check: () => checkGraph(graph, texts), release: () => graph.release() };
}

function stepTokens(vocabularySize: number): number {
  return Math.min(STEP_TOKENS_MAX, Math.floor(STEP_LOGITS_BYTES / (vocabularySize * Float32Array.BYTES_PER_ELEMENT)));
}

async function checkGraph(graph: ModelGraph, { begin }: TextTokens): Promise<void> {
  await vocabularySize(graph, begin);
}
