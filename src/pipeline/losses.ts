import type { Attempt, Outcome, PhaseName } from '../core/outcome.ts';
import type { RecordQuestion, RunEvent } from './run-event.ts';

/**
 * Phases that have to be settled by answers between two losses of the oracle, or the second one counts as `again`.
 * An oracle that is lost every few answers spends its time on loading and may take the desktop's display with it:
 * then a person has to look. One that lasts longer than this has earned its loading.
 */
const MIN_PROGRESS = 10;

/** In how many losses a record has to be in work, the last time alone, until it counts as their cause. */
const LOSSES_TO_BLAME = 2;

/** What a loss of the oracle means for its run. */
export type LossVerdict =
  /** Open a fresh oracle. `suspects` are the rows that may have caused a loss: to be recycled one by one first, so that a guilty one shows itself. */
  | { readonly kind: 'go-on'; readonly suspects: ReadonlySet<number>; readonly blamed: BlamedStep | undefined }
  | { readonly kind: 'again' };

/** A phase of a record at which the oracle was lost each time. */
export interface BlamedStep {
  readonly ordinal: number;
  readonly phase: PhaseName;
  readonly attempts: readonly Attempt[];
}

/** An open question: `asked` while it waits for a lane, `begun` from then on; or a rewrite that is being examined. */
interface OpenQuestion extends RecordQuestion {
  readonly kind: 'asked' | 'begun' | 'examining';
}

/** Keeps in mind what was in work when the oracle was lost, and judges whether to go on. Knows only what it is told. */
export class Losses {
  /** By ordinal: a record has one open question at a time. */
  readonly #open = new Map<number, OpenQuestion>();
  /** Rows that waited at a loss, without having been begun. */
  readonly #waited = new Set<number>();
  readonly #attempts = new Map<string, Attempt[]>();
  readonly #suspects = new Set<number>();
  /** The row that was blamed since the last real progress. */
  #blamedRow: number | undefined;
  #count = 0;
  /** Phases, since the last loss. */
  #settled = 0;

  /** Whether the oracle has been lost. */
  get any(): boolean {
    return this.#count > 0;
  }

  /** Follows what the run reports. */
  take(event: RunEvent): void {
    if (event.kind === 'asked' || event.kind === 'begun' || event.kind === 'examining') this.#open.set(event.ordinal, event);
    if (event.kind === 'answered' || event.kind === 'examined') this.#open.delete(event.ordinal);
    if (event.kind !== 'settled') return;
    this.#settled += 1;
    if (this.#settled === MIN_PROGRESS) this.#blamedRow = undefined;
  }

  /** The oracle is lost, with all that was in work. */
  judge(): LossVerdict {
    const steps = this.#takeSteps();
    for (const step of steps) this.#note(step);
    const blamed = this.#blame(steps);
    if (this.any && this.#settled < MIN_PROGRESS && !blamed) return { kind: 'again' };
    this.#count += 1;
    this.#settled = 0;
    return { kind: 'go-on', suspects: this.#suspects, blamed };
  }

  /** What was in work; all that was asked when nothing had been begun. What only waited comes under suspicion at its second loss: its text may be more than the tokenizer can bear. */
  #takeSteps(): OpenQuestion[] {
    const open = [...this.#open.values()];
    this.#open.clear();
    const begun = open.filter(({ kind }) => kind !== 'asked');
    if (begun.length === 0) return open;
    for (const { kind, ordinal } of open) {
      if (kind !== 'asked') continue;
      if (this.#waited.has(ordinal)) this.#suspects.add(ordinal);
      this.#waited.add(ordinal);
    }
    return begun;
  }

  #note({ ordinal, phase, options }: OpenQuestion): void {
    const lost: Attempt = { raw: '', finishReason: 'error', promptTokens: 0, newTokens: 0, durationMs: 0, options, reason: 'oracle-failed' };
    this.#attempts.set(stepKey(ordinal, phase), [...this.#attemptsAt(ordinal, phase), lost]);
    this.#suspects.add(ordinal);
  }

  /**
   * Only one that was alone in work can be blamed, and without real progress only one row: a machine that fails
   * at everything must not make each of its records look guilty. A row that was blamed for one phase needs no second proof for the next.
   */
  #blame(steps: readonly OpenQuestion[]): BlamedStep | undefined {
    const [step] = steps;
    if (!step || steps.length > 1) return undefined;
    const { ordinal, phase } = step;
    const attempts = this.#attemptsAt(ordinal, phase);
    const known = this.#blamedRow === ordinal;
    if (!known && (this.#blamedRow !== undefined || attempts.length < LOSSES_TO_BLAME)) return undefined;
    this.#blamedRow = ordinal;
    return { ordinal, phase, attempts };
  }

  #attemptsAt(ordinal: number, phase: PhaseName): readonly Attempt[] {
    return this.#attempts.get(stepKey(ordinal, phase)) ?? [];
  }
}

/** What a phase ends with at which the oracle was lost each time. */
export function blamedOutcome(runId: string, { ordinal, phase, attempts }: BlamedStep): Outcome {
  return { runId, ordinal, phase, attempts, status: 'failed', reason: 'oracle-failed' };
}

function stepKey(ordinal: number, phase: PhaseName): string {
  return `${ordinal} ${phase}`;
}
