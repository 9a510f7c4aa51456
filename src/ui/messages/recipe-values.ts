import type { PhaseName } from '../../core/outcome.ts';
import type { AnswerForm, CritiqueLength, GateAction, Keepable, Recipe, StudentTemplate } from '../../core/recipe.ts';
import type { RuleAction } from '../../core/rules.ts';
import { criteriaInUse } from '../../core/recipe.ts';
import { RULES } from '../../core/rules.ts';
import { countActions, type RecipeMember } from '../state/recipe-draft.ts';
import { plural } from './figures.ts';
import { RULE_ACTION_LABELS, RULE_TEXTS } from './rules.ts';

/** What a person can change in a recipe, as labels. */
export const MEMBER_LABELS: Record<RecipeMember, string> = {
  phases: 'Phases',
  criteria: 'Criteria',
  critique: 'Length of the critique',
  answerForm: 'Form of the answer',
  wordings: 'Wording of the prompts',
  steer: 'Wish in one sentence',
  language: 'Language',
  lengths: 'Limits of length',
  keep: 'What to keep',
  temperature: 'Temperature',
  topP: 'Top p',
  seed: 'Seed',
  maxNewTokens: 'Longest answer',
  minNewTokens: 'Room needed',
  maxAttempts: 'Attempts per phase',
  continues: 'Second phase',
  rules: 'Rules',
  gate: 'Gate',
  student: 'Student’s veto',
};

/** The same for lines that tell several. */
const MEMBER_SHORT: Record<RecipeMember, string> = {
  ...MEMBER_LABELS,
  critique: 'Critique',
  answerForm: 'Form',
  wordings: 'Wording',
  steer: 'Wish',
  lengths: 'Lengths',
  keep: 'Keep',
  maxAttempts: 'Attempts',
};

/** The phases, in few words. */
export const PHASE_SHORT: Record<PhaseName, string> = { instruction: 'instruction', response: 'response' };

/** How much the oracle is to say under each criterion. */
export const CRITIQUE_LABELS: Record<CritiqueLength, string> = { free: 'As much as it likes', line: 'One short line' };

/** How an answer is divided. */
export const FORM_LABELS: Record<AnswerForm, string> = { markers: 'Markers', structured: 'Structured' };

/** What a rewrite is not to lose. */
export const KEEP_LABELS: Record<Keepable, string> = {
  code: 'Code',
  tables: 'Tables',
  numbers: 'Numbers',
  'list-counts': 'Number of list items',
  format: 'Format',
};

/** What follows from a review. */
export const GATE_ACTION_LABELS: Record<GateAction, string> = { rewrite: 'Keep the rewrite', original: 'Keep the original', ask: 'Ask me' };

/** The templates in which a student reads. */
export const TEMPLATE_LABELS: Record<StudentTemplate, string> = { vicuna: 'Vicuna', alpaca: 'Alpaca', wizardlm: 'WizardLM' };

const ACTIONS: readonly RuleAction[] = ['flag', 'reject', 'off'];

const TEXTS: Record<RecipeMember, (recipe: Recipe) => string> = {
  phases: ({ phases }) => phases.map((phase) => PHASE_SHORT[phase]).join(', then '),
  criteria: (recipe) => `${criteriaInUse(recipe, 'instruction').length} for the instruction, ${criteriaInUse(recipe, 'response').length} for the response`,
  critique: ({ critique }) => (critique === 'free' ? 'free' : 'one line each'),
  answerForm: ({ answerForm }) => (answerForm === 'markers' ? 'markers' : 'structured'),
  wordings: ({ wordings }) => plural([wordings.instruction, wordings.response].reduce((sum, { system, user }) => sum + system.length + user.length, wordings.continued.user.length), 'character'),
  steer: ({ steer }) => (steer === '' ? 'none' : `“${steer}”`),
  language: ({ language }) => (language === '' ? 'as the record' : language),
  lengths: ({ lengths }) => lengthText(lengths),
  keep: ({ keep }) => (keep.length === 0 ? 'nothing named' : keep.map((one) => KEEP_LABELS[one].toLowerCase()).join(', ')),
  temperature: ({ temperature }) => (temperature === 0 ? '0 (always the likeliest token)' : String(temperature)),
  topP: ({ topP }) => (topP === 1 ? '1 (nothing cut)' : String(topP)),
  seed: ({ seed }) => String(seed),
  maxNewTokens: ({ maxNewTokens }) => plural(maxNewTokens, 'token'),
  minNewTokens: ({ minNewTokens }) => plural(minNewTokens, 'token'),
  maxAttempts: ({ maxAttempts }) => (maxAttempts === 1 ? '1' : `up to ${maxAttempts}`),
  continues: ({ continues }) => (continues ? 'continues the conversation' : 'starts afresh'),
  rules: ({ rules }) => ruleText(rules),
  gate: ({ gate }) => (gate ? `loss: ${gateText(gate.onLoss)}; tie: ${gateText(gate.onTie)}; unreadable: ${gateText(gate.onUnreadable)}` : 'off'),
  student: ({ student }) => (student ? `on, ${TEMPLATE_LABELS[student.template]} template` : 'off'),
};

/** What a recipe says of one of its members, short enough for a line. */
export function memberText(member: RecipeMember, recipe: Recipe): string {
  return TEXTS[member](recipe);
}

function lengthText({ instructionWordsMax, responseWordsMax }: Recipe['lengths']): string {
  const limits = [
    instructionWordsMax === undefined ? '' : `instruction at most ${plural(instructionWordsMax, 'word')}`,
    responseWordsMax === undefined ? '' : `response at most ${plural(responseWordsMax, 'word')}`,
  ].filter((limit) => limit !== '');
  return limits.length === 0 ? 'none' : limits.join(', ');
}

function ruleText(rules: Recipe['rules']): string {
  const counts = countActions(rules);
  const used = ACTIONS.filter((action) => counts[action] > 0);
  return used.map((action) => `${used.length === 1 ? 'all' : counts[action]}: ${RULE_ACTION_LABELS[action].toLowerCase()}`).join(', ');
}

function gateText(action: GateAction): string {
  return { rewrite: 'rewrite', original: 'original', ask: 'ask me' }[action];
}

/** Members that are told together in one line. */
export function membersLine(members: readonly RecipeMember[], recipe: Recipe): string {
  return members.map((member) => `${MEMBER_SHORT[member]}: ${memberText(member, recipe)}`).join(' · ');
}

/** What one recipe says of a member and another says instead, as far as they differ. */
export function memberChange(member: RecipeMember, was: Recipe, now: Recipe): { readonly was: string; readonly now: string } {
  const [told, other] = DETAILS[member]?.(was, now) ?? [memberText(member, was), memberText(member, now)];
  return { was: told, now: other };
}

const DETAILS: Partial<Record<RecipeMember, (was: Recipe, now: Recipe) => readonly [string, string]>> = {
  criteria: (was, now) => [criteriaText(was, now), criteriaText(now, was)],
  rules: (was, now) => [rulesText(was, now), rulesText(now, was)],
  wordings: (was, now) => ['', PLACES.filter((place) => JSON.stringify(was.wordings[place]) !== JSON.stringify(now.wordings[place])).map((place) => PLACE_LABELS[place]).join(', ')],
};

const SUBJECTS = ['instruction', 'response'] as const;
const PLACES = ['instruction', 'response', 'continued'] as const;
const PLACE_LABELS = { instruction: 'phase 1', response: 'phase 2', continued: 'phase 2 continued' } as const;

function criteriaText(recipe: Recipe, other: Recipe): string {
  const names = (from: Recipe, subject: (typeof SUBJECTS)[number]) => criteriaInUse(from, subject).map(({ name, weight }) => (weight === 1 ? name : `${name} × ${weight}`)).join(', ');
  return SUBJECTS.filter((subject) => names(recipe, subject) !== names(other, subject)).map((subject) => `${subject}: ${names(recipe, subject)}`).join('; ');
}

function rulesText({ rules }: Recipe, { rules: others }: Recipe): string {
  const differing = RULES.filter((rule) => rules[rule] !== others[rule]);
  if (differing.length === RULES.length) return ruleText(rules);
  return differing.map((rule) => `${RULE_TEXTS[rule].label}: ${RULE_ACTION_LABELS[rules[rule]].toLowerCase()}`).join(', ');
}
