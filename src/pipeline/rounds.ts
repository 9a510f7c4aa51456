import type { Pair } from '../core/pair.ts';
import type { Run } from '../core/run.ts';
import { DriftCount, type DriftStep } from '../quality/drift.ts';
import { type Store, StoreError } from '../store/store.ts';
import { editionPairs, type OpenEdition, openEdition } from './edition-pairs.ts';
import { pageRowsOf } from './intact-rows.ts';

/** The states of records over all rounds, from the first dataset that is still here to the result of the last run. */
export interface RoundChain {
  /** At least two, the last one `recycled`, all others originals. */
  readonly states: readonly OpenEdition[];
  /** Rounds before the first state, whose datasets have been deleted. */
  readonly lostRounds: number;
}

/** The drift of records over their rounds. */
export interface RoundDrift extends RoundChain {
  /** One a state. Counted are the records of the last run that are whole in every state. */
  readonly steps: readonly DriftStep[];
}

/** Looks up the rounds that led to a run's result. Rejects with StoreError. */
export async function roundsUpTo(run: Run, store: Store): Promise<RoundChain> {
  const last = await openEdition({ kind: 'recycled', runId: run.id }, store);
  const states = [await openEdition({ kind: 'original', sourceId: run.sourceId }, store), last];
  for (let { parent } = last.source; parent; ) {
    const earlier = await openEdition({ kind: 'original', sourceId: parent.sourceId }, store).catch(absent);
    if (!earlier) return { states, lostRounds: parent.round };
    states.unshift(earlier);
    ({ parent } = earlier.source);
  }
  return { states, lostRounds: 0 };
}

/** Measures how far records have drifted over the rounds that led to a run's result. Rejects with StoreError or the signal's reason. */
export async function measureDrift(runId: string, store: Store, onProgress: (rowCount: number) => void, signal: AbortSignal): Promise<RoundDrift> {
  const chain = await roundsUpTo(await store.run(runId), store);
  const drift = new DriftCount(chain.states.length);
  const rowCount = Math.min(...chain.states.map(({ source }) => source.rowCount));
  const limit = Math.min(...chain.states.map(({ source }) => pageRowsOf(source)));
  for (let from = 0; from < rowCount; from += limit) {
    signal.throwIfAborted();
    for (const pairs of await alignedPairs(chain.states, store, from, Math.min(limit, rowCount - from))) drift.add(pairs);
    onProgress(Math.min(from + limit, rowCount));
  }
  return { ...chain, steps: drift.steps };
}

/** Each record's pairs, one a state; records that lack one are left out. */
async function alignedPairs(states: readonly OpenEdition[], store: Store, from: number, limit: number): Promise<Pair[][]> {
  const byState: Map<number, Pair>[] = [];
  for (const state of states) {
    const { rows } = await editionPairs(state, store, from, limit);
    byState.push(new Map(rows.map(({ ordinal, pair }) => [ordinal, pair])));
  }
  return [...(byState.at(-1)?.keys() ?? [])].flatMap((ordinal) => {
    const pairs = byState.flatMap((pairsOf) => pairsOf.get(ordinal) ?? []);
    return pairs.length === states.length ? [pairs] : [];
  });
}

function absent(error: unknown): undefined {
  if (error instanceof StoreError && error.code === 'not-found') return undefined;
  throw error;
}
