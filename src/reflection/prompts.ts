import type { Pair } from '../core/pair.ts';
import type { Prompt } from '../core/prompt.ts';
import { INSTRUCTION_CRITERIA, RESPONSE_CRITERIA } from './criteria.ts';
import { escapeControlTokens, escapeText } from './escape.ts';
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

const CONTINUED_TASK = [
  'Now take the new instruction and the new answer that you have just written, and be as picky with them. Work through two steps.',
  `1. Say why your new answer is not good for your new instruction. Take these aspects one by one, each on a line of its own that begins with its name: ${RESPONSE_CRITERIA.join('; ')}.`,
  `2. Guided by step 1, write a better answer to the new instruction, new and complete, as detailed as possible. Give it as ${A.betterAnswer} your better answer ${A.end}`,
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

/**
 * What phase 2 asks in phase 1's conversation: criticise and better the response that was just written. `opening` is the
 * question of phase 1, `answer` what the oracle gave to it, whole.
 */
export function continuedPrompt(opening: Prompt, answer: string, reminder = ''): Prompt {
  const { system, earlier = [], user } = opening;
  return {
    system,
    // Handed back letter by letter where it can be: an engine knows its own words again.
    earlier: [...earlier, { user, answer: escapeControlTokens(answer) }],
    user: `${P.task}\n${withReminder(CONTINUED_TASK, reminder)}`,
  };
}

function prompt(system: string, pair: Pair, task: string, reminder: string): Prompt {
  return { system, user: [...record(pair), `${P.task}\n${withReminder(task, reminder)}`].join('\n\n') };
}

function withReminder(task: string, reminder: string): string {
  return reminder === '' ? task : `${task}\n${reminder}`;
}
