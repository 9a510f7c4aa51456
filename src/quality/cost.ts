import { type Attempt, type Outcome, type PhaseName, PHASES } from '../core/outcome.ts';
import type { PairScore } from '../core/score.ts';
import { type Distribution, DistributionCounter } from './distribution.ts';

/** What answers have cost, added up. */
export interface CostSum {
  readonly answers: number;
  readonly promptTokens: number;
  /** Those of `promptTokens` that the engine still held and did not read again. 0 where it never says. */
  readonly heldTokens: number;
  readonly newTokens: number;
  /** The oracle's time, lanes added up: with several lanes the clock runs slower than this. */
  readonly seconds: number;
}

/** What a phase has cost. The gate's answers are not in it. */
export interface PhaseCost extends CostSum {
  readonly phase: PhaseName;
  /** Records of which something was asked in this phase. */
  readonly records: number;
  /** The part of it that was spent on answers that were not the last of their record. */
  readonly repeated: CostSum;
}

/** What a run has cost so far. */
export interface Cost {
  /** Records of which anything was asked. */
  readonly records: number;
  readonly phases: readonly PhaseCost[];
  /** The gate's answers, of all phases. */
  readonly gate: CostSum;
  /** What the student has read. Its time is not recorded. */
  readonly student: { readonly comparisons: number; readonly tokens: number };
  /** Phases and gate together. */
  readonly total: CostSum;
  /** Of each record that is through all phases: the oracle's seconds, and the new tokens; the gate's are in both. */
  readonly recordSeconds: Distribution;
  readonly recordNewTokens: Distribution;
}

const NOTHING: CostSum = { answers: 0, promptTokens: 0, heldTokens: 0, newTokens: 0, seconds: 0 };

type Answered = Pick<Attempt, 'promptTokens' | 'newTokens' | 'durationMs' | 'heldTokens'>;

/** Adds up what a run has cost, record by record. */
export class CostCounter {
  readonly #phases: readonly PhaseName[];
  readonly #sums = new Map<PhaseName, { records: number; sum: CostSum; repeated: CostSum }>();
  readonly #seconds = new DistributionCounter('seconds');
  readonly #newTokens = new DistributionCounter();
  #records = 0;
  #gate = NOTHING;
  #student = { comparisons: 0, tokens: 0 };

  /** `phases` of the run's recipe. */
  constructor(phases: readonly PhaseName[]) {
    this.#phases = phases;
  }

  /** Takes the outcomes of one record. */
  add(outcomes: readonly Outcome[]): void {
    let whole = NOTHING;
    for (const outcome of outcomes) whole = add(whole, this.#addOutcome(outcome));
    if (whole.answers === 0) return;
    this.#records += 1;
    if (!this.#phases.every((phase) => outcomes.some((outcome) => outcome.phase === phase))) return;
    this.#seconds.add(whole.seconds);
    this.#newTokens.add(whole.newTokens);
  }

  read(): Cost {
    const phases = PHASES.filter((phase) => this.#phases.includes(phase)).map((phase) => this.#phaseCost(phase));
    return {
      records: this.#records,
      phases,
      gate: this.#gate,
      student: this.#student,
      total: phases.reduce<CostSum>(add, this.#gate),
      recordSeconds: this.#seconds.read(),
      recordNewTokens: this.#newTokens.read(),
    };
  }

  /** What this phase of the record has cost, the gate included. */
  #addOutcome(outcome: Outcome): CostSum {
    const { phase, attempts } = outcome;
    const own = attempts.reduce(addAnswer, NOTHING);
    if (attempts.length > 0) {
      const known = this.#sums.get(phase) ?? { records: 0, sum: NOTHING, repeated: NOTHING };
      const repeated = attempts.slice(0, -1).reduce(addAnswer, NOTHING);
      this.#sums.set(phase, { records: known.records + 1, sum: add(known.sum, own), repeated: add(known.repeated, repeated) });
    }
    if (outcome.status === 'failed') return own;
    const gate = (outcome.review?.passes ?? []).reduce(addAnswer, NOTHING);
    this.#gate = add(this.#gate, gate);
    if (outcome.scores) {
      const tokens = tokensOf(outcome.scores.before) + tokensOf(outcome.scores.after);
      this.#student = { comparisons: this.#student.comparisons + 1, tokens: this.#student.tokens + tokens };
    }
    return add(own, gate);
  }

  #phaseCost(phase: PhaseName): PhaseCost {
    const { records, sum, repeated } = this.#sums.get(phase) ?? { records: 0, sum: NOTHING, repeated: NOTHING };
    return { phase, records, ...sum, repeated };
  }
}

/** An estimate with the range in which 95 of 100 such cases lie. */
export interface Projection {
  readonly likely: number;
  readonly low: number;
  readonly high: number;
}

/** Fewer records than this say little about the others. */
const MIN_RECORDS = 5;

/**
 * What `recordsLeft` more records of the kind will take together: their mean, and how far a sum of so many may lie from it, going by how the
 * records so far differ (a prediction interval; the records are taken for a fair sample of all). Undefined with fewer than five.
 */
export function project({ count, mean, standardDeviation }: Distribution, recordsLeft: number): Projection | undefined {
  if (count < MIN_RECORDS) return undefined;
  const likely = mean * recordsLeft;
  const reach = 1.96 * standardDeviation * Math.sqrt(recordsLeft + recordsLeft ** 2 / count);
  return { likely, low: Math.max(0, likely - reach), high: likely + reach };
}

/** New tokens in a second of one lane; undefined where no time was spent. */
export function newTokensPerSecond({ newTokens, seconds }: CostSum): number | undefined {
  return seconds > 0 ? newTokens / seconds : undefined;
}

function add(a: CostSum, b: CostSum): CostSum {
  return {
    answers: a.answers + b.answers,
    promptTokens: a.promptTokens + b.promptTokens,
    heldTokens: a.heldTokens + b.heldTokens,
    newTokens: a.newTokens + b.newTokens,
    seconds: a.seconds + b.seconds,
  };
}

function addAnswer(sum: CostSum, { promptTokens, heldTokens = 0, newTokens, durationMs }: Answered): CostSum {
  return add(sum, { answers: 1, promptTokens, heldTokens, newTokens, seconds: durationMs / 1000 });
}

/** Each text is read alone and behind the other. */
function tokensOf({ response, instruction }: PairScore): number {
  return [response, instruction].reduce((sum, score) => (score?.kind === 'scored' ? sum + 2 * score.tokens : sum), 0);
}
