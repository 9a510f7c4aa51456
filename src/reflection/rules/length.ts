import type { Rewrite, Rule } from './rule.ts';
import { wordsOf } from './text-parts.ts';

/** A response below this many words can shrink as it likes. */
const LONG_RESPONSE_WORDS = 60;
/** What a rewrite must leave of a long response, and at least in words, by phase: the answer to a new task may be a short one. */
const LEAST_LEFT = { instruction: { fraction: 0.1, words: 8 }, response: { fraction: 0.25, words: 40 } } as const;

/**
 * A new text has more words than the recipe allows, or next to nothing is left of a long response (60 words or more): less than a
 * quarter and fewer than 40 words in phase 2, less than a tenth and fewer than 8 in phase 1. Where the recipe bounds responses below 60 words only
 * the bound counts. Misses padding, and wishes about length in the steer or the instruction; those are for `constraint-broken`.
 */
export const length: Rule = (rewrite) => tooLong(rewrite) ?? shrunk(rewrite);

function tooLong({ phase, after, recipe }: Rewrite): string | undefined {
  const { instructionWordsMax, responseWordsMax } = recipe.lengths;
  const over = (name: string, text: string, wordsMax: number | undefined) => {
    const count = wordsMax === undefined ? 0 : wordsOf(text).length;
    return wordsMax !== undefined && count > wordsMax ? `${name}: ${count} > ${wordsMax}` : undefined;
  };
  const instruction = phase === 'instruction' ? over('instruction', after.instruction, instructionWordsMax) : undefined;
  return instruction ?? over('response', after.response, responseWordsMax);
}

function shrunk({ phase, before, after, recipe }: Rewrite): string | undefined {
  const old = wordsOf(before.response).length;
  if (old < LONG_RESPONSE_WORDS || (recipe.lengths.responseWordsMax ?? LONG_RESPONSE_WORDS) < LONG_RESPONSE_WORDS) return undefined;
  const left = wordsOf(after.response).length;
  const { fraction, words } = LEAST_LEFT[phase];
  return left < old * fraction && left < words ? `response: ${old} → ${left}` : undefined;
}
