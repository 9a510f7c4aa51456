import type { OracleSpec } from '../../src/core/run.ts';
import { OracleError, type OracleErrorCode } from '../../src/oracle/oracle.ts';
import type { Score, ScoreItem, ScoreProgress, Student } from '../../src/oracle/student.ts';

/** How a scripted student behaves. */
export interface StudentScript {
  /** Makes the score of an item; by default see {@link plainScore}. */
  readonly scoreOf?: (item: ScoreItem) => Score;
  /** The worker dies at this call of `score`, counted from 1 over all students of the script. */
  readonly diesAt?: readonly number[];
  /** The engine fails at a call that holds such an item. */
  readonly fails?: (item: ScoreItem) => boolean;
  /** What keeps it from loading. */
  readonly loadFails?: OracleErrorCode;
  /** Milliseconds a call takes; 0 answers at once. */
  readonly delayMs?: number;
}

/** A student that scores by a rule, and records what it was asked. */
export class ScriptedStudent implements Student {
  readonly #script: StudentScript;
  /** Every item that was asked for, in order; shared by all students of a script. */
  readonly asked: ScoreItem[][];
  closed = false;

  constructor(script: StudentScript = {}, asked: ScoreItem[][] = []) {
    this.#script = script;
    this.asked = asked;
  }

  async load(_spec: OracleSpec, _onProgress: unknown, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#script.loadFails) throw new OracleError(this.#script.loadFails);
  }

  async score(items: readonly ScoreItem[], onProgress: (progress: ScoreProgress) => void, signal: AbortSignal): Promise<Score[]> {
    signal.throwIfAborted();
    this.asked.push([...items]);
    if (this.#script.diesAt?.includes(this.asked.length)) throw new OracleError('worker-died', 'scripted');
    if (this.#script.fails && items.some(this.#script.fails)) throw new OracleError('engine-failed', 'scripted');
    const { scoreOf = plainScore, delayMs = 0 } = this.#script;
    if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
    signal.throwIfAborted();
    const scores = items.map(scoreOf);
    for (const [index, score] of scores.entries()) onProgress({ tokens: score.kind === 'scored' ? score.tokens : 0, scored: [{ index, score }] });
    return scores;
  }

  async close(): Promise<void> {
    this.closed = true;
  }
}

/** One token a word; a token costs one nat by itself, and as much less behind a context as words of it stand there already. */
export function plainScore({ target, contexts }: ScoreItem): Score {
  const words = target.split(/\s+/).filter(Boolean);
  if (words.length === 0) return { kind: 'unscored', reason: 'empty-target' };
  const logLikelihoods = contexts.map((context) => -words.reduce((sum, word) => sum + (context.includes(word) ? 0.25 : 1), 0));
  return { kind: 'scored', tokens: words.length, cutTokens: 0, logLikelihoods };
}
