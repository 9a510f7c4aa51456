import type { PhaseName } from '../core/outcome.ts';
import type { Recipe } from '../core/recipe.ts';
import type { KeptReason } from '../core/verdict.ts';
import { type AnswerBlock, splitAnswer } from './answer-blocks.ts';
import { readCritique } from './critique.ts';
import type { NewTexts, PartialReading, ReadableAnswer, Reading } from './reading.ts';
import { isPlaceholder, isRefusal } from './worthless.ts';

type Wanted = AnswerBlock['name'];
type Candidate = Partial<Record<Wanted, AnswerBlock>>;

/** The blocks that make a whole answer, in order. */
const WANTED: Record<PhaseName, readonly [Wanted, ...Wanted[]]> = {
  instruction: ['newInstruction', 'newAnswer'],
  response: ['betterAnswer'],
};

/** Reads an answer that is divided by markers. */
export function readMarked(phase: PhaseName, answer: ReadableAnswer, recipe: Recipe): Reading {
  const parts = splitAnswer(answer.text);
  const critique = readCritique(phase, parts.critique, recipe);
  const wanted = WANTED[phase];
  const candidates = gather(parts.blocks, wanted);
  const cut = answer.finishReason === 'length';
  const chosen = choose(candidates, wanted, cut);
  return chosen ? { critique, texts: textsOf(chosen) } : { critique, reason: reasonOf(candidates, wanted, answer, cut) };
}

/** Reads what has come so far of an answer that is divided by markers. */
export function readMarkedSoFar(phase: PhaseName, text: string, recipe: Recipe): PartialReading {
  const { critique, blocks } = splitAnswer(text);
  const last = (name: Wanted) => blocks.findLast((block) => block.name === name)?.text;
  return {
    critique: readCritique(phase, critique, recipe),
    instruction: phase === 'instruction' ? last('newInstruction') : undefined,
    response: phase === 'instruction' ? last('newAnswer') : last('betterAnswer'),
  };
}

/** Groups blocks so that an answer stays with the instruction before it: the first wanted block opens a new candidate. */
function gather(blocks: readonly AnswerBlock[], wanted: readonly [Wanted, ...Wanted[]]): Candidate[] {
  const candidates: Candidate[] = [];
  for (const block of blocks) {
    if (!wanted.includes(block.name)) continue;
    const current = candidates.at(-1);
    if (block.name === wanted[0] || !current) candidates.push({ [block.name]: block });
    else if (isReal(block) || !current[block.name]) current[block.name] = block;
  }
  return candidates;
}

/** The last whole candidate; one that ran out of room only counts when its last block was closed. */
function choose(candidates: readonly Candidate[], wanted: readonly Wanted[], cut: boolean): Candidate | undefined {
  const whole = candidates.filter((candidate) => wanted.every((name) => isReal(candidate[name])));
  const closed = whole.filter((candidate) => wanted.every((name) => candidate[name]?.closed));
  return closed.at(-1) ?? (cut ? undefined : whole.at(-1));
}

function isReal(block: AnswerBlock | undefined): boolean {
  return block !== undefined && block.text !== '' && !isPlaceholder(block.text);
}

function reasonOf(candidates: readonly Candidate[], wanted: readonly Wanted[], answer: ReadableAnswer, cut: boolean): KeptReason {
  if (cut) return 'truncated';
  const last = candidates.at(-1);
  if (!last || wanted.some((name) => !last[name])) return isRefusal(answer.text) ? 'refused' : 'no-marker';
  return wanted.some((name) => last[name]?.text === '') ? 'empty' : 'placeholder';
}

function textsOf({ newInstruction, newAnswer, betterAnswer }: Candidate): NewTexts {
  const response = newAnswer?.text ?? betterAnswer?.text ?? '';
  return newInstruction ? { instruction: newInstruction.text, response } : { response };
}
