import { FEATURES, type Landmark, type Sign } from './features.ts';
import { type Program, programFor, type Situation } from './programs.ts';
import { SENTENCES } from './sentences.ts';
import { SUBSTITUTIONS } from './substitutions.ts';
import { MODEL_TRIGGERS, REFLECTION_TRIGGERS, REVIEW_TRIGGERS } from './triggers.ts';
import { SEAMS, type Vocabulary } from './vocabulary.ts';
import { WIRING_INPUTS, wiringMatrix } from './wiring.ts';

type Feature = Landmark | Sign;

/** The features that make up a situation beside the triggers, in the order of their bits. */
const CORE_FEATURES: readonly Feature[] = ['input', 'firstBlock', 'secondBlock', 'firstRecord', 'instructionPhase', 'responsePhase', 'question'];

/** The triggers that count, one of each kind. Which triggers are seen beside them is all the same, and would need a table of all their subsets for each situation. */
const TRIGGER_CHOICES = [...REFLECTION_TRIGGERS, undefined].flatMap((trigger) => [...REVIEW_TRIGGERS, undefined].map((reviewTrigger) => ({ trigger, reviewTrigger })));

/** The practice oracle's weights, all row by row. */
export interface Tables {
  /** For each feature, in a row of its own, its bit in the number of the seen triggers and its part of the number of a situation, 0 where it has none. */
  readonly bits: readonly number[];
  /** For each number of the seen triggers what they add to the number of a situation. */
  readonly triggers: readonly number[];
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
  const sentenceLength = Math.max(...programs.map((program) => sentencesOf(program).length));
  const size = vocabulary.size;
  return {
    bits: FEATURES.flatMap((feature) => [bitOf(feature, MODEL_TRIGGERS), bitOf(feature, CORE_FEATURES) * TRIGGER_CHOICES.length]),
    triggers: triggerNumbers(),
    programs: numbers,
    programCount: programs.length,
    wiring: programs.flatMap((program, number) => wiringMatrix(program, vocabulary, 2 * size + number * sentenceLength)),
    wiringInputs: WIRING_INPUTS,
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
  const situations = Array.from({ length: 2 ** CORE_FEATURES.length }, (_, number) => TRIGGER_CHOICES.map((choice) => readSituation(number, choice))).flat();
  const keys = situations.map((situation) => {
    const program = programFor(situation);
    const key = JSON.stringify(program);
    programs.set(key, program);
    return key;
  });
  const order = new Map([...programs.keys()].map((key, number) => [key, number]));
  return { programs: [...programs.values()], numbers: keys.map((key) => order.get(key) ?? 0) };
}

function bitOf(feature: Feature, among: readonly Feature[]): number {
  const place = among.indexOf(feature);
  return place < 0 ? 0 : 2 ** place;
}

function triggerNumbers(): number[] {
  return Array.from({ length: 2 ** MODEL_TRIGGERS.length }, (_, number) => {
    const has = (name: Feature) => (number & bitOf(name, MODEL_TRIGGERS)) !== 0;
    const trigger = REFLECTION_TRIGGERS.find(has);
    const reviewTrigger = REVIEW_TRIGGERS.find(has);
    return TRIGGER_CHOICES.findIndex((choice) => choice.trigger === trigger && choice.reviewTrigger === reviewTrigger);
  });
}

function readSituation(number: number, triggers: (typeof TRIGGER_CHOICES)[number]): Situation {
  const has = (feature: Feature) => (number & bitOf(feature, CORE_FEATURES)) !== 0;
  return {
    task: has('firstRecord') ? 'review' : has('instructionPhase') ? 'instruction' : has('responsePhase') ? 'response' : undefined,
    blockCount: has('secondBlock') ? 2 : has('firstBlock') ? 1 : 0,
    hasInput: has('input'),
    question: has('question'),
    ...triggers,
  };
}

/** A program's own sentences; the last one repeats. */
function sentencesOf(program: Program): readonly string[] {
  return 'since' in program ? program.sentences : [program.same, program.secondLonger];
}

function sentenceTokens(program: Program, length: number, { tokenOf }: Vocabulary): number[] {
  const sentences = sentencesOf(program);
  return Array.from({ length }, (_, place) => tokenOf(sentences[place] ?? sentences.at(-1) ?? ''));
}

function exchangedTokens({ size, tokenOf }: Vocabulary): number[] {
  const tokens = Array.from({ length: size }, (_, token) => token);
  for (const [word, other] of SUBSTITUTIONS) tokens[tokenOf(word)] = tokenOf(other);
  tokens[tokenOf(SEAMS.input)] = tokenOf(SENTENCES.paragraph);
  return tokens;
}
