import type { OracleSpec } from '../core/run.ts';
import type { UnscoredReason } from '../core/score.ts';
import type { LoadProgress } from './oracle.ts';

/** A text and what may stand before it. */
export interface ScoreItem {
  /** The text whose likelihood is asked for. */
  readonly target: string;
  /**
   * Texts that stand directly before it, one at a time; `''` is the target on its own. At least one. The target's tokens are the same
   * behind all of them: each text is tokenised by itself, and what has to be cut is cut everywhere.
   */
  readonly contexts: readonly string[];
}

/** How likely a student finds a target. */
export interface Scored {
  readonly kind: 'scored';
  /** Tokens of the target that were scored. */
  readonly tokens: number;
  /** Tokens at the end of the target that were left out, as they have no room behind the longest context. */
  readonly cutTokens: number;
  /** Of those `tokens` together, in nats, by context: the natural logarithm of their probability behind it. At most 0. */
  readonly logLikelihoods: readonly number[];
}

/** Why a target has no score. A student itself never says `engine-failed`, it rejects; who asks may take that for the target's own fault. */
export interface Unscored {
  readonly kind: 'unscored';
  readonly reason: Exclude<UnscoredReason, 'not-given'>;
}

/** What became of one item. */
export type Score = Scored | Unscored;

/** What was done since the last report. */
export interface ScoreProgress {
  /** Tokens that were read, each as often as it was. */
  readonly tokens: number;
  /** Scores that are new, by the place of their item. */
  readonly scored: readonly { readonly index: number; readonly score: Score }[];
}

/** A base model that tells how likely it finds texts. Its scores compare with its own only. The same on the page and inside the worker. */
export interface Student {
  /**
   * Resolves when texts can be scored. Of `spec`, `contextTokens` is the most that a context and its target may have together, with the
   * token that begins every text; `lanes` counts for nothing. Rejects as `Oracle.load` does.
   */
  load(spec: OracleSpec, onProgress: (progress: LoadProgress) => void, signal: AbortSignal): Promise<void>;
  /**
   * Resolves with a score for each item, in their order; before, `onProgress` gets each as it comes, in another order. Many items at once
   * are faster than one by one: texts of similar length are read side by side. Calls that overlap are served one after the other.
   * Rejects with OracleError `engine-failed`, `out-of-memory`, `stalled`, `worker-died`, `gpu-gone` or `closed`, or with the signal's reason.
   */
  score(items: readonly ScoreItem[], onProgress: (progress: ScoreProgress) => void, signal: AbortSignal): Promise<Score[]>;
  /** Frees the model. Calls in flight reject with OracleError `closed`. */
  close(): Promise<void>;
}
