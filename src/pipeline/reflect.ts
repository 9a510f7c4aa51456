import type { Answer } from '../core/answer.ts';
import type { Attempt, FailedReason, Outcome, PhaseName } from '../core/outcome.ts';
import type { Pair } from '../core/pair.ts';
import type { Run } from '../core/run.ts';
import type { Verdict } from '../core/verdict.ts';
import { type Oracle, OracleError } from '../oracle/oracle.ts';
import { ask, type FirstPhase, judge, type Question, worthAnotherAttempt } from '../reflection/phase.ts';
import type { RecordQuestion } from './run-event.ts';
import type { Report, RunModels } from './run-models.ts';
import { vetRewrite } from './vet-rewrite.ts';

/** One phase of one record. */
export interface Step {
  readonly ordinal: number;
  readonly phase: PhaseName;
  /** What the phase starts from: the latest rewrite, or the original whole. */
  readonly pair: Pair;
  /** How phase 1 came to the pair, for phase 2 when phase 1 is settled. */
  readonly firstPhase?: FirstPhase | undefined;
}

/** What a failed question means for its record, when the oracle itself is still well. */
type Setback = (Verdict & { readonly status: 'kept' }) | { readonly status: 'failed'; readonly reason: FailedReason };

/** What the questions of a phase came to. */
interface Judged {
  readonly attempts: readonly Attempt[];
  readonly verdict: Verdict | Setback;
  /** The last question. */
  readonly asked: RecordQuestion;
}

/**
 * Carries out one step for one record: asks, judges, asks again in another way while that is worth it, has a whole rewrite vetted,
 * and resolves with the outcome, not yet stored. Rejects when a model is gone (OracleError
 * `worker-died`, `stalled`, `gpu-gone`, `out-of-memory`, `closed`) or with the signal's reason; nothing of this step counts then.
 */
export async function reflect(run: Run, step: Step, models: RunModels, report: Report, signal: AbortSignal): Promise<Outcome> {
  const { attempts, verdict, asked } = await askUntilJudged(run, step, models.oracle, report, signal);
  const conclusion = verdict.status === 'rewritten' ? await vetRewrite(run, asked, verdict, models, report, signal) : verdict;
  return { runId: run.id, ordinal: step.ordinal, phase: step.phase, attempts, ...conclusion };
}

async function askUntilJudged(run: Run, step: Step, oracle: Oracle, report: Report, signal: AbortSignal): Promise<Judged> {
  const { ordinal, phase, pair, firstPhase } = step;
  const attempts: Attempt[] = [];
  for (;;) {
    const question = ask(phase, pair, run.recipe, attempts, firstPhase);
    const asked = { ordinal, phase, attempt: attempts.length, pair, options: question.options };
    report({ kind: 'asked', ...asked });
    const reply = await oracle.ask(question.prompt, question.options, textReporter(asked, report), signal).catch(setbackOf);
    report({ kind: 'answered', ordinal, phase });
    const verdict = 'text' in reply ? judge(phase, pair, reply, run.recipe) : reply;
    attempts.push(attemptOf(question, reply, verdict));
    if (!wantsAnother(verdict, attempts, run, firstPhase)) return { attempts, verdict, asked };
  }
}

/** The oracle's first sign, which may be an empty piece, says that it has taken the question up. */
function textReporter(asked: RecordQuestion, report: Report): (piece: string) => void {
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
      return { status: 'kept', reason: 'too-long', critique: [], findings: [] };
    case 'prompt-refused':
      return { status: 'failed', reason: 'prompt-refused' };
    case 'engine-failed':
      return { status: 'failed', reason: 'oracle-failed' };
    default:
      throw error;
  }
}

function attemptOf({ options }: Question, reply: Answer | Setback, verdict: Verdict | Setback): Attempt {
  const reason = verdict.status === 'rewritten' ? {} : { reason: verdict.reason };
  const findings = verdict.status !== 'failed' && verdict.findings.length > 0 ? { findings: verdict.findings } : {};
  if (!('text' in reply)) return { raw: '', finishReason: 'error', promptTokens: 0, newTokens: 0, durationMs: 0, options, ...reason };
  const { text, finishReason, promptTokens, heldTokens, newTokens, durationMs } = reply;
  const held = heldTokens === undefined ? {} : { heldTokens };
  return { raw: text, finishReason, promptTokens, ...held, newTokens, durationMs, options, ...reason, ...findings };
}
