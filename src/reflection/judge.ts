import type { Answer } from '../core/answer.ts';
import type { PhaseName } from '../core/outcome.ts';
import { samePair, type Pair } from '../core/pair.ts';
import type { Recipe } from '../core/recipe.ts';
import type { KeptReason, Verdict } from '../core/verdict.ts';
import { type AnswerBlock, splitAnswer } from './answer-blocks.ts';
import { readCritique } from './critique.ts';
import { examine } from './rules/examine.ts';
import { isPlaceholder, isRefusal } from './worthless.ts';

type Wanted = AnswerBlock['name'];
type Candidate = Partial<Record<Wanted, AnswerBlock>>;

/** The blocks that make a whole answer, in order. */
const WANTED: Record<PhaseName, readonly [Wanted, ...Wanted[]]> = {
  instruction: ['newInstruction', 'newAnswer'],
  response: ['betterAnswer'],
};

/** Judges a complete answer of a phase: a whole new pair, or why the old one stays. */
export function judgeAnswer(phase: PhaseName, pair: Pair, answer: Pick<Answer, 'text' | 'finishReason'>, recipe: Recipe): Verdict {
  const parts = splitAnswer(answer.text);
  const critique = readCritique(phase, parts.critique, recipe);
  const wanted = WANTED[phase];
  const candidates = gather(parts.blocks, wanted);
  const cut = answer.finishReason === 'length';
  const chosen = choose(candidates, wanted, cut);
  if (!chosen) return { status: 'kept', reason: reasonOf(candidates, wanted, answer, cut), critique, findings: [] };
  const rewritten = newPair(pair, chosen);
  const refused = isRefusal(rewritten.response) && !isRefusal(pair.response);
  if (refused) return { status: 'kept', reason: 'refused', critique, findings: [], proposal: rewritten };
  if (samePair(trimmed(rewritten), trimmed(pair))) return { status: 'kept', reason: 'unchanged', critique, findings: [] };
  const findings = examine(phase, pair, rewritten, recipe);
  const rejected = findings.some(({ rule }) => recipe.rules[rule] === 'reject');
  if (rejected) return { status: 'kept', reason: 'rule', critique, findings, proposal: rewritten };
  return { status: 'rewritten', pair: rewritten, critique, findings };
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

function reasonOf(
  candidates: readonly Candidate[],
  wanted: readonly Wanted[],
  answer: Pick<Answer, 'text'>,
  cut: boolean,
): KeptReason {
  if (cut) return 'truncated';
  const last = candidates.at(-1);
  if (!last || wanted.some((name) => !last[name])) return isRefusal(answer.text) ? 'refused' : 'no-marker';
  return wanted.some((name) => last[name]?.text === '') ? 'empty' : 'placeholder';
}

function newPair(old: Pair, chosen: Candidate): Pair {
  const response = chosen.newAnswer?.text ?? chosen.betterAnswer?.text ?? '';
  const instruction = chosen.newInstruction?.text;
  if (instruction === undefined) return { ...old, response };
  // A new instruction carries its own material; an instruction that came back as it was still needs the input.
  const input = instruction === old.instruction.trim() ? old.input : '';
  return { instruction, input, response };
}

function trimmed(pair: Pair): Pair {
  return { instruction: pair.instruction.trim(), input: pair.input.trim(), response: pair.response.trim() };
}
