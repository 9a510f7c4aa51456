/** So many characters in a row are no emphasis and no line any more, whatever the character. */
const RUN_CHARACTERS = 12;
/** A text that is nothing but one piece, so often, is no answer; a small model may well say a sentence twice or three times. */
const REPEATS = 4;
/** Beside them an answer in plain language has spaces, punctuation and marks of emphasis. */
const LETTERS_SHARE_MIN = 0.5;
/** Room for a foreign name in an answer; a random choice from a large vocabulary has a third and more of other scripts. */
const FOREIGN_SHARE_MAX = 0.2;
/** With fewer words, a share of them says nothing. */
const WORDS_MIN = 8;
const DISTINCT_SHARE_MIN = 0.3;

/** The scripts of the languages that models write. Japanese mixes two with Chinese characters, so the three count as one. */
const SCRIPTS = [
  /\p{Script=Latin}/gu,
  /\p{Script=Cyrillic}/gu,
  /\p{Script=Greek}/gu,
  /\p{Script=Arabic}/gu,
  /\p{Script=Hebrew}/gu,
  /\p{Script=Devanagari}/gu,
  /\p{Script=Bengali}/gu,
  /\p{Script=Thai}/gu,
  /\p{Script=Hangul}/gu,
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu,
];

/**
 * Why the beginning of an answer cannot come from a model that computes rightly here; undefined when it may. It looks for what broken
 * number formats, kernels and weights write: nothing, one token for ever, bytes that are no text, a random choice from the
 * vocabulary, fluent text about something else. Not for what models do badly: an answer may be wrong, in another style or cut off.
 *
 * `related` are words of which one at least has to occur, whatever its case; with none of them the subject does not matter.
 */
export function gibberishIn(text: string, related: readonly string[]): string | undefined {
  const answer = withoutCutCharacter(text).trim();
  if (answer === '') return 'it is empty';
  if (/[\uFFFD\p{Co}\p{Cn}]|(?![\n\r\t])\p{Cc}/u.test(answer)) return 'it has bytes that are no text';
  if (repeats(answer)) return 'it repeats itself';
  if (count(/\p{L}/gu, answer) < LETTERS_SHARE_MIN * count(/\S/gu, answer)) return 'it has few letters';
  if (mixesScripts(answer)) return 'it mixes scripts';
  if (related.length > 0 && !mentions(answer, related)) return 'it has nothing to do with the question';
  return undefined;
}

/** The answer may have run out of room in the middle of a character. */
function withoutCutCharacter(text: string): string {
  return text.replace(/\uFFFD{1,4}$/u, '');
}

function repeats(text: string): boolean {
  if (new RegExp(`(\\S)\\1{${RUN_CHARACTERS - 1}}`, 'u').test(text) || isOnePiece(text)) return true;
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.length >= WORDS_MIN && new Set(words).size < DISTINCT_SHARE_MIN * words.length;
}

/** Whether the text is one piece, again and again; the last time it may be cut off. */
function isOnePiece(text: string): boolean {
  for (let length = 1; length * REPEATS <= text.length; length++) {
    if (text.slice(length) === text.slice(0, -length)) return true;
  }
  return false;
}

function mixesScripts(text: string): boolean {
  const letters = count(/\p{L}/gu, text);
  const perScript = SCRIPTS.map((script) => count(script, text)).sort((a, b) => b - a);
  // Names and quotations in Latin letters stand in texts of every language.
  const latin = count(/\p{Script=Latin}/gu, text);
  const main = perScript[0] ?? 0;
  const home = main === latin ? main : main + latin;
  return letters - home > FOREIGN_SHARE_MAX * letters;
}

function mentions(text: string, related: readonly string[]): boolean {
  const words = new Set(text.toLowerCase().match(/\p{L}+/gu) ?? []);
  return related.some((word) => words.has(word));
}

function count(pattern: RegExp, text: string): number {
  return text.match(pattern)?.length ?? 0;
}
