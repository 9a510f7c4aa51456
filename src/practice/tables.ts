import { FEATURES, type Landmark, type Sign, SIGNS } from './features.ts';
import { type Program, programFor, type Situation } from './programs.ts';
import { SENTENCES } from './sentences.ts';
import { SUBSTITUTIONS } from './substitutions.ts';
import { MODEL_TRIGGERS } from './triggers.ts';
import { SEAMS, type Vocabulary } from './vocabulary.ts';

type Feature = Landmark | Sign;

/** The features that make up a situation, in the order of their bits. */
const SITUATION_FEATURES: readonly Feature[] = ['input', 'firstBlock', 'secondBlock', ...SIGNS.filter((sign) => sign !== 'always')];

/**
 * What a program's wiring works out, in this order: the place of the next token to copy; how far that lies beyond the end of
 * the text, 0 being the first token of the sentences; where the copied token is looked up in {@link Tables.tokens}; where
 * the sentences begin there.
 */
export const WIRING_OUTPUTS = ['source', 'overshoot', 'copiesAt', 'sentencesAt'] as const;

/** The practice oracle's weights, all row by row. */
export interface Tables {
  /** For each feature its bit in the number of a situation, 0 for those that do not matter. */
  readonly bits: readonly number[];
  /** For each number of a situation its program. */
  readonly programs: readonly number[];
  readonly programCount: number;
  /** For each program a matrix of `wiringInputs` rows: the place of each feature, whether it was seen, the place of the asking token. */
  readonly wiring: readonly number[];
  readonly wiringInputs: number;
  /** Each token with words exchanged, each token as it is, then the sentences of each program. */
  readonly tokens: readonly number[];
  /** How many tokens each program's sentences take in `tokens`. */
  readonly sentenceLength: number;
}

/** Turns the programs of all situations into tables. */
export function buildTables(vocabulary: Vocabulary): Tables {
  const { programs, numbers } = collectPrograms();
  const sentenceLength = Math.max(...programs.map(({ sentences }) => sentences.length));
  const size = vocabulary.size;
  return {
    bits: FEATURES.map((feature) => (SITUATION_FEATURES.includes(feature) ? bitOf(feature) : 0)),
    programs: numbers,
    programCount: programs.length,
    wiring: programs.flatMap((program, number) => wiringMatrix(linearForms(program, size, 2 * size + number * sentenceLength))),
    wiringInputs: 2 * FEATURES.length + 1,
    tokens: [
      ...exchangedTokens(vocabulary),
      ...Array.from({ length: size }, (_, token) => token),
      ...programs.flatMap((program) => sentenceTokens(program, sentenceLength, vocabulary)),
    ],
    sentenceLength,
  };
}

/** All different programs, and for each number of a situation the number of its program. */
function collectPrograms(): { programs: Program[]; numbers: number[] } {
  const programs = new Map<string, Program>();
  const keys = Array.from({ length: 2 ** SITUATION_FEATURES.length }, (_, number) => {
    const program = programFor(readSituation(number));
    const key = JSON.stringify(program);
    programs.set(key, program);
    return key;
  });
  const order = new Map([...programs.keys()].map((key, number) => [key, number]));
  return { programs: [...programs.values()], numbers: keys.map((key) => order.get(key) ?? 0) };
}

function bitOf(feature: Feature): number {
  return 2 ** SITUATION_FEATURES.indexOf(feature);
}

function readSituation(number: number): Situation {
  const has = (feature: Feature) => (number & bitOf(feature)) !== 0;
  return {
    phase: has('instructionPhase') ? 'instruction' : has('responsePhase') ? 'response' : undefined,
    blockCount: has('secondBlock') ? 2 : has('firstBlock') ? 1 : 0,
    hasInput: has('input'),
    question: has('question'),
    trigger: MODEL_TRIGGERS.find(has),
  };
}

/** A sum of places with weights; `here` is the place of the asking token, `one` is always 1. */
type LinearForm = Partial<Record<Landmark | 'here' | 'one', number>>;

type LinearForms = Record<(typeof WIRING_OUTPUTS)[number], LinearForm>;

/** The next token stands at `here + 1`, as far behind the landmark of the answer as its source is behind that of the prompt. */
function linearForms({ since, copy }: Program, vocabularySize: number, sentencesAt: number): LinearForms {
  // With nothing to copy the source is a place where no token stands yet.
  if (!copy) return { source: { here: 1, one: 1 }, overshoot: { here: 1, [since]: -1 }, copiesAt: {}, sentencesAt: { one: sentencesAt } };
  const source: LinearForm = { here: 1, one: 1, [since]: -1, [copy.from]: 1 };
  return {
    source,
    overshoot: { ...source, [copy.to]: -1 },
    copiesAt: copy.exactly ? { one: vocabularySize } : {},
    sentencesAt: { one: sentencesAt },
  };
}

function wiringMatrix(forms: LinearForms): number[] {
  const matrix = Array<number>((2 * FEATURES.length + 1) * WIRING_OUTPUTS.length).fill(0);
  for (const [column, output] of WIRING_OUTPUTS.entries()) {
    for (const [input, weight] of Object.entries(forms[output])) matrix[wiringRow(input) * WIRING_OUTPUTS.length + column] = weight;
  }
  return matrix;
}

function wiringRow(input: string): number {
  if (input === 'here') return 2 * FEATURES.length;
  if (input === 'one') return FEATURES.length + FEATURES.indexOf('always');
  return FEATURES.findIndex((feature) => feature === input);
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
