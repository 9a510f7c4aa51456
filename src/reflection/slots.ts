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

const SLOT = /\{\{[ \t]*([a-z_]+)[ \t]*\}\}/g;

/** Names of the slots that occur in a wording, known or not, as often as they occur. */
export function slotsIn(wording: string): string[] {
  return Array.from(wording.matchAll(SLOT), ([, name = '']) => name);
}

/** A wording with its slots filled. A slot that is filled with nothing takes its line with it if it stands alone on it; an unknown one stays. */
export function fillSlots(wording: string, fillings: Fillings): string {
  const texts: Readonly<Record<string, string | undefined>> = fillings;
  const lines = wording.replace(/^[ \t]*\{\{[ \t]*([a-z_]+)[ \t]*\}\}[ \t]*\n/gm, (line, name: string) => (texts[name] === '' ? '' : line));
  // By a function, or else `$1` in a record would be taken for a group.
  return lines.replace(SLOT, (slot, name: string) => texts[name] ?? slot);
}
