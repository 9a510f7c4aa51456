import type { PhaseName } from '../core/outcome.ts';
import type { Recipe } from '../core/recipe.ts';
import type { CritiqueNote } from '../core/verdict.ts';
import { splitAnswer } from '../reflection/answer-blocks.ts';
import { readCritique } from '../reflection/critique.ts';

/** An answer that is still being written, taken apart for the eye. */
export interface LiveAnswer {
  readonly critique: readonly CritiqueNote[];
  /** Undefined until its marker has come; always undefined in the response phase. */
  readonly instruction: string | undefined;
  /** Undefined until its marker has come. */
  readonly response: string | undefined;
}

/** Reads what has come of an answer so far. Only for showing: what counts is judged on the complete answer. */
export function readLiveAnswer(phase: PhaseName, rawSoFar: string, recipe: Recipe): LiveAnswer {
  const { critique, blocks } = splitAnswer(rawSoFar);
  const last = (name: string) => blocks.findLast((block) => block.name === name)?.text;
  return {
    critique: readCritique(phase, critique, recipe),
    instruction: phase === 'instruction' ? last('newInstruction') : undefined,
    response: phase === 'instruction' ? last('newAnswer') : last('betterAnswer'),
  };
}
