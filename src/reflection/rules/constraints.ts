import { ENGLISH_NUMBERS, sentencesOf, withoutFences, wordsOf } from './text-parts.ts';
import { escapePattern } from '../escape-pattern.ts';

/** What an instruction asks of the form of its response. Gives what breaks it, or undefined where nothing is asked or it is kept. */
export type Constraint = (instruction: string, response: string) => string | undefined;

const COUNT = `(?<count>\\d{1,4}|${ENGLISH_NUMBERS.slice(1).join('|')})`;
const AT_MOST = String.raw`(?<most>at most|no more than|not more than|up to|under|less than|fewer than|within|maximum(?: of)?|max\.?|a limit of|limited to)`;
const AT_LEAST = String.raw`(?<least>at least|no less than|no fewer than|not less than|minimum(?: of)?|more than|over)`;

/** A number that the instruction names. */
interface Asked {
  readonly count: number;
  readonly kind: 'most' | 'least' | 'exactly';
}

function readAsked(match: RegExpExecArray | null): Asked | undefined {
  const { count = '', most, least, orLess, orMore } = match?.groups ?? {};
  if (count === '') return undefined;
  const written = ENGLISH_NUMBERS.indexOf(count.toLowerCase());
  return { count: written < 0 ? Number(count) : written, kind: most || orLess ? 'most' : least || orMore ? 'least' : 'exactly' };
}

function breaks({ count, kind }: Asked, found: number, slack: number): boolean {
  return (kind !== 'least' && found > count + slack) || (kind !== 'most' && found < count - slack);
}

const SIGNS: Record<Asked['kind'], string> = { most: '≤ ', least: '≥ ', exactly: '' };

function told(unit: string, asked: Asked, found: number): string {
  return `${unit}: ${found}, asked ${SIGNS[asked.kind]}${asked.count}`;
}

const ONE_SENTENCE =
  /\b(?:in|into|with|using|as|to) (?:only |just |exactly )?(?:one|a single|1)(?: \w+)? sentence\b|\bone[- ]sentence\b|\bin einem (?:einzigen )?satz\b|\ben une (?:seule )?phrase\b|\b(?:en|con) una (?:sola )?(?:frase|oración)\b|\bin una (?:sola )?frase\b|\b(?:em|numa|com uma)(?: única| só)? frase\b|одним предложением|用一句话/iu;
const SENTENCES = new RegExp(`\\b(?:in|with|using|of|write|into|exactly) (?:${AT_MOST} |${AT_LEAST} |exactly |only |just )?${COUNT}(?:-|–| to | or )?(?<range>\\d+|${ENGLISH_NUMBERS.slice(1).join('|')})? (?:(?:short|complete|full|simple|clear|long) )?sentences\\b`, 'i');

/** “In one sentence”, also in six other languages, and “in three sentences”: a sentence more or less is let pass where several are asked for. */
export const sentenceCount: Constraint = (instruction, response) => {
  if (/\beach\b|\bevery\b/i.test(instruction)) return undefined;
  const found = sentencesOf(response).length;
  if (ONE_SENTENCE.test(instruction)) return found > 1 ? told('sentences', { count: 1, kind: 'exactly' }, found) : undefined;
  const match = SENTENCES.exec(instruction);
  const asked = match?.groups?.['range'] === undefined ? readAsked(match) : undefined;
  return asked && breaks(asked, found, 1) ? told('sentences', asked, found) : undefined;
};

// “A list of 20 words” and “with three new words” ask for something else.
const WORDS = new RegExp(`\\b(?:${AT_MOST} |${AT_LEAST} |(?:in|exactly|(?:essay|story|text|article|paragraph|summary|speech|poem|post|review|letter|report|of|with) (?:of |with |in )?(?:about|around|approximately|exactly)|(?:essay|story|text|article|paragraph|summary|speech|post|review|report) (?:of|with))(?: only| just| exactly| about| around)? )(?:the )?${COUNT} words\\b(?<orLess> or (?:less|fewer))?(?<orMore> or more)?`, 'i');
const WORDS_OR_LESS = new RegExp(`\\b${COUNT} words (?:(?<orLess>or (?:less|fewer)|max(?:imum)?)|(?<orMore>or more|minimum))\\b`, 'i');
/** People count words each in their own way. */
const WORD_SLACK_FRACTION = 0.1;
const ABOUT_SLACK_FRACTION = 0.3;

/** “In at most 50 words”: a tenth is let pass, of “in 50 words” three tenths, and two words of small numbers. */
export const wordCount: Constraint = (instruction, response) => {
  if (/\beach\b|\bevery\b|\bwords? (?:that|which|in the)\b/i.test(instruction)) return undefined;
  const match = WORDS_OR_LESS.exec(instruction) ?? WORDS.exec(instruction);
  const asked = readAsked(match);
  if (!asked || asked.count < 3) return undefined;
  const found = wordsOf(response).length;
  const slack = asked.count * (asked.kind === 'exactly' ? ABOUT_SLACK_FRACTION : WORD_SLACK_FRACTION);
  return breaks(asked, found, Math.max(2, slack)) ? told('words', asked, found) : undefined;
};

const LIST_REQUEST = new RegExp(
  `(?:^|[.!?]\\s+|\\n|\\b(?:please|can you|could you|and|to)\\s+)(?:list|name|give|provide|suggest|generate|identify|recommend|propose|brainstorm|mention|come up with|tell me|offer|state|write down|create a list of|make a list of|find) (?:me |us )?(?:the |a list of )?(?:top |best |first )?(?:(?<least>at least|a minimum of) |(?<most>up to|at most) )?${COUNT}(?! (?:to|or)\\b)[ -](?!sentence|word|line|paragraph|percent|%|years?|day|hour|minute|dollar|digit|syllable|item list|letter|number)(?:[\\w'-]+ ){0,4}?[\\w'-]+s\\b`,
  'i',
);
const ITEM = /^ {0,3}(?:[-*•–+]|\(?\d{1,2}[.):]|\(?[a-z]\))[ \t]+\S/i;

/** “List three …”: the response is one list with another number of items. What is no list, or several, is left alone. */
export const itemCount: Constraint = (instruction, response) => {
  const asked = readAsked(LIST_REQUEST.exec(instruction));
  const numbers = instruction.match(new RegExp(`\\b(?:\\d+|${ENGLISH_NUMBERS.slice(1).join('|')})\\b`, 'gi')) ?? [];
  if (!asked || asked.count < 2 || numbers.length > 1 || /\beach\b|\bevery\b|\bfor both\b|\bper\b/i.test(instruction)) return undefined;
  const found = listItems(response).length;
  const isList = found > 1 && isOneList(response);
  return isList && breaks(asked, found, 0) ? told('items', asked, found) : undefined;
};

/** The top-level items of a text's list, without their bullets. */
function listItems(text: string): string[] {
  const lines = withoutFences(text).split('\n').filter((line) => ITEM.test(line));
  return lines.map((line) => line.replace(/^\s*(?:[-*•–+]|\(?\d{1,2}[.):]|\(?[a-z]\))[ \t]+/i, '').trim());
}

/** Whether its items are of one kind and, if numbered, count up from the first. */
function isOneList(text: string): boolean {
  const lines = text.split('\n');
  const numbers = lines.flatMap((line) => (ITEM.test(line) ? (/^\s*\(?(\d{1,2})[.):]/.exec(line)?.[1] ?? '') : []));
  const numbered = numbers.filter((number) => number !== '').map(Number);
  if (/^#{1,6}\s|^\*\*[^*\n]+\*\*:?\s*$/m.test(text)) return false;
  return numbered.length === 0 || (numbered.length === numbers.length && numbered.every((number, index) => number === index + 1 || number === 1 && index === 0));
}

const BULLETS = /\b(?:use|using|in|with|as) (?:a |the )?(?:form of )?(?:bullet(?:ed)?[- ]?(?:points?|lists?)|numbered lists?)\b|\bbulleted list\b/i;

/** “Use bullet points”: there is no line with a bullet or a number, and the text is more than one line can be. */
export const bullets: Constraint = (instruction, response) =>
  BULLETS.test(instruction) && !response.split('\n').some((line) => ITEM.test(line.trim())) && response.split('\n').filter((line) => line.trim() !== '').length < 3
    ? 'bullets: 0'
    : undefined;

const JSON_WANTED = /\b(?:in|as|into|to|return|output|valid|using)(?: an?| the| valid)? json\b/i;
const JSON_GIVEN = /\b(?:from json|json to|parse|explain|what is|function|script|code|program|convert (?:the|this|a) json)\b/i;

/** “In JSON”: the response holds no object and no array, or what it holds by itself cannot be read. */
export const json: Constraint = (instruction, response) => {
  if (!JSON_WANTED.test(instruction) || JSON_GIVEN.test(instruction)) return undefined;
  const fenced = /```(?:json)?\s*\n([\s\S]*?)```/i.exec(response)?.[1] ?? response;
  const text = fenced.trim();
  if (!/[{[]/.test(text)) return 'JSON: 0';
  return /^[{[][\s\S]*[}\]]$/.test(text) && !isJson(text) ? `JSON: ${text.slice(0, 60)}` : undefined;
};

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const LETTER = /\b(?:start(?:s|ing)?|begin(?:s|ning)?) with (?:the letter |an? )?["'“‘]?(?<letter>[a-z])["'”’]?(?=[\s.,;:!?]|$)/i;

/** “Animals that start with the letter B”: an item of the list starts otherwise, or no word of a short response starts so. */
export const startingLetter: Constraint = (instruction, response) => {
  const letter = /\bthe letter\b/i.test(instruction) || /with ["'“‘]?[A-Z]["'”’]?/.test(instruction) ? LETTER.exec(instruction)?.groups?.['letter']?.toLowerCase() : undefined;
  if (letter === undefined) return undefined;
  const items = listItems(response);
  const starts = (text: string) => text.replace(/^[^\p{L}]+/u, '').toLowerCase().startsWith(letter);
  if (items.length > 1) return items.find((item) => !starts(item));
  const words = wordsOf(response);
  return words.length <= 12 && !words.some(starts) ? words.join(' ') : undefined;
};

const FORBIDDEN = /\b(?:do not|don['’]t|without|avoid|never|not) (?:using |use |mention(?:ing)? |includ(?:e|ing) )?(?:the )?(?:words?|letters?|term|phrase) ["'“‘](?<word>[^"'”’]{1,40})["'”’]/i;
const DEMANDED = /\b(?:use|using|include|including|contains?|containing|with) the (?:word|term|phrase) ["'“‘](?<word>[^"'”’]{2,40})["'”’]/i;
const WORD_STEM_LETTERS = 4;

/** “Do not use the word ‘good’” and “use the word ‘serene’”, with the word in quotation marks. Of a word to use, any form will do. */
export const quotedWord: Constraint = (instruction, response) => {
  const forbidden = FORBIDDEN.exec(instruction)?.groups?.['word'];
  if (forbidden !== undefined && forbidden.length > 1) return new RegExp(`(?<!\\p{L})${escapePattern(forbidden)}(?!\\p{L})`, 'iu').test(response) ? forbidden : undefined;
  if (/\bsynonym|\binstead of|\breplace|\banother word/i.test(instruction)) return undefined;
  const demanded = DEMANDED.exec(instruction)?.groups?.['word'];
  if (demanded === undefined) return undefined;
  const stem = demanded.toLowerCase().slice(0, Math.max(WORD_STEM_LETTERS, demanded.length - 3));
  return response.toLowerCase().includes(stem) ? undefined : demanded;
};

const CAPITALS = /\b(?:in|to|into|using) (?:all )?(?:upper[- ]?case|capital letters|capitals|caps)\b/i;
const SMALL_LETTERS = /\b(?:in|to|into|using) (?:all )?lower[- ]?case\b/i;

/** “In all capitals”, “in lowercase”: no word is, although there are letters. */
export const letterCase: Constraint = (instruction, response) => {
  const words = wordsOf(response).filter((word) => word.length > 1 && word.toLowerCase() !== word.toUpperCase());
  if (words.length === 0 || (CAPITALS.test(instruction) && SMALL_LETTERS.test(instruction))) return undefined;
  if (CAPITALS.test(instruction)) return words.some((word) => word === word.toUpperCase()) ? undefined : 'A–Z: 0';
  return SMALL_LETTERS.test(instruction) && !words.some((word) => word === word.toLowerCase()) ? 'a–z: 0' : undefined;
};
