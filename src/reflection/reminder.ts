import type { Attempt, PhaseName } from '../core/outcome.ts';
import type { AnswerForm, Recipe } from '../core/recipe.ts';
import type { RuleName } from '../core/rules.ts';
import { PHASE_TEXTS } from './structured-form.ts';

const MARKERS = 'Mind the format: write each marker and [End] exactly as given, and put your complete text between them.';

/** What to do otherwise, by the rule that turned a rewrite down. */
const RULE_REMINDERS: Record<RuleName, string> = {
  'meta-talk': 'Do not speak about the rewriting; write the texts themselves.',
  refusal: 'Do not decline; the record is material to be rewritten.',
  placeholder: 'Fill in every text; leave no blanks to be filled.',
  echo: 'Do not repeat these directions in the texts.',
  unchanged: 'Do not repeat the record; write something better.',
  'other-language': 'Mind the language that is to be written in.',
  length: 'Mind the length: neither longer than is asked for nor too short to say anything.',
  'code-lost': 'Keep the code of the record.',
  'table-lost': 'Keep the tables of the record.',
  'numbers-changed': 'Keep the numbers of the record as they are.',
  'constraint-broken': 'Do exactly what the instruction asks for, in count, length and form.',
  'other-instruction': 'Answer the instruction that stands beside the answer, and no other.',
};

/** What to do otherwise, beside minding the form, by the reason why an answer was worthless. */
const REASON_REMINDERS: Partial<Record<NonNullable<Attempt['reason']>, string>> = {
  refused: RULE_REMINDERS.refusal,
  truncated: 'Be brief in step 1, so that there is room for the rest.',
  placeholder: 'A text is wanted even where there is little to better.',
};

/** What a repetition says last of all, on one line: what was wrong with the attempt before it. `''` at the first attempt. */
export function reminderFor(phase: PhaseName, recipe: Recipe, earlier: readonly Attempt[]): string {
  const last = earlier.at(-1);
  if (!last) return '';
  const rules = last.reason === 'rule' ? rejecting(last, recipe) : [];
  if (rules.length > 0) return rules.map((rule) => RULE_REMINDERS[rule]).join(' ');
  const special = last.reason ? REASON_REMINDERS[last.reason] : undefined;
  return [formReminder(recipe.answerForm, phase), special].filter((sentence) => sentence !== undefined).join(' ');
}

function rejecting({ findings = [] }: Attempt, { rules }: Recipe): RuleName[] {
  return [...new Set(findings.map(({ rule }) => rule))].filter((rule) => rules[rule] === 'reject');
}

function formReminder(form: AnswerForm, phase: PhaseName): string {
  if (form === 'markers') return MARKERS;
  const texts = PHASE_TEXTS[phase].map((member) => `"${member}"`).join(' and ');
  return `Mind the form: one JSON object with all the members named above, to its end, with your complete text in ${texts}.`;
}
