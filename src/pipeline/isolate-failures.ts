import type { Measure } from '../core/measuring.ts';
import { OracleError } from '../oracle/oracle.ts';
import { lacksScore, measureOf, type OnMeasured, type OpenInstrument, type OpenMeasure } from './measure-page.ts';

/** An engine that has failed at more records than this, and measured none, is itself to blame. */
const MAX_BLAMED = 3;

/** Whether an engine has failed at what it was asked, and goes on with other things. */
export function isEngineFailure(error: unknown): boolean {
  return error instanceof OracleError && error.code === 'engine-failed';
}

/**
 * Measures around records at which the engine fails: it is asked again about halves of what is left, down to single records, and those cost
 * only their own score. Rejects with OracleError `engine-failed` where it fails at several records and at nothing else has it ever
 * succeeded; none is blamed then.
 */
export class FailureIsolator implements Pick<OpenInstrument, 'measure'> {
  readonly #instrument: Pick<OpenInstrument, 'measure'>;
  #hasMeasured = false;

  constructor(instrument: Pick<OpenInstrument, 'measure'>) {
    this.#instrument = instrument;
  }

  /** See `OpenInstrument.measure`. Records without a score for this reason come last. */
  async measure(open: readonly OpenMeasure[], onMeasured: OnMeasured, signal: AbortSignal): Promise<void> {
    const blamed: OpenMeasure[] = [];
    await this.#measureAround(open, blamed, onMeasured, signal);
    if (blamed.length > 0) onMeasured(blamed.map(unscored), 0);
  }

  async #measureAround(open: readonly OpenMeasure[], blamed: OpenMeasure[], onMeasured: OnMeasured, signal: AbortSignal): Promise<void> {
    const measured = new Set<number>();
    const take: OnMeasured = (measures, tokens) => {
      for (const { ordinal } of measures) measured.add(ordinal);
      this.#hasMeasured ||= measures.some(({ value }) => !lacksScore(value));
      onMeasured(measures, tokens);
    };
    try {
      await this.#instrument.measure(open, take, signal);
    } catch (error) {
      if (!isEngineFailure(error)) throw error;
      if (open.length === 1) blamed.push(...open);
      if (blamed.length > MAX_BLAMED && !this.#hasMeasured) throw error;
      if (open.length === 1) return;
      const left = open.filter(({ row }) => !measured.has(row.ordinal));
      const half = Math.ceil(left.length / 2);
      for (const part of [left.slice(0, half), left.slice(half)]) if (part.length > 0) await this.#measureAround(part, blamed, onMeasured, signal);
    }
  }
}

/** The parts that a student was asked for lack their score; an embedder has but one. */
function unscored(open: OpenMeasure): Measure {
  const reason = { kind: 'unscored', reason: 'engine-failed' } as const;
  return measureOf(open, open.parts.length === 0 ? reason : { kind: 'pair', ...Object.fromEntries(open.parts.map((part) => [part, reason])) });
}
