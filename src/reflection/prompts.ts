import type { Pair } from '../core/pair.ts';
import type { Prompt } from '../core/prompt.ts';
import { INSTRUCTION_CRITERIA, RESPONSE_CRITERIA } from './criteria.ts';
import { escapeText } from './escape.ts';
import { ANSWER_MARKERS, PROMPT_MARKERS } from './markers.ts';

const A = ANSWER_MARKERS;
const P = PROMPT_MARKERS;

const NO_MARKUP = 'Write every marker exactly as shown, in square brackets and without any markup around it.';

const INSTRUCTION_SYSTEM =
  'You are a helpful, precise but picky checker. You judge the quality of a given instruction and of the answer it received, and you improve both.';

const INSTRUCTION_TASK = [
  'Work through three steps.',
  `1. Say why the instruction above is not good. Take these aspects one by one, each on a line of its own that begins with its name: ${INSTRUCTION_CRITERIA.join('; ')}. Then say in the same way why the answer is not good: ${RESPONSE_CRITERIA.join('; ')}. Close with why such an instruction leads to such an answer.`,
  `2. Guided by step 1, write a new and complete instruction. It belongs to the same field as the one above but stands on its own, quotes whatever material it needs, is complex, and is hard to answer directly. Give it as ${A.newInstruction} your new instruction ${A.end}`,
  `3. Answer the new instruction in as much detail as possible. Give it as ${A.newAnswer} your answer to the new instruction ${A.end}`,
  NO_MARKUP,
].join('\n');

const RESPONSE_SYSTEM =
  'You are a helpful, precise but picky checker. You judge the quality of the answer that a given instruction received, and you improve it.';

const RESPONSE_TASK = [
  'Work through two steps.',
  `1. Say why the answer above is not good for the instruction above. Take these aspects one by one, each on a line of its own that begins with its name: ${RESPONSE_CRITERIA.join('; ')}.`,
  `2. Guided by step 1, write a better answer, new and complete, as detailed as possible. Give it as ${A.betterAnswer} your better answer ${A.end}`,
  NO_MARKUP,
].join('\n');

function record(pair: Pair): string[] {
  const blocks = [`${P.instruction}\n${escapeText(pair.instruction)}`];
  if (pair.input !== '') blocks.push(`${P.inputStart}\n${escapeText(pair.input)}\n${P.inputEnd}`);
  blocks.push(`${P.answerStart}\n${escapeText(pair.response)}\n${P.answerEnd}`);
  return blocks;
}

/** What phase 1 asks: criticise the pair, then write a new instruction and its answer. `reminder` closes the task when a former answer missed the format. */
export function instructionPrompt(pair: Pair, reminder = ''): Prompt {
  return prompt(INSTRUCTION_SYSTEM, pair, INSTRUCTION_TASK, reminder);
}

/** What phase 2 asks: criticise the response, then write a better one. */
export function responsePrompt(pair: Pair, reminder = ''): Prompt {
  return prompt(RESPONSE_SYSTEM, pair, RESPONSE_TASK, reminder);
}

function prompt(system: string, pair: Pair, task: string, reminder: string): Prompt {
  const closing = reminder === '' ? task : `${task}\n${reminder}`;
  return { system, user: [...record(pair), `${P.task}\n${closing}`].join('\n\n') };
}
