import type { PhaseName } from '../core/outcome.ts';

/** The slots of a wording, which a recipe's settings and a record fill. Written `{{record}}`. */
export const SLOTS = [
  /** The record between its markers. */
  'record',
  /** The names of the instruction's criteria, separated by semicolons. */
  'instruction_criteria',
  'response_criteria',
  /** How much to say under each criterion. */
  'critique_length',
  /** How the new texts are to be given. */
  'new_instruction',
  'new_answer',
  'better_answer',
  /** The steer, the language, the limits of length, and what is to be kept, a line each. */
  'demands',
  /** What the answer as a whole must look like. */
  'form',
] as const;

/** One of {@link SLOTS}. */
export type Slot = (typeof SLOTS)[number];

/** What stands in the slots. */
export type Fillings = Readonly<Record<Slot, string>>;

/** A wording by its place in a recipe: the prompt of a phase, or phase 2 in phase 1's conversation. */
export type WordingPlace = PhaseName | 'continued';

/** A slot that may stand in a wording's user message. Without a required one, something that the recipe sets would have no effect, or the answer no form. */
export interface SlotUse {
  readonly slot: Slot;
  readonly required: boolean;
}

const USED: Record<WordingPlace, readonly Slot[]> = {
  instruction: ['record', 'instruction_criteria', 'response_criteria', 'critique_length', 'new_instruction', 'new_answer', 'demands', 'form'],
  response: ['record', 'response_criteria', 'critique_length', 'better_answer', 'demands', 'form'],
  continued: ['response_criteria', 'critique_length', 'better_answer', 'demands', 'form'],
};

/** The slots of a wording in the order in which they usually stand. A wording may say itself how much to say under each criterion. */
export function slotsOf(place: WordingPlace): readonly SlotUse[] {
  return USED[place].map((slot) => ({ slot, required: slot !== 'critique_length' }));
}

const SLOT = /\{\{[ \t]*([a-z_]+)[ \t]*\}\}/g;

/** Names of the slots that occur in a wording, known or not, as often as they occur. */
export function slotsIn(wording: string): string[] {
  return Array.from(wording.matchAll(SLOT), ([, name = '']) => name);
}

/** A wording with its slots filled. A slot that is filled with nothing takes its line with it if it stands alone on it; an unknown one stays. */
export function fillSlots(wording: string, fillings: Fillings): string {
  const texts = new Map(Object.entries(fillings));
  const lines = wording.replace(/^[ \t]*\{\{[ \t]*([a-z_]+)[ \t]*\}\}[ \t]*\n/gm, (line, name: string) => (texts.get(name) === '' ? '' : line));
  // By a function, or else `$1` in a record would be taken for a group.
  return lines.replace(SLOT, (slot, name: string) => texts.get(name) ?? slot);
}
