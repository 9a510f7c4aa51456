import { Sampler } from './sampler.ts';
import type { BeginBatch, Logits, TokenBatch } from './token-batch.ts';

/** Two texts of different length that every language model can go on with, and without wavering between two words. */
export const KNOWN_TEXTS = {
  months:
    'The days of the week are Monday, Tuesday, Wednesday, Thursday, Friday, Saturday and Sunday. The months of the year are January, February, March, April, May, June, July, August, September, October, November and December.',
  numbers: 'One, two, three, four, five,',
} as const;

const always = () => Promise.resolve(true);

/**
 * How much the last `count` of these tokens surprise the model when it has read those before: the mean negative log-likelihood
 * in nats. ln V when it finds all V tokens equally likely, NaN when it computes none. Reads one token a step, as answers are written.
 */
export async function meanSurprise(begin: BeginBatch, tokens: readonly number[], count: number): Promise<number> {
  const batch = begin([tokens.slice(0, -count)]);
  try {
    let logits = await readAll(batch);
    let sum = 0;
    for (const [index, token] of tokens.slice(-count).entries()) {
      sum -= logLikelihood(logits, token);
      if (index + 1 < count) logits = await batch.append([token]);
    }
    return sum / count;
  } finally {
    batch.dispose();
  }
}

/**
 * Whether the model goes on with two prompts side by side, the shorter one padded, as it does with each alone, for `count` tokens.
 * Graphs built on GroupQueryAttention read the padding as text; nothing but the outcome tells.
 */
export async function agreesSideBySide(begin: BeginBatch, prompts: readonly [readonly number[], readonly number[]], count: number): Promise<boolean> {
  const together = await goOn(begin, prompts, count);
  for (const [index, prompt] of prompts.entries()) {
    const [alone] = await goOn(begin, [prompt], count);
    if (alone?.join() !== together[index]?.join()) return false;
  }
  return true;
}

/** The `count` likeliest tokens after each prompt, one by one. */
async function goOn(begin: BeginBatch, prompts: readonly (readonly number[])[], count: number): Promise<number[][]> {
  const sampler = new Sampler({ temperature: 0, topP: 1, seed: 0 });
  const batch = begin(prompts);
  try {
    const written = prompts.map((): number[] => []);
    let logits = await readAll(batch);
    for (let step = 0; step < count; step++) {
      if (step > 0) logits = await batch.append(written.map((tokens) => tokens.at(-1) ?? 0));
      for (const [row, tokens] of written.entries()) tokens.push(sampler.next(logits.data, row * logits.size, logits.size));
    }
    return written;
  } finally {
    batch.dispose();
  }
}

async function readAll(batch: TokenBatch): Promise<Logits> {
  const logits = await batch.read(always);
  if (!logits) throw new Error('the batch stopped reading by itself');
  return logits;
}

function logLikelihood({ data, size }: Logits, token: number): number {
  let highest = -Infinity;
  for (let index = 0; index < size; index++) highest = Math.max(highest, data[index] ?? NaN);
  let total = 0;
  for (let index = 0; index < size; index++) total += Math.exp((data[index] ?? NaN) - highest);
  return (data[token] ?? NaN) - highest - Math.log(total);
}
