import { findFences } from '../fences.ts';

// At most so many signs close or open a sentence: to look further at each place takes minutes where a model has repeated one without end.
const SENTENCE_END = /(?<=[.!?…]["'”’»)*\]]{0,6})\s+(?=["'“‘«(*[]{0,6}[\p{Lu}\p{Lo}\d])|(?<=[。！？][」』”]{0,6})\s*/u;
// Behind these a full stop ends no sentence.
const ABBREVIATION = /(?:^|[\s(])(?:\p{L}|Mr|Mrs|Ms|Dr|Prof|St|Jr|Sr|vs|etc|e\.g|i\.e|cf|No|Fig|approx|Inc|Ltd|U\.S|z\.B|bzw|ca|Nr)\.$/iu;

/** The sentences of a prose text, trimmed; a line break without a full stop ends one too. */
export function sentencesOf(text: string): string[] {
  const sentences: string[] = [];
  for (const line of text.split(/\n+/)) {
    let open = '';
    for (const piece of line.split(SENTENCE_END)) {
      open = open === '' ? piece : `${open} ${piece}`;
      if (ABBREVIATION.test(open)) continue;
      sentences.push(open.trim());
      open = '';
    }
    sentences.push(open.trim());
  }
  return sentences.filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
}

const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:[-'’.,/][\p{L}\p{N}][\p{L}\p{M}\p{N}]*)*/gu;
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** The words of a text, punctuation left out. Writing systems without spaces are divided by the browser's dictionary. */
export function wordsOf(text: string): string[] {
  if (!UNSPACED.test(text)) return text.match(WORD) ?? [];
  const segments = new Intl.Segmenter(undefined, { granularity: 'word' }).segment(text);
  return Array.from(segments, ({ segment, isWordLike }) => (isWordLike ? segment : '')).filter((word) => word !== '');
}

/** A text without its fenced code. */
export function withoutFences(text: string): string {
  const lines = text.split('\n');
  const fences = findFences(lines);
  return lines.filter((_, line) => !fences.some(({ first, last }) => line >= first && line <= last)).join('\n');
}

const NUMBER_WORDS = [
  'zero one two three four five six seven eight nine ten eleven twelve',
  'null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf',
  'zéro une deux trois quatre cinq six sept huit neuf dix onze douze',
  'cero una dos tres cuatro cinco seis siete ocho nueve diez once doce',
  'zero uma dois três quatro cinco seis sete oito nove dez onze doze',
  'zero uno due tre quattro cinque sei sette otto nove dieci undici dodici',
].map((words) => words.split(' '));

/** What a small number is called in English. */
export const ENGLISH_NUMBERS: readonly string[] = NUMBER_WORDS[0] ?? [];

/** How a number from 0 to 12 is written in words, in the languages known here; empty for others. */
export function numberWords(value: number): string[] {
  return Number.isInteger(value) && value >= 0 ? NUMBER_WORDS.flatMap((words) => words[value] ?? []) : [];
}
