import { bullets, type Constraint, itemCount, json, letterCase, quotedWord, sentenceCount, startingLetter, wordCount } from './constraints.ts';
import type { Rule } from './rule.ts';

const CONSTRAINTS: readonly Constraint[] = [sentenceCount, wordCount, itemCount, bullets, json, startingLetter, quotedWord, letterCase];

/**
 * The new response breaks what its instruction clearly asks of its form: one sentence, a number of sentences, words or items, bullets, JSON, a
 * starting letter, words to use or to avoid, capitals. Phase 2 only counts what the old response kept: where both break it, the rewrite is no
 * worse, and more likely the instruction means something else. Instructions in other languages than English only say “in one sentence”.
 */
export const constraintBroken: Rule = ({ phase, before, after }) => {
  for (const constraint of CONSTRAINTS) {
    const found = constraint(after.instruction, after.response);
    if (found === undefined) continue;
    if (phase === 'instruction' || constraint(after.instruction, before.response) === undefined) return found;
  }
  return undefined;
};
