import type { Score, ScoreItem, ScoreProgress } from '../../student.ts';
import type { PassagesRead } from './passage-reader.ts';
import { type ItemPassages, type Passage, passagesOf, type TextTokens } from './passages.ts';
import { type ScoringModel, scorePassages } from './score-passages.ts';

/** Items whose passages are sorted together: enough for rows of nearly equal length, few enough that the first scores come soon. */
const WINDOW_ITEMS = 128;

/** Scores the items, a window at a time; each score comes exactly once. `between` runs before each run of the graph and ends the scoring by rejecting. */
export async function* scoreItems(items: readonly ScoreItem[], texts: TextTokens, model: ScoringModel, between: () => Promise<void>): AsyncGenerator<ScoreProgress, void, undefined> {
  for (let from = 0; from < items.length; from += WINDOW_ITEMS) {
    await between();
    const window = new Window(passagesOf(items.slice(from, from + WINDOW_ITEMS), texts), from);
    if (window.unscored.length > 0) yield { tokens: 0, scored: window.unscored };
    for await (const read of scorePassages(window.passages, model, between)) yield { tokens: read.tokens, scored: window.take(read) };
  }
}

interface OpenItem extends ItemPassages {
  readonly index: number;
}

/** Some items whose passages are being read. */
class Window {
  readonly unscored: ScoreProgress['scored'];
  readonly #items: readonly OpenItem[];
  readonly #itemOf = new Map<Passage, OpenItem>();
  readonly #read = new Map<Passage, number>();

  constructor(prepared: readonly (ItemPassages | Extract<Score, { kind: 'unscored' }>)[], firstIndex: number) {
    this.unscored = prepared.flatMap((item, place) => (item.kind === 'unscored' ? [{ index: firstIndex + place, score: item }] : []));
    this.#items = prepared.flatMap((item, place) => (item.kind === 'passages' ? [{ ...item, index: firstIndex + place }] : []));
    for (const item of this.#items) for (const passage of item.passages) this.#itemOf.set(passage, item);
  }

  get passages(): Passage[] {
    return [...this.#itemOf.keys()];
  }

  /** The scores of those items that are complete with what was read. */
  take({ passages, logLikelihoods }: PassagesRead): ScoreProgress['scored'] {
    for (const [index, passage] of passages.entries()) this.#read.set(passage, logLikelihoods[index] ?? NaN);
    const touched = new Set(passages.map((passage) => this.#itemOf.get(passage)));
    return [...touched].flatMap((item) => {
      const score = item && this.#scoreOf(item);
      return score ? [{ index: item.index, score }] : [];
    });
  }

  #scoreOf({ passages, tokens, cutTokens }: OpenItem): Score | undefined {
    const logLikelihoods = passages.map((passage) => this.#read.get(passage)).filter((value) => value !== undefined);
    if (logLikelihoods.length < passages.length) return undefined;
    if (!logLikelihoods.every((value) => Number.isFinite(value))) return { kind: 'unscored', reason: 'not-finite' };
    return { kind: 'scored', tokens, cutTokens, logLikelihoods };
  }
}
