import type { ModelGraph } from './graph/model-graph.ts';
import { writeAlong } from './lanes/write-along.ts';
import { logLikelihood } from './log-likelihood.ts';

/** Two texts of different length that every language model can go on with, and without wavering between two words. */
export const KNOWN_TEXTS = {
  months:
    'The days of the week are Monday, Tuesday, Wednesday, Thursday, Friday, Saturday and Sunday. The months of the year are January, February, March, April, May, June, July, August, September, October, November and December.',
  numbers: 'One, two, three, four, five,',
} as const;

/**
 * How much the last `count` of these tokens surprise the model when it has read those before: the mean negative log-likelihood
 * in nats. ln V when it finds all V tokens equally likely, NaN when it computes none. Reads one token a step, as answers are written.
 */
export async function meanSurprise(graph: ModelGraph, tokens: readonly number[], count: number): Promise<number> {
  let sum = 0;
  await writeAlong(graph, 'columns', [tokens.slice(0, -count)], count, (_text, step, logits) => {
    const token = tokens[tokens.length - count + step] ?? 0;
    sum -= logLikelihood(logits, 0, token);
    return token;
  });
  return sum / count;
}
