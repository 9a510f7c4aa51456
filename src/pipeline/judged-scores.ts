import type { JudgeScore } from '../core/measuring.ts';
import type { Store } from '../store/store.ts';
import { couplesOf } from './edition-couples.ts';
import { type JudgeRequest, openRequest, storedScores } from './judge-editions.ts';

/** What a judge has found so far. */
export interface JudgedScores {
  /** By ordinal, ascending. */
  readonly scores: ReadonlyMap<number, JudgeScore>;
  /** Scores of texts that are no longer those of the editions. */
  readonly outdated: number;
  /** Records that could be judged, by ordinal, ascending. */
  readonly rows: readonly number[];
}

const PAGE_ROWS = 4096;

/** Reads all scores of a judge that are of the texts as they stand now. Rejects with JudgeError, a StoreError or the signal's reason. */
export async function judgedScores(measuring: JudgeRequest['measuring'], store: Store, signal: AbortSignal): Promise<JudgedScores> {
  const { former, latter, rows } = await openRequest({ measuring }, store);
  const stored: number[] = [];
  for (let from = 0; from < measuring.rowCount; from += PAGE_ROWS) {
    signal.throwIfAborted();
    stored.push(...(await store.measures(measuring.id, from, PAGE_ROWS)).map(({ ordinal }) => ordinal));
  }
  const scores = new Map<number, JudgeScore>();
  for await (const couples of couplesOf(former, latter, stored, store, signal)) {
    for (const [ordinal, score] of await storedScores(measuring.id, couples, store)) scores.set(ordinal, score);
  }
  return { scores, outdated: stored.length - scores.size, rows };
}
