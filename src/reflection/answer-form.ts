import type { AnswerForm } from '../core/recipe.ts';
import { ANSWER_MARKERS } from './markers.ts';
import type { Fillings } from './slots.ts';

const A = ANSWER_MARKERS;

/** How a prompt asks for the new texts and for the whole, by the form of the answer. */
export function formFillings(form: AnswerForm): Pick<Fillings, 'new_instruction' | 'new_answer' | 'better_answer' | 'form'> {
  if (form === 'structured') {
    return {
      new_instruction: 'Give it as the member "new_instruction".',
      new_answer: 'Give it as the member "new_answer".',
      better_answer: 'Give it as the member "better_answer".',
      form: 'Answer with one JSON object and nothing else.',
    };
  }
  return {
    new_instruction: `Give it as ${A.newInstruction} your new instruction ${A.end}`,
    new_answer: `Give it as ${A.newAnswer} your answer to the new instruction ${A.end}`,
    better_answer: `Give it as ${A.betterAnswer} your better answer ${A.end}`,
    form: 'Write every marker exactly as shown, in square brackets and without any markup around it.',
  };
}
