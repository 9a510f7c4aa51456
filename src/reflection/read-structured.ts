import type { PhaseName } from '../core/outcome.ts';
import { criteriaInUse, type Criterion, type Recipe, subjectsOf } from '../core/recipe.ts';
import type { CritiqueNote, CritiqueSubject, KeptReason } from '../core/verdict.ts';
import { onOneLine } from './critique.ts';
import { unescapeText } from './escape.ts';
import { type JsonObject, readObjects } from './json-members.ts';
import type { PartialReading, ReadableAnswer, Reading } from './reading.ts';
import { aspectMember, ASSESSMENTS, CRITIQUE_MEMBERS, PHASE_TEXTS } from './structured-form.ts';
import { isPlaceholder, isRefusal } from './worthless.ts';

/** Reads an answer that is a JSON object. One that is cut or is no JSON has no new texts, with the reasons of an answer in markers. */
export function readStructured(phase: PhaseName, answer: ReadableAnswer, recipe: Recipe): Reading {
  const objects = readObjects(answer.text);
  const wanted = PHASE_TEXTS[phase];
  const chosen = objects.findLast((object) => object.closed && wanted.every((member) => isReal(textOf(object, member))));
  const critique = readNotes(phase, chosen ?? objects.at(-1), recipe);
  if (!chosen) return { critique, reason: reasonOf(objects, wanted, answer) };
  const [first = '', second] = wanted.map((member) => textOf(chosen, member)?.text ?? '');
  return { critique, texts: second === undefined ? { response: first } : { instruction: first, response: second } };
}

/** Reads what has come so far of an answer that is a JSON object. */
export function readStructuredSoFar(phase: PhaseName, text: string, recipe: Recipe): PartialReading {
  const object = readObjects(text).at(-1);
  const [first, second] = PHASE_TEXTS[phase].map((member) => textOf(object, member)?.text);
  const critique = readNotes(phase, object, recipe);
  return phase === 'instruction' ? { critique, instruction: first, response: second } : { critique, instruction: undefined, response: first };
}

interface Text {
  readonly text: string;
  readonly closed: boolean;
}

function textOf(object: JsonObject | undefined, member: string): Text | undefined {
  const value = object?.members.get(member);
  return value?.kind === 'text' ? { text: unescapeText(value.text.replace(/\r\n?/g, '\n').trim()), closed: value.closed } : undefined;
}

function isReal(text: Text | undefined): boolean {
  return text !== undefined && text.closed && text.text !== '' && !isPlaceholder(text.text);
}

function reasonOf(objects: readonly JsonObject[], wanted: readonly string[], { text, finishReason }: ReadableAnswer): KeptReason {
  if (finishReason === 'length') return 'truncated';
  const texts = wanted.map((member) => textOf(objects.at(-1), member));
  if (!objects.at(-1)?.closed || texts.includes(undefined)) return isRefusal(text) ? 'refused' : 'no-marker';
  return texts.some((one) => one?.text === '') ? 'empty' : 'placeholder';
}

function readNotes(phase: PhaseName, object: JsonObject | undefined, recipe: Pick<Recipe, 'criteria'>): CritiqueNote[] {
  return subjectsOf(phase).flatMap((subject) => {
    const aspects = object?.members.get(CRITIQUE_MEMBERS[subject]);
    const criteria = criteriaInUse(recipe, subject);
    return aspects?.kind === 'object' ? criteria.flatMap((criterion) => readNote(aspects, subject, criterion, aspectMember(criterion, criteria))) : [];
  });
}

function readNote(aspects: JsonObject, subject: CritiqueSubject, { name: criterion }: Criterion, member: string): CritiqueNote[] {
  const aspect = aspects.members.get(member);
  const note = aspect?.kind === 'object' ? aspect.members.get('note') : undefined;
  if (aspect?.kind !== 'object' || note?.kind !== 'text') return [];
  const said = aspect.members.get('assessment');
  const assessment = said?.kind === 'text' && said.closed ? ASSESSMENTS.find((one) => one === said.text.trim().toLowerCase()) : undefined;
  const text = unescapeText(onOneLine(note.text));
  return [{ subject, criterion, text, ...(assessment ? { assessment } : {}) }];
}
