import type { PhaseName } from '../core/outcome.ts';
import type { AnswerFormat } from '../core/prompt.ts';
import { criteriaInUse, type Criterion, type Recipe, subjectsOf } from '../core/recipe.ts';
import type { Assessment, CritiqueSubject } from '../core/verdict.ts';

/** The members of a structured answer that hold the critique, by what is criticised. */
export const CRITIQUE_MEMBERS: Record<CritiqueSubject, string> = { instruction: 'instruction_critique', response: 'answer_critique' };

/** The members of a structured answer that hold the new texts. */
export const TEXT_MEMBERS = { newInstruction: 'new_instruction', newAnswer: 'new_answer', betterAnswer: 'better_answer' } as const;

/** How an aspect can be assessed, best first. */
export const ASSESSMENTS: readonly Assessment[] = ['good', 'fair', 'poor'];

/** Members that are texts, by phase, in their order. */
export const PHASE_TEXTS: Record<PhaseName, readonly string[]> = {
  instruction: [TEXT_MEMBERS.newInstruction, TEXT_MEMBERS.newAnswer],
  response: [TEXT_MEMBERS.betterAnswer],
};

// XGrammar 0.1.27 cannot read a schema whose members are named with quotation marks, backslashes, or letters from U+0080 to U+00FF.
const PLAIN_NAME = /^[ !#-[\]-~]+$/;

/** The member of a structured answer that a criterion has: its name, where engines can read it in a schema, or its number among those in use. */
export function aspectMember(criterion: Criterion, inUse: readonly Criterion[]): string {
  const name = criterion.name.trim();
  return PLAIN_NAME.test(name) ? name : `aspect_${inUse.indexOf(criterion) + 1}`;
}

/** Whether the critique ends with why such an instruction leads to such an answer. A critique in short lines does not. */
export function closesWithConnection(phase: PhaseName, { critique }: Pick<Recipe, 'critique'>): boolean {
  return phase === 'instruction' && critique === 'free';
}

/**
 * The form that a structured answer of a phase must have. The same text for all records of a recipe, as engines know a form by it. Notes
 * come before assessments, and both before the new texts: what is written first guides what follows.
 */
export function structuredFormat(phase: PhaseName, recipe: Recipe): AnswerFormat {
  const critiques = subjectsOf(phase).map((subject) => [CRITIQUE_MEMBERS[subject], critiqueSchema(criteriaInUse(recipe, subject))] as const);
  const connection = closesWithConnection(phase, recipe) ? [['connection', TEXT] as const] : [];
  const texts = PHASE_TEXTS[phase].map((member) => [member, TEXT] as const);
  return { kind: 'json-schema', schema: JSON.stringify(objectSchema([...critiques, ...connection, ...texts])) };
}

const TEXT = { type: 'string' };

function critiqueSchema(criteria: readonly Criterion[]): object {
  const aspect = objectSchema([
    ['note', TEXT],
    ['assessment', { enum: ASSESSMENTS }],
  ]);
  return objectSchema(criteria.map((criterion) => [aspectMember(criterion, criteria), aspect] as const));
}

function objectSchema(members: readonly (readonly [string, object])[]): object {
  return { type: 'object', properties: Object.fromEntries(members), required: members.map(([name]) => name), additionalProperties: false };
}
