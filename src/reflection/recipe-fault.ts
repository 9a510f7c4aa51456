/** Why a recipe cannot be used. */
export const RECIPE_FAULT_CODES = [
  /** The recipe has no name. */
  'name-missing',
  /** A name holds a line break, a colon, a marker or a control token of a chat, or has more than {@link MAX_NAME_LETTERS} letters. */
  'name-unfit',
  /** Two criteria of one subject have the same name, but for case. */
  'criterion-twice',
  /** No criterion of a subject that a phase criticises is on. */
  'no-criterion',
  /** No phase is on. */
  'no-phase',
  /** Phase 2 is to go on in phase 1's conversation, and one of both is not on. */
  'continues-alone',
  /** A slot that the wording cannot do without is not in it. */
  'slot-missing',
  /** There is no such slot, or none in this wording. */
  'slot-unknown',
  /** The record stands in the wording more than once. */
  'record-twice',
  /** The wording holds a line that could be taken for the bounds of a record. */
  'marker-in-wording',
  /** A text holds a control token of a chat, which would end or forge a turn. */
  'control-token',
  /** A steer or a language is not one line, or holds a marker. */
  'line-unfit',
  /** A number lies outside its bounds, or is no whole one where it must be; the detail names them. */
  'number-out-of-bounds',
  /** `minNewTokens` is more than `maxNewTokens`. */
  'room-crossed',
] as const;

/** One of {@link RECIPE_FAULT_CODES}. */
export type RecipeFaultCode = (typeof RECIPE_FAULT_CODES)[number];

/** What is wrong with a recipe, and where. */
export interface RecipeFault<Code extends string = RecipeFaultCode> {
  readonly code: Code;
  /** The member, as `criteria.instruction.2.name`; counted from 0. `''` is the whole. */
  readonly where: string;
  /** What was found there or what is missing: a name, a slot, the bounds `0 to 2`. May be `''`. */
  readonly detail: string;
}
