// Scripts that write no spaces between words count letter by letter; a word may hold an apostrophe, a hyphen or a decimal point.
const UNSPACED = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}';
const LETTER = `(?![${UNSPACED}])[\\p{L}\\p{N}]\\p{M}*`;
const WORD = new RegExp(`[${UNSPACED}]\\p{M}*|(?:${LETTER})+(?:['’.,-](?:${LETTER})+)*`, 'gu');

/** The words of a text in order, in lower case, without punctuation. Of scripts without spaces each letter is a word. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(WORD) ?? [];
}
