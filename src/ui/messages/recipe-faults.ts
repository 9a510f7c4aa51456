import type { RecipeFault, RecipeFileFaultCode } from '../../pipeline/recipe-desk.ts';
import { MAX_NAME_LETTERS, NUMBER_BOUNDS } from '../../pipeline/recipe-desk.ts';
import { formatCount, plural } from './figures.ts';

const SENTENCES: Record<RecipeFileFaultCode, (detail: string, where: string) => string> = {
  'name-missing': () => 'A name is missing.',
  'name-unfit': () => `A name is one line of at most ${MAX_NAME_LETTERS} letters, without a colon or a marker in square brackets.`,
  'criterion-twice': (detail) => `“${detail}” is there twice. The oracle could not tell one from the other.`,
  'no-criterion': () => 'No criterion is on. Switch one on, or switch off the phase that asks for them.',
  'no-phase': () => 'No phase is on.',
  'continues-alone': () => 'A conversation can only be continued with both phases on.',
  'slot-missing': (detail) => `The slot {{${detail}}} is missing.`,
  'slot-unknown': (detail) => `There is no slot {{${detail}}} here.`,
  'record-twice': () => 'The record stands in it more than once.',
  'marker-in-wording': (detail) => `A line holds nothing but ${detail}, which could be taken for the bounds of a record.`,
  'control-token': () => 'It holds a control token of a chat, which would end or forge a turn.',
  'line-unfit': () => 'It must be one line, without a marker in square brackets or a control token.',
  'number-out-of-bounds': numberSentence,
  'room-crossed': (detail) => `More than the longest answer, which is ${plural(Number(detail), 'token')}.`,
  'not-json': (detail) => `The file is not JSON. ${detail}`.trim(),
  'not-a-recipe': () => 'The file is JSON, but not a recipe of this page.',
  'newer-version': () => 'A later version of this page wrote it. Reload the page to get the newest version.',
  'too-large': () => 'The file is far larger than any recipe.',
  'wrong-type': (detail) => `It must be ${ARTICLES[detail] ?? detail}.`,
  'unknown-word': (detail) => `“${detail}” is not one of the words that can stand here.`,
};

const ARTICLES: Readonly<Record<string, string>> = { text: 'a text', number: 'a number', list: 'a list', object: 'an object', 'list of texts': 'a list of texts' };

// Their lower bound itself is not allowed.
const ABOVE_ZERO = /(?:^|\.)(?:weight|topP)$/;

const BOUNDS: Readonly<Record<string, { readonly whole: boolean }>> = { ...NUMBER_BOUNDS, instructionWordsMax: NUMBER_BOUNDS.words, responseWordsMax: NUMBER_BOUNDS.words };

/** `detail` reads as `1 to 131072`. */
function numberSentence(detail: string, where: string): string {
  const bounds = detail.replace(/\d+/g, (digits) => formatCount(Number(digits)));
  if (ABOVE_ZERO.test(where)) return `Give a number above ${bounds.replace('to', 'and up to')}.`;
  return `Give a ${BOUNDS[where.split('.').at(-1) ?? '']?.whole ? 'whole number' : 'number'} from ${bounds}.`;
}

/** What is wrong, in a sentence. */
export function faultSentence({ code, detail, where }: RecipeFault<RecipeFileFaultCode>): string {
  return SENTENCES[code](detail, where);
}

/** A member's path with people's counting: `criteria.instruction.2.name` → `criteria, instruction, 3, name`. */
export function faultPlace({ where }: RecipeFault<RecipeFileFaultCode>): string {
  return where.split('.').map((part) => (/^\d+$/.test(part) ? String(Number(part) + 1) : part)).join(', ');
}

/** The sentences about one member, and all within it with `whole`; `''` for none. */
export function faultsAt(faults: readonly RecipeFault[], where: string, whole = false): string {
  const there = faults.filter((fault) => fault.where === where || (whole && fault.where.startsWith(`${where}.`)));
  return there.map(faultSentence).join(' ');
}
