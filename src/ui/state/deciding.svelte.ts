import type { Decision, Outcome } from '../../core/outcome.ts';
import { type Store, StoreError } from '../../store/store.ts';
import { describeFailure, type Failure } from '../messages/failures.ts';
import type { RunSession } from './run-session.svelte.ts';

/** What a person has said to a record. */
export interface MadeDecision {
  readonly ordinal: number;
  /** Undefined when they took back what they had said. */
  readonly decision: Decision | undefined;
  readonly former: Decision | undefined;
  /** The record's outcomes, which stand under the decision now. */
  readonly outcomes: readonly Outcome[];
}

/** Whether there is anything to decide about a record with these outcomes. */
export function isDecidable(outcomes: readonly Outcome[]): boolean {
  return outcomes.some(({ status }) => status === 'rewritten' || status === 'undecided');
}

/** What the person has said to a record; undefined also when that can no longer be read: saying it again mends it. Rejects with every StoreError but `damaged`. */
export async function decisionOn(store: Pick<Store, 'decisions'>, runId: string, ordinal: number): Promise<Decision | undefined> {
  try {
    return (await store.decisions(runId, ordinal, 1)).get(ordinal);
  } catch (error) {
    if (error instanceof StoreError && error.code === 'damaged') return undefined;
    throw error;
  }
}

/** What a person decides about the records of a run, one after the other. */
export class Deciding {
  /** The latest decision, which can be taken back. */
  last = $state.raw<MadeDecision | undefined>();
  failure = $state.raw<Failure | undefined>();
  readonly #session: Pick<RunSession, 'run' | 'figures'>;
  readonly #store: Pick<Store, 'outcomes' | 'decisions' | 'decide'>;
  #working = false;

  constructor(session: Pick<RunSession, 'run' | 'figures'>, store: Pick<Store, 'outcomes' | 'decisions' | 'decide'>) {
    this.#session = session;
    this.#store = store;
  }

  /** Stores a decision. Resolves with it; with undefined when it changes nothing, another one is being stored, or it failed, which shows in `failure`. Never rejects. */
  async decide(ordinal: number, decision: Decision | undefined): Promise<MadeDecision | undefined> {
    if (this.#working) return undefined;
    this.#working = true;
    this.failure = undefined;
    try {
      return await this.#keep(ordinal, decision);
    } catch (error) {
      this.failure = describeFailure(error);
      return undefined;
    } finally {
      this.#working = false;
    }
  }

  /** Puts things back as they were before the latest decision. Resolves as `decide` does. */
  async takeBack(): Promise<MadeDecision | undefined> {
    const { last } = this;
    const made = last && (await this.decide(last.ordinal, last.former));
    if (made) this.last = undefined;
    return made;
  }

  async #keep(ordinal: number, decision: Decision | undefined): Promise<MadeDecision | undefined> {
    const { run, figures } = this.#session;
    const [known, former] = await Promise.all([this.#store.outcomes(run.id, ordinal, 1), decisionOn(this.#store, run.id, ordinal)]);
    if (!isDecidable(known) || former === decision) return undefined;
    await this.#store.decide(run.id, ordinal, decision);
    // A run at work may have settled another phase of the record meanwhile.
    const outcomes = await this.#store.outcomes(run.id, ordinal, 1);
    figures.decide(ordinal, decision, outcomes);
    return (this.last = { ordinal, decision, former, outcomes });
  }
}
