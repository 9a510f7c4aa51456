import { byteLetters, type Merge, spellBytes } from '../../src/practice/byte-pairs.ts';
import { COMMON_WORDS, LEARNING_WORDS } from '../../src/practice/english.ts';
import { ENGLISH_MERGES } from './english-merges.ts';
import { MORE_WORDS } from './more-words.ts';

/** The tokens of the chat template, in the order of their numbers; the answer ends with the last one. */
export const CONTROL_TOKENS = ['<|endoftext|>', '<|im_start|>', '<|im_end|>'] as const;

/** Syllables of invented words: enough for a million words of four. */
const ONSETS = ['b', 'd', 'f', 'g', 'k', 'l', 'm', 'n', 'p', 'r', 's', 't', 'v', 'z', 'ch', 'st'];
const RHYMES = ['a', 'e', 'i', 'o', 'u', 'an', 'el', 'or'];

/** All tokens of a random model: bytes, byte pairs, English words and invented ones, then those of the chat template. */
export interface TokenList {
  /** In byte letters, by number from 0. */
  readonly spellings: readonly string[];
  readonly merges: readonly Merge[];
  /** Number of the first of {@link CONTROL_TOKENS}; the others follow, and are the last ones. */
  readonly firstControl: number;
  /** Tokens that a model should not write of itself: those of the template, and bytes that make no character alone. */
  readonly muted: readonly number[];
}

/** Makes a list of exactly `size` tokens. Throws when that leaves no room for all that a text needs. */
export function listTokens(size: number): TokenList {
  const letters = byteLetters();
  const products = ENGLISH_MERGES.map(([left, right]) => left + right);
  const own = new Set([...letters, ...products]);
  const firstControl = size - CONTROL_TOKENS.length;
  if (own.size > firstControl) throw new Error(`a vocabulary of ${size} has no room for ${own.size} tokens`);
  for (const word of allWords()) {
    if (own.size === firstControl) break;
    own.add(spellBytes(word));
  }
  const control = CONTROL_TOKENS.map((_, index) => firstControl + index);
  const incomplete = letters.flatMap((_, byte) => (byte >= 32 && byte < 127 ? [] : [byte]));
  return { spellings: [...own], merges: ENGLISH_MERGES, firstControl, muted: [...control, ...incomplete] };
}

/** Words without end: English ones in the order of their use, then invented ones. */
function* allWords(): Generator<string> {
  const stock = [...COMMON_WORDS, ...LEARNING_WORDS, ...MORE_WORDS];
  yield* stock;
  yield* COMMON_WORDS.flatMap((word) => [bare(word), capital(bare(word))]);
  yield* stock.map((word) => capital(bare(word)));
  for (let number = 0; number < 1000; number++) yield* [` ${number}`, `${number}`];
  const derived = stock.filter((word) => /^ [a-z]{3,}$/.test(word)).flatMap(derivedWords);
  yield* derived;
  yield* [...stock, ...derived].flatMap((word) => [bare(word), ` ${capital(bare(word))}`]);
  for (let number = 0; ; number++) yield ` ${inventedWord(number)}`;
}

function bare(word: string): string {
  return word.replace(/^ (?=\p{L})/u, '');
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

/** Rough guesses: those that are no English do no harm. */
function derivedWords(word: string): string[] {
  const stem = word.replace(/e$/, '');
  return [`${word}s`, `${stem}ed`, `${stem}ing`, `${word}ly`, `${stem}er`, `${stem}ation`, `${word}ment`, `${word.replace(/y$/, '')}ies`];
}

function inventedWord(number: number): string {
  let word = '';
  // The first two syllables always, so that no number of fewer digits gives the same word.
  for (let rest = number, syllable = 0; rest > 0 || syllable < 2; syllable++) {
    word += (ONSETS[rest % ONSETS.length] ?? '') + (RHYMES[Math.floor(rest / ONSETS.length) % RHYMES.length] ?? '');
    rest = Math.floor(rest / (ONSETS.length * RHYMES.length));
  }
  return word;
}
