import type { PreviewNote } from '../../pipeline/prompt-preview.ts';
import type { PartKind } from '../prompt-parts.ts';
import { formatCount, plural } from './figures.ts';

const tokens = (count: number) => plural(count, 'token');

/** The preview of a prompt. */
export const PREVIEW = {
  title: 'Preview',
  lead: 'What the oracle is asked about one record, as it gets it.',
  record: (total: number) => `Record, 1 to ${formatCount(total)}`,
  previous: 'Previous record',
  next: 'Next record',
  random: 'Any other',
  phase: 'Phase',
  unreadable: 'This record can no longer be read. It will count as damaged.',
  text: 'Text of the prompt',
  roles: { system: 'System', user: 'User', answer: 'Oracle, in phase 1' },
  emptyAnswer: 'what the oracle answered in phase 1, whole',
  legend: 'What comes from where',
  kinds: { wording: 'Wording', filling: 'Filled in', record: 'The record’s own text' } satisfies Record<PartKind, string>,
  held: 'Beside the prompt, the engine holds the answer to its JSON form. That takes no room in the context.',
  counting: 'Counting …',
  counted: 'Tokens, by the oracle’s own tokenizer',
  prompt: 'Prompt',
  ofRules: 'Rules and template',
  ofRecord: 'Record',
  context: 'Context',
  room: 'Left for the answer',
  tokens,
  bar: (prompt: number, context: number) => `${formatCount(prompt)} of ${tokens(context)}`,
  fits: (room: number) => `It fits. The answer can have ${tokens(room)}.`,
  tight: (room: number, wanted: number) => `It fits. The answer can have ${tokens(room)}, fewer than the ${formatCount(wanted)} that the recipe allows: a long one may be cut off, and the record is then kept as it was.`,
  tooLong: (lacking: number) => `It does not fit: ${tokens(lacking)} are missing. The record would be kept as it is, as “too long”. Nothing is ever cut.`,
  helps: 'What would help: a larger context for this oracle, less room needed for the answer, shorter wording or fewer criteria, or leaving the record out.',
  toOracle: 'Choose a larger context',
  noWeights: 'Tokens can be counted once this oracle’s weights are here.',
  noOracle: 'Choose an oracle, and its tokens are counted here.',
  refused: 'The model’s own template rejects this text. The record would count as failed.',
} as const;

/** What a shown prompt still lacks. */
export const PREVIEW_NOTES: Record<PreviewNote, string> = {
  'pair-from-phase-1': 'In the run, phase 2 reads the pair that phase 1 has written. Here stands the record as it is, so the count is a guide.',
  'answer-from-phase-1': 'In the run, the conversation also holds the oracle’s answer of phase 1. Here it is empty, so the prompt will be longer by that answer.',
};

/** The check over all records. */
export const FIT = {
  start: 'How many do not fit?',
  again: 'Check again',
  stop: 'Stop',
  label: 'Checking which records fit',
  progress: (checked: number, total: number) => `${formatCount(checked)} of ${plural(total, 'record')} checked`,
  allFit: (checked: number) => (checked === 1 ? 'The record fits.' : `All ${plural(checked, 'record')} fit.`),
  someDoNot: (tooLong: number, checked: number) =>
    `${formatCount(tooLong)} of ${plural(checked, 'record')} ${tooLong === 1 ? 'does not fit. It would be kept as it is' : 'do not fit. They would be kept as they are'}, as “too long”.`,
  stopped: (checked: number, total: number) => `Stopped after ${formatCount(checked)} of ${plural(total, 'record')}.`,
  uncounted: (count: number) => `${plural(count, 'record')} could not be counted.`,
  largest: (size: number) => `Largest prompt: ${tokens(size)}.`,
  show: 'Show it',
  firstPhase: 'Counted is the first question about each record. What a second phase reads is written by the oracle.',
  stale: 'The recipe, the context or the choice of records has changed since.',
  noWeights: 'Tokens can be counted once this oracle’s weights are here.',
} as const;
