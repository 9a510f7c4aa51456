import type { PhaseName } from '../../core/outcome.ts';
import type { Pair } from '../../core/pair.ts';
import type { Recipe } from '../../core/recipe.ts';

/** A whole rewrite beside what it was made from. */
export interface Rewrite {
  readonly phase: PhaseName;
  /** The pair that the phase started from. */
  readonly before: Pair;
  readonly after: Pair;
  readonly recipe: Recipe;
}

/** Looks for one kind of defect. Gives what it found (words, numbers, counts; cut to 200 characters later), or undefined. */
export type Rule = (rewrite: Rewrite) => string | undefined;

/** A new text, and the old one in its place. */
export interface NewText {
  readonly before: string;
  readonly after: string;
}

/** The texts that the phase wrote: instruction and response in phase 1, the response in phase 2. */
export function newTexts({ phase, before, after }: Rewrite): readonly NewText[] {
  const response = { before: before.response, after: after.response };
  return phase === 'instruction' ? [{ before: before.instruction, after: after.instruction }, response] : [response];
}

/** Everything that stands in a pair. */
export function wholeText({ instruction, input, response }: Pair): string {
  return `${instruction}\n${input}\n${response}`;
}
