import type { Pair } from '../../src/core/pair.ts';

/** Characters of the responses and instructions of Alpaca's chosen 5 %, at 0, 10, 25, 50, 75, 90 and 99 percent of the records. */
const RESPONSE_LENGTHS = [1, 394, 512, 642, 840, 1149, 2024];
const INSTRUCTION_LENGTHS = [18, 38, 46, 56, 68, 81, 117];
const SHARES = [0, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99];

const WORDS = 'a river rises in the hills and carries water to towns where people use it for food work and trade while its banks give room to birds trees and boats'.split(' ');

const COUNT = 400;

/** Records of nothing but words, as long as real ones. Always the same. */
export function madeUpPairs(): Pair[] {
  return Array.from({ length: COUNT }, (_, index) => ({
    instruction: words(index * 7, lengthAt(INSTRUCTION_LENGTHS, ((index * 37) % COUNT) / COUNT)),
    input: '',
    response: words(index * 13, lengthAt(RESPONSE_LENGTHS, index / COUNT)),
  }));
}

function lengthAt(lengths: readonly number[], share: number): number {
  const found = SHARES.findIndex((one) => one > share);
  const above = found === -1 ? SHARES.length - 1 : found;
  const [from = 0, to = 1] = [SHARES[above - 1], SHARES[above]];
  const [low = 0, high = 0] = [lengths[above - 1], lengths[above]];
  return Math.round(low + ((share - from) / (to - from)) * (high - low));
}

function words(from: number, length: number): string {
  let text = '';
  for (let index = from; text.length < length; index++) text += `${WORDS[(index * (1 + (index % 3))) % WORDS.length]} `;
  return text.slice(0, length);
}
