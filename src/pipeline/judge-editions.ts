import { CodedError } from '../core/coded-error.ts';
import type { Instrument, JudgeScore, Measuring } from '../core/measuring.ts';
import { samePair } from '../core/pair.ts';
import type { Review } from '../core/review.ts';
import type { Oracle } from '../oracle/oracle.ts';
import { type RowSample, sampleOf } from '../quality/row-sample.ts';
import type { Store } from '../store/store.ts';
import { commonRows, type Couple, coupleMark, couplesOf } from './edition-couples.ts';
import { type OpenEdition, openEdition } from './edition-pairs.ts';
import { reportsOf } from './event-queue.ts';
import { measuresByRow } from './measurings.ts';
import { reviewPairs } from './review-pairs.ts';

/** An oracle that compares the records of an edition with those of another one. */
export type JudgeInstrument = Extract<Instrument, { readonly kind: 'judge' }>;

/** What is to be judged, and how much of it. */
export interface JudgeRequest {
  /** Its edition is the latter, the one that its instrument is held against the former. */
  readonly measuring: Measuring & { readonly instrument: JudgeInstrument };
  readonly sample: RowSample;
  readonly seed: number;
  /** When given, only these of the sample are judged, one after the other. */
  readonly alone?: ReadonlySet<number>;
}

/** What judging needs of the world. */
export interface JudgeServices {
  readonly store: Store;
  /** Gives a loaded oracle; called once, when there is something to ask. */
  readonly openOracle: () => Promise<Oracle>;
}

/** What happens while editions are judged. */
export type JudgeEvent =
  /** How many records the sample holds, before any of them is judged. */
  | { readonly kind: 'sampled'; readonly total: number }
  /** The oracle is asked about the record. */
  | { readonly kind: 'asked'; readonly ordinal: number }
  /** The record has its score; `fresh` when it was judged now, else it was stored already. */
  | { readonly kind: 'judged'; readonly ordinal: number; readonly score: JudgeScore; readonly fresh: boolean };

/** Why editions cannot be judged. `not-alike`: their datasets have different numbers of records, so that these do not correspond. */
export class JudgeError extends CodedError<'not-alike'> {}

/**
 * Judges the records of a sample in two editions, blind and in two passes each, and stores each score before it is reported. Starting and
 * going on are the same call: a record whose score is stored for the same texts is not asked again. Records that are the same in
 * both are a tie without asking, with no points. Records that are damaged are left out. More records are in work than the oracle has lanes.
 * Aborting the signal pauses: the sequence ends without an error. Throws JudgeError, a StoreError, what `openOracle` rejects with, or an OracleError.
 */
export function judgeEditions(request: JudgeRequest, services: JudgeServices, signal: AbortSignal): AsyncGenerator<JudgeEvent, void, undefined> {
  return reportsOf((report, ended) => new EditionJudge(request, services, report, ended).judge(), signal);
}

/** The editions that a request compares. Rejects with a StoreError, or JudgeError. */
export async function openRequest({ measuring }: Pick<JudgeRequest, 'measuring'>, store: Store): Promise<{ readonly former: OpenEdition; readonly latter: OpenEdition; readonly rows: readonly number[] }> {
  const [former, latter] = await Promise.all([openEdition(measuring.instrument.against, store), openEdition(measuring.edition, store)]);
  const rows = commonRows(former, latter);
  if (!rows) throw new JudgeError('not-alike', `${former.source.name}, ${latter.source.name}`);
  return { former, latter, rows };
}

/** The stored score of each of these records, where there is one for the same texts. */
export async function storedScores(measuringId: string, couples: readonly Couple[], store: Store): Promise<Map<number, JudgeScore>> {
  const from = couples[0]?.ordinal ?? 0;
  const known = await measuresByRow(measuringId, store, from, (couples.at(-1)?.ordinal ?? from) - from + 1);
  return new Map(
    couples.flatMap((couple) => {
      const measure = known.get(couple.ordinal);
      return measure?.value.kind === 'review' && measure.pairMark === coupleMark(couple) ? [[couple.ordinal, measure.value] as const] : [];
    }),
  );
}

/** Stores that a record cannot be judged, as the oracle is lost at it. Rejects with a StoreError, or JudgeError. */
export async function storeUnreadable(request: JudgeRequest, ordinal: number, store: Store, signal: AbortSignal): Promise<void> {
  const { former, latter } = await openRequest(request, store);
  for await (const couples of couplesOf(former, latter, [ordinal], store, signal)) {
    await store.putMeasures(request.measuring.id, couples.map((couple) => ({ ordinal, pairMark: coupleMark(couple), value: { kind: 'review', result: 'unreadable', points: [] } })));
  }
}

class EditionJudge {
  readonly #request: JudgeRequest;
  readonly #services: JudgeServices;
  readonly #report: (event: JudgeEvent) => void;
  readonly #signal: AbortSignal;
  readonly #stop = new AbortController();

  constructor(request: JudgeRequest, services: JudgeServices, report: (event: JudgeEvent) => void, signal: AbortSignal) {
    this.#request = request;
    this.#services = services;
    this.#report = report;
    this.#signal = AbortSignal.any([signal, this.#stop.signal]);
  }

  async judge(): Promise<void> {
    const works = this.#openCouples();
    const first = await works.next();
    if (first.done) return;
    const oracle = await this.#services.openOracle();
    // Each record has two prompts: with one record more than lanes, prompts wait for every lane.
    const others = Array.from({ length: this.#request.alone ? 0 : oracle.lanes }, () => this.#workThrough(works, oracle));
    await this.#allOf([this.#workThrough(works, oracle, first.value), ...others]);
  }

  async #workThrough(works: AsyncGenerator<Couple, undefined>, oracle: Oracle, first?: Couple): Promise<void> {
    if (first) await this.#judgeCouple(first, oracle);
    for (let next = await works.next(); !next.done; next = await works.next()) await this.#judgeCouple(next.value, oracle);
  }

  async #judgeCouple(couple: Couple, oracle: Oracle): Promise<void> {
    this.#report({ kind: 'asked', ordinal: couple.ordinal });
    const review = await reviewPairs(couple.former, couple.latter, oracle, this.#request, this.#signal);
    await this.#settle(couple, scoreOf(review));
  }

  async #settle(couple: Couple, score: JudgeScore): Promise<void> {
    const { ordinal } = couple;
    await this.#services.store.putMeasures(this.#request.measuring.id, [{ ordinal, pairMark: coupleMark(couple), value: score }]);
    this.#report({ kind: 'judged', ordinal, score, fresh: true });
  }

  /** The records that have to be asked about; the others are settled on the way. Each is given out once, however many read. */
  async *#openCouples(): AsyncGenerator<Couple, undefined> {
    const { store } = this.#services;
    const { former, latter, rows } = await openRequest(this.#request, store);
    const { sample, alone } = this.#request;
    const sampled = sampleOf(rows, sample);
    const wanted = alone ? sampled.filter((ordinal) => alone.has(ordinal)) : sampled;
    this.#report({ kind: 'sampled', total: sampled.length });
    for await (const couples of couplesOf(former, latter, wanted, store, this.#signal)) {
      const known = await storedScores(this.#request.measuring.id, couples, store);
      for (const couple of couples) {
        const score = known.get(couple.ordinal);
        if (score) this.#report({ kind: 'judged', ordinal: couple.ordinal, score, fresh: false });
        else if (samePair(couple.former, couple.latter)) await this.#settle(couple, { kind: 'review', result: 'tie', points: [] });
        else yield couple;
      }
    }
    return undefined;
  }

  /** The first failure ends the others, and none is left at work when it is thrown. */
  async #allOf(workers: readonly Promise<void>[]): Promise<void> {
    let failure: { readonly error: unknown } | undefined;
    const fail = (error: unknown) => {
      failure ??= { error };
      this.#stop.abort();
    };
    await Promise.all(workers.map((worker) => worker.catch(fail)));
    if (failure) throw failure.error;
  }
}

function scoreOf({ result, passes }: Review): JudgeScore {
  return { kind: 'review', result, points: passes.flatMap(({ points }) => points ?? []) };
}
