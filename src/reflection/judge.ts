import type { PhaseName } from '../core/outcome.ts';
import { samePair, type Pair } from '../core/pair.ts';
import type { Recipe } from '../core/recipe.ts';
import type { Verdict } from '../core/verdict.ts';
import { readMarked, readMarkedSoFar } from './read-marked.ts';
import { readStructured, readStructuredSoFar } from './read-structured.ts';
import type { NewTexts, PartialReading, ReadableAnswer } from './reading.ts';
import { examine } from './rules/examine.ts';
import { isRefusal } from './worthless.ts';

/** Judges a complete answer of a phase: a whole new pair, or why the old one stays. The same for both forms of answers. */
export function judgeAnswer(phase: PhaseName, pair: Pair, answer: ReadableAnswer, recipe: Recipe): Verdict {
  const reading = recipe.answerForm === 'structured' ? readStructured(phase, answer, recipe) : readMarked(phase, answer, recipe);
  const { critique } = reading;
  if (!('texts' in reading)) return { status: 'kept', reason: reading.reason, critique, findings: [] };
  const rewritten = newPair(pair, reading.texts);
  const refused = isRefusal(rewritten.response) && !isRefusal(pair.response);
  if (refused) return { status: 'kept', reason: 'refused', critique, findings: [], proposal: rewritten };
  if (samePair(trimmed(rewritten), trimmed(pair))) return { status: 'kept', reason: 'unchanged', critique, findings: [] };
  const findings = examine(phase, pair, rewritten, recipe);
  const rejected = findings.some(({ rule }) => recipe.rules[rule] === 'reject');
  if (rejected) return { status: 'kept', reason: 'rule', critique, findings, proposal: rewritten };
  return { status: 'rewritten', pair: rewritten, critique, findings };
}

/** Reads what has come of an answer so far. Only for showing: what counts is judged on the complete answer. */
export function readSoFar(phase: PhaseName, text: string, recipe: Recipe): PartialReading {
  return recipe.answerForm === 'structured' ? readStructuredSoFar(phase, text, recipe) : readMarkedSoFar(phase, text, recipe);
}

function newPair(old: Pair, { instruction, response }: NewTexts): Pair {
  if (instruction === undefined) return { ...old, response };
  // A new instruction carries its own material; an instruction that came back as it was still needs the input.
  const input = instruction === old.instruction.trim() ? old.input : '';
  return { instruction, input, response };
}

function trimmed(pair: Pair): Pair {
  return { instruction: pair.instruction.trim(), input: pair.input.trim(), response: pair.response.trim() };
}
