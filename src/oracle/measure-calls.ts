import type { Call } from '../bridge/calls.ts';
import type { OracleSpec } from '../core/run.ts';
import type { EmbedderTraits, EmbedProgress } from './embedder.ts';
import type { LoadProgress } from './oracle.ts';
import type { ScoreItem, ScoreProgress } from './student.ts';

/** What the page may call in a student's worker. The scores themselves come as events. */
export type StudentCalls = {
  load: Call<OracleSpec, LoadProgress, undefined>;
  score: Call<readonly ScoreItem[], ScoreProgress, undefined>;
};

/** What the page may call in an embedder's worker. The embeddings themselves come as events. */
export type EmbedderCalls = {
  load: Call<OracleSpec, LoadProgress, EmbedderTraits>;
  embed: Call<readonly string[], EmbedProgress, undefined>;
};
