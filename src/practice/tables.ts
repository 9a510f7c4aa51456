import { FEATURES, type Landmark, LANDMARKS, type Sign, SIGNS } from './features.ts';
import { type Program, programFor, type Situation } from './programs.ts';
import { SENTENCES } from './sentences.ts';
import { SUBSTITUTIONS } from './substitutions.ts';
import { MODEL_TRIGGERS } from './triggers.ts';
import { SEAMS, type Vocabulary } from './vocabulary.ts';

/** The features that make up a situation, in the order of their bits. */
const SITUATION_FEATURES: readonly (Landmark | Sign)[] = [
  'input',
  'firstBlock',
  'secondBlock',
  ...SIGNS.filter((sign) => sign !== 'always'),
];

/** What the wiring sees: where each feature was seen, whether it was, and where the current token stands. */
const WIRING_INPUTS = 2 * FEATURES.length + 1;

/** What the wiring gives; see {@link Tables.wiring}. */
export const WIRING_OUTPUTS = 4;

/** The practice oracle's weights, all row by row. */
export interface Tables {
  /** For each feature its bit in the number of a situation, 0 for those that do not matter. */
  readonly bits: readonly number[];
  /** For each number of a situation its program. */
  readonly programs: readonly number[];
  readonly programCount: number;
  /**
   * For each program a matrix of `wiringInputs` × {@link WIRING_OUTPUTS}, which gives: the place of the next token to copy; how
   * far that is beyond the end of the text (0 is the first token of the sentences); where the copied token is looked up in
   * `tokens`; where the sentences begin there.
   */
  readonly wiring: Float32Array;
  readonly wiringInputs: number;
  /** Each token with words exchanged, each token as it is, then the sentences of each program. */
  readonly tokens: readonly number[];
  /** How many tokens each program's sentences take in `tokens`. */
  readonly sentenceLength: number;
}

/** Turns the programs of all situations into tables. */
export function buildTables(vocabulary: Vocabulary): Tables {
  const programs: Program[] = [];
  const numbers = new Map<string, number>();
  const programOf = (program: Program): number => {
    const key = JSON.stringify(program);
    const number = numbers.get(key) ?? programs.push(program) - 1;
    numbers.set(key, number);
    return number;
  };
  const situations = Array.from({ length: 2 ** SITUATION_FEATURES.length }, (_, number) => programOf(programFor(readSituation(number))));
  const sentenceLength = Math.max(...programs.map(({ sentences }) => sentences.length));
  const sentences = programs.flatMap((program) => sentenceTokens(program, sentenceLength, vocabulary));
  return {
    bits: FEATURES.map((feature) => (SITUATION_FEATURES.includes(feature) ? 2 ** SITUATION_FEATURES.indexOf(feature) : 0)),
    programs: situations,
    programCount: programs.length,
    wiring: Float32Array.from(programs.flatMap((program, number) => wire(program, 2 * vocabulary.size + number * sentenceLength, vocabulary.size))),
    wiringInputs: WIRING_INPUTS,
    tokens: [...exchangedTokens(vocabulary), ...Array.from({ length: vocabulary.size }, (_, token) => token), ...sentences],
    sentenceLength,
  };
}

function readSituation(number: number): Situation {
  const has = (feature: Landmark | Sign) => (number & (2 ** SITUATION_FEATURES.indexOf(feature))) !== 0;
  return {
    phase: has('instructionPhase') ? 'instruction' : has('responsePhase') ? 'response' : undefined,
    blockCount: has('secondBlock') ? 2 : has('firstBlock') ? 1 : 0,
    hasInput: has('input'),
    question: has('question'),
    trigger: MODEL_TRIGGERS.find(has),
  };
}

/** One program's matrix. All numbers in it are small and whole, so that 32-bit floats hold every sum exactly. */
function wire({ since, copy }: Program, sentencesAt: number, vocabularySize: number): number[] {
  const matrix = new Float32Array(WIRING_INPUTS * WIRING_OUTPUTS);
  const add = (input: number, output: number, weight: number) => {
    const cell = input * WIRING_OUTPUTS + output;
    matrix[cell] = (matrix[cell] ?? 0) + weight;
  };
  const placeOf = (landmark: Landmark) => LANDMARKS.indexOf(landmark);
  const one = FEATURES.length + FEATURES.indexOf('always');
  const here = 2 * FEATURES.length;
  // Without a text to copy the next token's own place is wanted, where nothing stands yet.
  add(here, 0, 1);
  add(one, 0, 1);
  add(here, 1, 1);
  add(placeOf(since), 1, -1);
  if (copy) {
    add(placeOf(copy.from), 0, 1);
    add(placeOf(since), 0, -1);
    add(one, 1, 1);
    add(placeOf(copy.from), 1, 1);
    add(placeOf(copy.to), 1, -1);
    if (copy.exactly) add(one, 2, vocabularySize);
  }
  add(one, 3, sentencesAt);
  return [...matrix];
}

function sentenceTokens({ sentences }: Program, length: number, { tokenOf }: Vocabulary): number[] {
  return Array.from({ length }, (_, place) => tokenOf(sentences[place] ?? sentences.at(-1) ?? ''));
}

function exchangedTokens({ size, tokenOf }: Vocabulary): number[] {
  const tokens = Array.from({ length: size }, (_, token) => token);
  for (const [word, other] of SUBSTITUTIONS) tokens[tokenOf(word)] = tokenOf(other);
  tokens[tokenOf(SEAMS.input)] = tokenOf(SENTENCES.paragraph);
  return tokens;
}
