import type { Pair } from '../core/pair.ts';
import { ANSWER_MARKERS, PROMPT_MARKERS, REVIEW_MARKERS } from '../reflection/markers.ts';
import { instructionPrompt, responsePrompt } from '../reflection/prompts.ts';
import { PAPER_RECIPE } from '../reflection/recipes.ts';
import { reviewPrompt } from '../reflection/review-prompt.ts';
import { byteLetters, learnMerges, type Merge, spellBytes, splitWords } from './byte-pairs.ts';
import { COMMON_WORDS, LEARNING_WORDS } from './english.ts';
import { CRITIQUE_WORDINGS, instructionCritique, OPENINGS, SENTENCES } from './sentences.ts';
import { SUBSTITUTIONS } from './substitutions.ts';
import { MODEL_TRIGGERS, PRACTICE_TRIGGERS } from './triggers.ts';

const P = PROMPT_MARKERS;
const R = REVIEW_MARKERS;

/** The control tokens of the chat template. */
export const CONTROL = { padding: '<|endoftext|>', start: '<|im_start|>', end: '<|im_end|>', assistant: '<|im_start|>assistant\n' } as const;

/**
 * The seams of a prompt, each a single token with the line breaks that belong to it, so that the text between two seams is
 * exactly the record's own. An input stands between the instruction and the answer; `answerAfterInput` closes it. The last three
 * are those of a comparison.
 */
export const SEAMS = {
  instruction: `${P.instruction}\n`,
  input: `\n\n${P.inputStart}\n`,
  answer: `\n\n${P.answerStart}\n`,
  answerAfterInput: `\n${P.inputEnd}\n\n${P.answerStart}\n`,
  task: `\n${P.answerEnd}\n\n${P.task}\n`,
  firstRecord: `${R.firstStart}\n`,
  secondRecord: `\n${R.firstEnd}\n\n${R.secondStart}\n`,
  endOfRecords: `\n${R.secondEnd}\n\n${P.task}\n`,
} as const;

const MERGE_COUNT = 420;

/** All tokens of the practice oracle, with their numbers. */
export interface Vocabulary {
  /** Tokens of the byte-pair model, in byte letters, in the order of their numbers from 0. */
  readonly spellings: readonly string[];
  /** Tokens that the tokenizer finds in a text before anything else; their numbers follow. */
  readonly added: readonly { readonly text: string; readonly special: boolean }[];
  readonly merges: readonly Merge[];
  readonly size: number;
  /** The number of the token that is exactly this text. Throws when there is none. */
  readonly tokenOf: (text: string) => number;
}

/** Builds the vocabulary: bytes, byte pairs, whole words, the oracle's own sentences, then the added tokens. */
export function buildVocabulary(): Vocabulary {
  const swapped = [...SUBSTITUTIONS].flat();
  const merges = learnMerges(LEARNING_WORDS, MERGE_COUNT, new Set(swapped.map(spellBytes)));
  const products = merges.map(([left, right]) => left + right);
  const whole = [...promptWords(), ...COMMON_WORDS, ...swapped, ...ownSentences()].map(spellBytes);
  const unordered = [...new Set([...byteLetters(), ...products, ...whole])];
  const spellings = [...unordered.filter((spelling) => !isNoticed(spelling)), ...unordered.filter(isNoticed)];
  const added = addedTokens();
  const numbers = new Map([...spellings, ...added.map(({ text }) => text)].map((token, number) => [token, number]));
  const tokenOf = (text: string): number => {
    const number = numbers.get(text) ?? numbers.get(spellBytes(text));
    if (number === undefined) throw new Error(`no token is exactly “${text}”`);
    return number;
  };
  return { spellings, added, merges, size: numbers.size, tokenOf };
}

/** Every word of the prompts themselves and of the chat template, so that what all prompts have in common is short. */
function promptWords(): string[] {
  const pair: Pair = { instruction: '', input: '', response: '' };
  const reviews = [reviewPrompt(pair, pair), reviewPrompt(pair, { ...pair, instruction: 'another' })];
  const prompts = [instructionPrompt(pair, PAPER_RECIPE), responsePrompt(pair, PAPER_RECIPE), ...reviews].flatMap(({ system, user }) => [system, user]);
  return ['system', 'user', ...prompts.flatMap(splitWords)];
}

function ownSentences(): string[] {
  const critiques = Array.from({ length: CRITIQUE_WORDINGS }, (_, wording) => instructionCritique(wording)).flat();
  return [...critiques, ...Object.values(SENTENCES)];
}

/** Tokens that the model takes notice of come last, beside the added ones: the table of what they mean begins with the first of them. */
function isNoticed(spelling: string): boolean {
  return spelling.includes('?') || Object.values(OPENINGS).flat().map(spellBytes).includes(spelling);
}

function addedTokens(): { text: string; special: boolean }[] {
  const special = Object.values(CONTROL).map((text) => ({ text, special: true }));
  const visible = [...Object.values(SEAMS), ...Object.values(ANSWER_MARKERS), ...MODEL_TRIGGERS.map((name) => PRACTICE_TRIGGERS[name])];
  return [...special, ...visible.map((text) => ({ text, special: false }))];
}
