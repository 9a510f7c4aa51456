import type { PhaseName } from '../core/outcome.ts';
import { criteriaInUse, type Criterion, type CritiqueLength, type Recipe } from '../core/recipe.ts';
import type { CritiqueSubject } from '../core/verdict.ts';
import { ANSWER_MARKERS } from './markers.ts';
import type { Fillings } from './slots.ts';
import { aspectMember, closesWithConnection, CRITIQUE_MEMBERS, TEXT_MEMBERS } from './structured-form.ts';

const A = ANSWER_MARKERS;

/** What depends on how an answer is divided. */
type FormFillings = Omit<Fillings, 'record' | 'demands'>;

/** How a prompt asks for the critique, the new texts and the whole, by the form of the answer. */
export function formFillings(phase: PhaseName, recipe: Recipe): FormFillings {
  return recipe.answerForm === 'structured' ? structuredFillings(phase, recipe) : markedFillings(recipe);
}

const MARKED_LENGTHS: Record<CritiqueLength, string> = {
  free: 'each on a line of its own that begins with its name',
  line: 'each in one short line of at most eight words that begins with its name',
};

function markedFillings(recipe: Recipe): FormFillings {
  return {
    instruction_criteria: listOf(criteriaInUse(recipe, 'instruction'), ({ name }) => name.trim()),
    response_criteria: listOf(criteriaInUse(recipe, 'response'), ({ name }) => name.trim()),
    critique_length: MARKED_LENGTHS[recipe.critique],
    new_instruction: `Give it as ${A.newInstruction} your new instruction ${A.end}`,
    new_answer: `Give it as ${A.newAnswer} your answer to the new instruction ${A.end}`,
    better_answer: `Give it as ${A.betterAnswer} your better answer ${A.end}`,
    form: 'Write every marker exactly as shown, in square brackets and without any markup around it.',
  };
}

const STRUCTURED_LENGTHS: Record<CritiqueLength, string> = {
  free: 'each in a note of its own',
  line: 'each in one short note of at most eight words',
};

function structuredFillings(phase: PhaseName, recipe: Recipe): FormFillings {
  const list = (subject: CritiqueSubject) => {
    const criteria = criteriaInUse(recipe, subject);
    return listOf(criteria, (criterion) => namedMember(criterion, aspectMember(criterion, criteria)));
  };
  const give = (member: string) => `Give it as the member "${member}".`;
  return {
    instruction_criteria: list('instruction'),
    response_criteria: list('response'),
    critique_length: STRUCTURED_LENGTHS[recipe.critique],
    new_instruction: give(TEXT_MEMBERS.newInstruction),
    new_answer: give(TEXT_MEMBERS.newAnswer),
    better_answer: give(TEXT_MEMBERS.betterAnswer),
    form: structuredForm(phase, recipe),
  };
}

function namedMember({ name }: Criterion, member: string): string {
  return member === name.trim() ? member : `${name.trim()} (as the member "${member}")`;
}

function structuredForm(phase: PhaseName, recipe: Recipe): string {
  const { instruction, response } = CRITIQUE_MEMBERS;
  const aspects = 'with a member for each aspect, named like it, which holds "note", what you have to say, and "assessment", which is "good", "fair" or "poor"';
  const [critique, texts] =
    phase === 'instruction'
      ? [`"${instruction}" and "${response}", each an object ${aspects}`, `"${TEXT_MEMBERS.newInstruction}"; "${TEXT_MEMBERS.newAnswer}"`]
      : [`"${response}", an object ${aspects}`, `"${TEXT_MEMBERS.betterAnswer}"`];
  const connection = closesWithConnection(phase, recipe) ? '; "connection", why such an instruction leads to such an answer' : '';
  return `Answer with one JSON object and nothing else. Its members, in this order: ${critique}${connection}; ${texts}.`;
}

function listOf(criteria: readonly Criterion[], naming: (criterion: Criterion) => string): string {
  return criteria.map((criterion) => (criterion.weight === 1 ? naming(criterion) : `${naming(criterion)} (counts ${criterion.weight} times)`)).join('; ');
}
