import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Pair } from '../../src/core/pair.ts';
import { ask } from '../../src/reflection/phase.ts';
import { PAPER_RECIPE } from '../../src/reflection/recipes.ts';
import { madeUpPairs } from './made-up-pairs.ts';
import type { BenchQuestion } from './page/bench-api.ts';

const REAL_DATA = fileURLToPath(new URL('../../../shared/data/cherry_alpaca_5_percent.json', import.meta.url));

/** English in the tokenizers of today's models. */
const CHARACTERS_PER_TOKEN = 4.3;

/** What every contestant is asked. */
export interface Workload {
  /** Where the records come from, in words. */
  readonly source: string;
  /** One for each record: phase 1 of the method, with room for an answer as long as the record's own response. */
  readonly questions: readonly BenchQuestion[];
  /** Others of the same kind, to get warm with. */
  readonly warmUps: readonly BenchQuestion[];
}

/** Alpaca-like records whose responses are spread over all lengths as in the whole set, in an order that mixes them. The same for the same arguments. */
export function makeWorkload(records: number, answerScale: number): Workload {
  const real = existsSync(REAL_DATA);
  const pairs = real ? readAlpaca() : madeUpPairs();
  const byLength = [...pairs].sort((one, other) => one.response.length - other.response.length);
  const at = (share: number) => byLength[Math.floor(share * byLength.length)] ?? pairs[0];
  const chosen = Array.from({ length: records }, (_, index) => at((bitReversed(index, records) + 0.5) / records));
  const toQuestion = (pair: Pair | undefined) => questionOf(pair ?? { instruction: '', input: '', response: '' }, answerScale);
  return {
    source: real ? 'cherry_alpaca_5_percent (Alpaca, 5 % chosen by Reflection-Tuning’s authors)' : 'made up, as long as Alpaca’s',
    questions: chosen.map(toQuestion),
    warmUps: Array.from({ length: 40 }, (_, index) => toQuestion(at(0.4 + index / 400))),
  };
}

function questionOf(pair: Pair, answerScale: number): BenchQuestion {
  const { prompt, options } = ask('instruction', pair, PAPER_RECIPE, []);
  const maxNewTokens = Math.max(1, Math.round((pair.response.length / CHARACTERS_PER_TOKEN) * answerScale));
  const second = ask('response', pair, PAPER_RECIPE, []).prompt;
  return { prompt, second, options: { ...options, maxNewTokens, minNewTokens: 1 } };
}

/** Ranks 0 to `count` - 1 in an order in which any stretch holds high and low ones. */
function bitReversed(index: number, count: number): number {
  const bits = Math.ceil(Math.log2(Math.max(2, count)));
  const reversed = (number: number) => Array.from({ length: bits }, (_, bit) => ((number >> bit) & 1) << (bits - 1 - bit)).reduce((sum, part) => sum + part, 0);
  const order = Array.from({ length: 2 ** bits }, (_, number) => reversed(number)).filter((rank) => rank < count);
  return order[index] ?? 0;
}

function readAlpaca(): Pair[] {
  // The file is an array of Alpaca records.
  const records = JSON.parse(readFileSync(REAL_DATA, 'utf8')) as { instruction: string; input: string; output: string }[];
  return records.map(({ instruction, input, output }) => ({ instruction, input, response: output }));
}
