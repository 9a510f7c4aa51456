import type { Answer } from '../core/answer.ts';
import type { Attempt, FailedReason, Outcome, PhaseName } from '../core/outcome.ts';
import type { Pair } from '../core/pair.ts';
import type { Run } from '../core/run.ts';
import type { KeptReason, Verdict } from '../core/verdict.ts';
import { type Oracle, OracleError } from '../oracle/oracle.ts';
import { ask, type FirstPhase, judge, type Question, worthAnotherAttempt } from '../reflection/phase.ts';
import type { RecordQuestion, RunEvent } from './run-event.ts';

/** One phase of one record. */
export interface Step {
  readonly phase: PhaseName;
  /** What the phase starts from: the latest rewrite, or the original whole. */
  readonly pair: Pair;
  /** How phase 1 came to the pair, for phase 2 when phase 1 is settled. */
  readonly firstPhase?: FirstPhase | undefined;
}

/** What a failed question means for its record, when the oracle itself is still well. */
type Setback =
  | { readonly status: 'kept'; readonly reason: 'too-long'; readonly critique: readonly [] }
  | { readonly status: 'failed'; readonly reason: FailedReason };

/**
 * Carries out one step for one record: asks, judges, asks again in another way while that is worth it,
 * and resolves with the outcome, not yet stored. Rejects when the oracle is gone (OracleError
 * `worker-died`, `stalled`, `gpu-gone`, `out-of-memory`, `closed`) or with the signal's reason; nothing of this step counts then.
 */
export async function reflect(
  run: Run,
  ordinal: number,
  step: Step,
  oracle: Oracle,
  report: (event: RunEvent) => void,
  signal: AbortSignal,
): Promise<Outcome> {
  const { phase, pair, firstPhase } = step;
  const attempts: Attempt[] = [];
  for (;;) {
    const question = ask(phase, pair, run.recipe, attempts, firstPhase);
    const asked = { ordinal, phase, attempt: attempts.length, pair, options: question.options };
    report({ kind: 'asked', ...asked });
    const reply = await oracle.ask(question.prompt, question.options, textReporter(asked, report), signal).catch(setbackOf);
    report({ kind: 'answered', ordinal, phase });
    const verdict = 'text' in reply ? judge(phase, pair, reply) : reply;
    attempts.push(attemptOf(question, reply, verdict));
    if (wantsAnother(verdict, attempts, run, firstPhase)) continue;
    return { runId: run.id, ordinal, phase, attempts, ...verdict };
  }
}

/** The oracle's first sign, which may be an empty piece, says that it has taken the question up. */
function textReporter(asked: RecordQuestion, report: (event: RunEvent) => void): (piece: string) => void {
  const { ordinal, phase } = asked;
  let begun = false;
  return (piece) => {
    if (!begun) report({ kind: 'begun', ...asked });
    begun = true;
    if (piece !== '') report({ kind: 'text', ordinal, phase, piece });
  };
}

function wantsAnother(verdict: Verdict | Setback, attempts: readonly Attempt[], run: Run, firstPhase: FirstPhase | undefined): boolean {
  if (verdict.status === 'failed') return verdict.reason === 'oracle-failed' && attempts.length < run.recipe.maxAttempts;
  return worthAnotherAttempt(verdict, attempts, run.recipe, firstPhase);
}

function setbackOf(error: unknown): Setback {
  if (!(error instanceof OracleError)) throw error;
  switch (error.code) {
    case 'prompt-too-long':
      return { status: 'kept', reason: 'too-long', critique: [] };
    case 'prompt-refused':
      return { status: 'failed', reason: 'prompt-refused' };
    case 'engine-failed':
      return { status: 'failed', reason: 'oracle-failed' };
    default:
      throw error;
  }
}

function attemptOf(question: Question, reply: Answer | Setback, verdict: Verdict | Setback): Attempt {
  const reason: { reason?: KeptReason | FailedReason } = verdict.status === 'rewritten' ? {} : { reason: verdict.reason };
  if (!('text' in reply)) {
    return { raw: '', finishReason: 'error', promptTokens: 0, newTokens: 0, durationMs: 0, options: question.options, ...reason };
  }
  const { text, finishReason, promptTokens, newTokens, durationMs } = reply;
  return { raw: text, finishReason, promptTokens, newTokens, durationMs, options: question.options, ...reason };
}
