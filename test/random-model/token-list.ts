import { byteLetters, learnMerges, type Merge, spellBytes } from '../../src/practice/byte-pairs.ts';
import { COMMON_WORDS, LEARNING_WORDS } from '../../src/practice/english.ts';

/** The tokens of the chat template, in the order of their numbers; the answer ends with the last one. */
export const CONTROL_TOKENS = ['<|endoftext|>', '<|im_start|>', '<|im_end|>'] as const;

const MERGE_COUNT = 400;

/** Syllables of invented words: enough for a million words of four. */
const ONSETS = ['b', 'd', 'f', 'g', 'k', 'l', 'm', 'n', 'p', 'r', 's', 't', 'v', 'z', 'ch', 'st'];
const RHYMES = ['a', 'e', 'i', 'o', 'u', 'an', 'el', 'or'];

/** All tokens of a random model: bytes, byte pairs and English words, then invented words, then those of the chat template. */
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
  const merges = learnMerges(LEARNING_WORDS, MERGE_COUNT, new Set());
  const letters = byteLetters();
  const products = merges.map(([left, right]) => left + right);
  const own = new Set([...letters, ...products, ...englishWords().map(spellBytes)]);
  const firstControl = size - CONTROL_TOKENS.length;
  if (own.size > firstControl) throw new Error(`a vocabulary of ${size} has no room for ${own.size} tokens`);
  for (let number = 0; own.size < firstControl; number++) own.add(spellBytes(` ${inventedWord(number)}`));
  const control = CONTROL_TOKENS.map((_, index) => firstControl + index);
  const incomplete = letters.flatMap((_, byte) => (byte >= 32 && byte < 127 ? [] : [byte]));
  return { spellings: [...own], merges, firstControl, muted: [...control, ...incomplete] };
}

/** With a space in front, and the commonest also at the beginning of a line, small and with a capital. */
function englishWords(): string[] {
  const bare = COMMON_WORDS.map((word) => word.replace(/^ (?=\p{L})/u, ''));
  return [...COMMON_WORDS, ...LEARNING_WORDS, ...bare, ...bare.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))];
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
