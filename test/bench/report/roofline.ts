import type { Measurement } from '../measure.ts';
import type { Weights } from '../models.ts';
import type { MachineLimits } from '../page/machine-limits.ts';

/**
 * The least seconds in which one core could have done what a contestant did: each prompt's tokens, so far as they had to be read, through the layers at the
 * full speed of multiplication; each step of writing either in the time that reading all weights from memory takes, or in that of its
 * multiplications, whichever is more. Attention, caches and all else are left out, so nobody reaches it. Multiplications
 * count as those of 32-bit floats, which those of eight-bit formats can outdo.
 */
export function leastSeconds({ contestant, opened, answers }: Measurement, weights: Weights, limits: MachineLimits): number {
  const readTokens = sum(answers.map(({ promptTokens, heldTokens = 0 }) => promptTokens - heldTokens));
  const newTokens = sum(answers.map((answer) => answer.newTokens));
  const rows = contestant.side === 'plain' ? contestant.rows : opened.rows;
  const stepSeconds = Math.max(secondsOfReading(weights, limits), rows * secondsOfArithmetic(weights.layers + weights.head, limits));
  return readTokens * secondsOfArithmetic(weights.layers, limits) + (newTokens / rows) * stepSeconds;
}

/** Seconds that reading all of a model's weights once takes. */
export function secondsOfReading({ layers, head, bytesEach }: Weights, { readBytesPerSecond }: MachineLimits): number {
  return ((layers + head) * bytesEach) / readBytesPerSecond;
}

function secondsOfArithmetic(weights: number, { multiplyAddsPerSecond }: MachineLimits): number {
  return weights / multiplyAddsPerSecond;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}
