import { OracleError } from '../../oracle.ts';
import type { ModelGraph } from '../graph/model-graph.ts';
import { KNOWN_TEXTS } from '../self-checks.ts';
import { PassageReader } from './passage-reader.ts';
import { type Passage, readTokens } from './passages.ts';

/** A mean log-likelihood that is off by less changes no choice between two texts. In nats a token, by what the number format can tell apart. */
const TOLERANCE = { halves: 0.02, singles: 0.001 } as const;

/** Texts of different length that every language model can go on with. */
export interface KnownPassages {
  readonly months: Passage;
  readonly numbers: Passage;
}

/** The known texts as a student reads them, the longer one in a single run. */
export function knownPassages(encode: (text: string) => readonly number[], prefix: readonly number[], rowTokensMax: number): KnownPassages {
  const passage = (text: string): Passage => ({ prefix, target: encode(text).slice(0, rowTokensMax + 1 - prefix.length) });
  return { months: passage(KNOWN_TEXTS.months), numbers: passage(KNOWN_TEXTS.numbers) };
}

/** How many logits the model gives a token. Compiles what the first text would wait for, and shows that the model computes here at all. */
export async function vocabularySize(graph: ModelGraph, [token = 0]: readonly number[]): Promise<number> {
  const cache = await graph.allocate(1, 0);
  try {
    const read = await graph.run({ tokens: [[token]], positions: [[0]], spans: [{ from: 0, to: 1 }], columns: 1, cache, inPlace: false, logits: 'last' });
    graph.free(read.cache);
    return read.logits.size;
  } finally {
    graph.free(cache);
  }
}

/**
 * Whether a text gets the same score beside another one as alone. Not where activations are quantised with one scale for all rows, as
 * graphs in q8 do it that `scaleRowsAlone` does not know. Rejects with OracleError `self-test-failed` when the model computes no numbers, or knows nothing of the months.
 */
export async function agreesInCompany(graph: ModelGraph, known: KnownPassages, { size, halves, knows }: { size: number; halves: boolean; knows: boolean }): Promise<boolean> {
  const together = await meansOf(graph, [known.months, known.numbers]);
  const alone = [...(await meansOf(graph, [known.months])), ...(await meansOf(graph, [known.numbers]))];
  if (!alone.every((mean) => Number.isFinite(mean))) throw new OracleError('self-test-failed', 'the model computes no numbers');
  if (knows) requireKnowledge(-(alone[0] ?? NaN), size);
  const tolerance = halves ? TOLERANCE.halves : TOLERANCE.singles;
  return alone.every((mean, index) => Math.abs(mean - (together[index] ?? NaN)) < tolerance);
}

/** Mean log-likelihood of each passage's target, in nats a token, read side by side. */
async function meansOf(graph: ModelGraph, passages: readonly Passage[]): Promise<number[]> {
  const means: number[] = [];
  const reader = new PassageReader(graph, Math.max(...passages.map(readTokens)), () => Promise.resolve());
  for await (const read of reader.read({ kind: 'together', passages })) {
    means.push(...read.passages.map(({ target }, index) => (read.logLikelihoods[index] ?? NaN) / target.length));
  }
  return means;
}

/** Guessing costs ln V nats a token, 10 to 12, and nonsense more; a sound model, however small, stays under half of that in plain English. */
function requireKnowledge(surprise: number, size: number): void {
  const limit = Math.log(size) / 2;
  if (surprise >= limit) throw new OracleError('self-test-failed', `the names of the months surprise it by ${surprise.toFixed(1)} nats a token, where ${limit.toFixed(1)} is the limit`);
}
