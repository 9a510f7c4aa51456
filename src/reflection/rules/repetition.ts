import { criteriaInUse, type Recipe, subjectsOf } from '../../core/recipe.ts';
import { ANSWER_MARKERS, PROMPT_MARKERS } from '../markers.ts';
import { newTexts, type Rewrite, type Rule, wholeText } from './rule.ts';
import { wordsOf } from './text-parts.ts';

const SLOT = /\{\{[^}]*\}\}/g;
const MARKERS = [...Object.values(PROMPT_MARKERS), ...Object.values(ANSWER_MARKERS)].map((marker) => marker.toLowerCase());
/** Words in a row that nobody writes by chance. */
const PHRASE_WORDS = 8;
/** An instruction of fewer words may well open its response. */
const SHORTEST_REPEATED_WORDS = 8;

/**
 * A new text holds what belongs to the prompt: eight words in a row of its wording, a marker in brackets, two lines that begin with criteria
 * (“Helpfulness:”), or the whole instruction at the head of its response. Only what the record itself did not hold. Misses
 * a prompt told in other words or another language.
 */
export const echo: Rule = (rewrite) => {
  const { before, after } = rewrite;
  const old = wholeText(before).toLowerCase();
  const fresh = newTexts(rewrite).map((text) => text.after);
  const marker = MARKERS.find((candidate) => !old.includes(candidate) && fresh.some((text) => text.toLowerCase().includes(candidate)));
  return marker ?? criteriaLines(rewrite, fresh) ?? promptPhrase(rewrite, fresh) ?? repeatedInstruction(before.response, after.instruction, after.response);
};

function criteriaLines({ phase, before, recipe }: Rewrite, fresh: readonly string[]): string | undefined {
  const names = new Set(subjectsOf(phase).flatMap((subject) => criteriaInUse(recipe, subject).map(({ name }) => name.toLowerCase())));
  const named = (text: string) => lineNames(text).filter((name) => names.has(name));
  const old = named(wholeText(before));
  const found = new Set(fresh.flatMap(named).filter((name) => !old.includes(name)));
  return found.size > 1 ? [...found].join(', ') : undefined;
}

/** What the lines that are headed by a name and a colon are headed by, in lower case. */
function lineNames(text: string): string[] {
  return Array.from(text.matchAll(/^[ \t>#*_\d.)-]*([^:\n*_]{3,60}?)[*_]{0,3}:/gm), ([, name = '']) => name.trim().toLowerCase());
}

function promptPhrase({ phase, before, recipe }: Rewrite, fresh: readonly string[]): string | undefined {
  const known = phrasesOf([wordingOf(recipe, phase)]);
  const old = phrasesOf([before.instruction, before.input, before.response]);
  for (const phrase of phrasesOf(fresh)) if (known.has(phrase) && !old.has(phrase)) return phrase;
  return undefined;
}

function wordingOf({ wordings }: Recipe, phase: Rewrite['phase']): string {
  return `${wordings[phase].system}\n${wordings[phase].user}`.replace(SLOT, '\n');
}

function phrasesOf(texts: readonly string[]): Set<string> {
  const phrases = new Set<string>();
  // A slot or a line break ends a phrase.
  for (const stretch of texts.flatMap((text) => text.toLowerCase().split('\n'))) {
    const words = stretch.match(/[\p{L}\p{N}]+/gu) ?? [];
    for (let from = 0; from + PHRASE_WORDS <= words.length; from++) phrases.add(words.slice(from, from + PHRASE_WORDS).join(' '));
  }
  return phrases;
}

function repeatedInstruction(oldResponse: string, instruction: string, response: string): string | undefined {
  const bareInstruction = bareText(instruction);
  if (wordsOf(instruction).length < SHORTEST_REPEATED_WORDS || bareText(oldResponse).startsWith(bareInstruction)) return undefined;
  return bareText(response).startsWith(bareInstruction) ? instruction : undefined;
}

/**
 * The rewrite says the same as before but for case, spaces and punctuation: in phase 2 the response, in phase 1 both texts. Signs that carry
 * meaning count: operators, currencies, the signs between digits, and in code everything but spaces.
 */
export const unchanged: Rule = (rewrite) => {
  const same = newTexts(rewrite).every(({ before, after }) => bareText(before) === bareText(after) && bareText(after) !== '');
  return same ? rewrite.after.response : undefined;
};

const CODE = /[{};]\s*$|```|=>|\(\)/m;

function bareText(text: string): string {
  if (CODE.test(text)) return text.replace(/\s+/g, ' ').trim();
  const signs = text.normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{M}\p{N}\p{S}*/%-]/gu, (sign, place: number, all: string) => (isBetweenDigits(all, place) ? sign : ''));
  // A dash or a star counts beside a digit, as in 2-2 and 2*2, and is punctuation anywhere else.
  return signs.replace(/(?<!\p{N})[*/%-](?!\p{N})/gu, '').replace(/(?<=\p{L})-|-(?=\p{L})/gu, '');
}

function isBetweenDigits(text: string, place: number): boolean {
  return /\d/.test(text[place - 1] ?? '') && /[.,:]/.test(text[place] ?? '') && /\d/.test(text[place + 1] ?? '');
}
