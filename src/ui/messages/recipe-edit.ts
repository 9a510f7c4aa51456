import type { GateSettings, LengthLimits } from '../../core/recipe.ts';
import type { CritiqueSubject } from '../../core/verdict.ts';
import type { Slot, WordingPlace } from '../../pipeline/recipe-desk.ts';
import { plural } from './figures.ts';

/** The form in which a recipe is changed. */
export const EDIT = {
  title: 'Change the recipe',
  hint: 'The paper’s settings are a good start. Open what you want to change.',
  changed: 'changed',
  faults: (count: number) => plural(count, 'fault'),
  phases: 'Phases',
  phasesHint: 'At least one phase stays on.',
  continues: 'Second phase continues the conversation',
  continuesHint:
    'The paper starts the second phase afresh, with the new pair alone. Continued, the oracle still has the original and its own critique before it. That is faster where the engine keeps what it has read, needs more of the context, and gives other results.',
  continuesAlone: 'Only with both phases.',
  criteria: 'Criteria and critique',
  criterionName: (number: number) => `Name of criterion ${number}`,
  criterionOn: (name: string) => `Ask for ${name}`,
  weight: (name: string) => `Weight of ${name}`,
  weightHint: 'A weight other than 1 is told to the oracle, as “counts 2 times”.',
  moveUp: (name: string) => `Move ${name} up`,
  moveDown: (name: string) => `Move ${name} down`,
  removeCriterion: (name: string) => `Remove ${name}`,
  addCriterion: 'Add a criterion',
  moved: (name: string, place: number, count: number) => `${name} is now ${place} of ${count}.`,
  unnamed: 'the unnamed criterion',
  critique: 'Length of the critique',
  critiqueHint: 'One line each makes runs about twice as fast. A free critique is the paper’s way.',
  wishes: 'Wishes',
  steer: 'Wish in one sentence',
  steerHint: 'Goes into all prompts.',
  steerExample: 'Keep answers under 100 words.',
  language: 'Language to write in',
  languageHint: 'Its English name. Empty: the language of each record.',
  languageExample: 'as each record',
  lengths: { instructionWordsMax: 'Longest instruction, in words', responseWordsMax: 'Longest response, in words' } satisfies Record<keyof LengthLimits, string>,
  noLimit: 'no limit',
  keep: 'What a rewrite must keep',
  keepHint: 'Said in the prompt. The rules check whether it was kept.',
  form: 'Form of the answer',
  formHint: 'Markers work with every oracle. Structured answers are JSON that the engine holds the oracle to: none is lost for a missing marker, but small models may write worse in it.',
  formPractice: 'The practice oracle does not write structured answers.',
  wording: 'Wording of the prompts',
  wordingHint: 'Names in double braces are slots; each record and the settings above fill them. In the user message, required slots are marked.',
  slots: 'Slots',
  required: 'required',
  missing: 'missing',
  insert: (slot: string) => `Insert ${slot}`,
  system: 'System message',
  user: 'User message',
  restore: 'Take back',
  restoreLabel: (place: string) => `Take back the changes of: ${place}`,
  decoding: 'Decoding and attempts',
  temperature: 'Temperature',
  temperatureHint: '0 always takes the likeliest token.',
  topP: 'Top p',
  topPHint: '1 cuts nothing.',
  seed: 'Seed',
  seedHint: 'Matters where the temperature is above 0, and for repetitions.',
  maxNewTokens: 'Longest answer, in tokens',
  minNewTokens: 'Room needed, in tokens',
  minNewTokensHint: 'A record that leaves an answer less room than this is kept as too long.',
  maxAttempts: 'Attempts per phase',
  maxAttemptsHint: 'Each repetition changes the request: a reminder of the form, another seed, some temperature, more room.',
  rules: 'Rules',
  rulesHint: 'Each rewrite is examined without asking anybody. What a rule finds can be marked on the result, or the record keeps its original.',
  allRules: 'All rules',
  gateTitle: 'Gate',
  gate: 'Compare each rewrite with its original',
  gateHint: 'The oracle compares both blind, twice, with the places exchanged. Each rewrite costs two more answers.',
  student: 'Student’s veto',
  studentHint:
    'A student model, best the base model that you will train, keeps the pair that it can learn more from: after phase 1 the one with the higher IFD, after phase 2 the response with the lower r-IFD. It reads every original and rewrite, writes nothing, and needs its own memory beside the oracle.',
  template: 'Template in which the student reads',
  templateHint: 'Take the one that you will train with.',
} as const;

/** Cases in which a gate has to decide. */
export const GATE_CASES: Record<keyof GateSettings, string> = {
  onLoss: 'When the rewrite loses',
  onTie: 'When neither is better',
  onUnreadable: 'When a review cannot be read',
};

/** What a subject's criteria are headed by. */
export const CRITERIA_OF: Record<CritiqueSubject, string> = { instruction: 'Criteria for the instruction', response: 'Criteria for the response' };

/** The prompts whose wording can be changed. */
export const WORDING_LABELS: Record<WordingPlace, string> = {
  instruction: 'Phase 1: instruction reflection',
  response: 'Phase 2: response reflection',
  continued: 'Phase 2, continuing the conversation',
};

/** What fills a slot. */
export const SLOT_SENTENCES: Record<Slot, string> = {
  record: 'the record between its markers',
  instruction_criteria: 'criteria for the instruction',
  response_criteria: 'criteria for the response',
  critique_length: 'how much to say under each',
  new_instruction: 'how to give the new instruction',
  new_answer: 'how to give the new answer',
  better_answer: 'how to give the better answer',
  demands: 'wish, language, lengths, what to keep',
  form: 'what the whole answer looks like',
};
