import type { PhaseName } from '../core/outcome.ts';
import type { Recipe } from '../core/recipe.ts';
import type { CritiqueNote } from '../core/verdict.ts';
import { readSoFar } from '../reflection/judge.ts';

/** An answer that is still being written, taken apart for the eye. */
export interface LiveAnswer {
  readonly critique: readonly CritiqueNote[];
  /** Undefined until it has begun; always undefined in the response phase. */
  readonly instruction: string | undefined;
  /** Undefined until it has begun. */
  readonly response: string | undefined;
}

/** Reads what has come of an answer so far, in the form that the recipe asks for. Only for showing: what counts is judged on the complete answer. */
export function readLiveAnswer(phase: PhaseName, rawSoFar: string, recipe: Recipe): LiveAnswer {
  return readSoFar(phase, rawSoFar, recipe);
}
