import type { Logits } from './graph/model-graph.ts';

/**
 * Natural logarithm of the probability that the logits at `place`, counted in tokens, give to `token`: its logit less the logarithm
 * of the sum of all exponentials. The highest logit is taken out first, so that none overflows. NaN where the model computed no numbers.
 */
export function logLikelihood({ data, size }: Logits, place: number, token: number): number {
  const from = place * size;
  const to = from + size;
  let highest = -Infinity;
  // Unlike Math.max a comparison passes over NaN; the sum below does not.
  for (let index = from; index < to; index++) if ((data[index] ?? NaN) > highest) highest = data[index] ?? NaN;
  let total = 0;
  for (let index = from; index < to; index++) total += Math.exp((data[index] ?? NaN) - highest);
  return (data[from + token] ?? NaN) - highest - Math.log(total);
}
