import type { AskOptions } from '../../core/prompt.ts';
import type { Decision } from '../../core/outcome.ts';
import type { ReviewResult } from '../../core/review.ts';
import type { UnscoredReason } from '../../core/score.ts';
import { formatCount, formatSeconds, plural } from './figures.ts';

/** The review screen. */
export const REVIEW = {
  title: 'Review',
  filter: 'Show',
  option: (label: string, count: number) => `${label} (${formatCount(count)})`,
  list: 'Results',
  keys: 'Arrow keys move through the list.',
  emptyTitle: 'No records to show',
  empty: 'No record stands like this. Choose another filter.',
  decidedTitle: 'Nothing is left to decide',
  decidedText: 'Every rewrite that you were asked about is decided.',
  nothingYetTitle: 'Nothing to review yet',
  nothingYet: 'Results appear here as soon as the first record is done.',
  pick: 'Choose a record from the list to compare it with its original.',
  detail: (name: string) => `${name} in detail`,
  back: 'Back to the list',
  previous: 'Previous record',
  next: 'Next record',
  original: 'Original',
  result: 'Result',
  soFar: 'Result so far',
  open: 'Rewrite, not decided',
  declined: 'Rewrite, turned down by you',
  asBefore: 'As it was',
  reload: 'Show the newest results',
  findings: (count: number) => plural(count, 'finding'),
} as const;

/** What a person says to a record. */
export const DECISION = {
  title: 'Use this rewrite?',
  open: 'It is complete, but it did not clearly win. Until you decide, the record is exported as it was.',
  rewritten: 'The rewrite counts.',
  made: { rewrite: 'You chose the rewrite.', original: 'You chose the original. The record is exported as it was.' } satisfies Record<Decision, string>,
  rewrite: 'Use the rewrite',
  original: 'Keep the original',
  rewriteInstead: 'Use the rewrite instead',
  originalInstead: 'Keep the original instead',
  takeBack: 'Take it back',
  keys: 'Keys: R for the rewrite, O for the original, U to take it back.',
  last: (name: string, decision: Decision | undefined) => `${name}: ${decision === undefined ? 'your decision is taken back' : decision === 'rewrite' ? 'the rewrite counts' : 'the original stays'}.`,
} as const;

/** What became of a record in one phase, and how. */
export const PHASE = {
  turnedDown: 'The rewrite that was turned down',
  before: 'Before',
  beforePhase2: 'After phase 1',
  rewrite: 'Rewrite',
  findings: 'What rules found',
  rejects: 'keeps the original',
  critiqueTitle: 'Critique',
  critique: (phase: string) => `Critique: ${phase}`,
  noCritique: 'The oracle’s answer holds no critique by the recipe’s criteria.',
  attempts: 'Answers of the oracle',
  attempt: (phase: string, attempt: number) => `${phase}, attempt ${formatCount(attempt + 1)}`,
  nothingAsked: 'Nothing has been asked yet.',
  review: 'Blind comparison by the oracle',
  reviewResult: {
    former: 'What was there before won.',
    latter: 'The rewrite won.',
    tie: 'Neither was better.',
    unreadable: 'No points could be read in at least one of the two passes, so this counts as neither.',
  } satisfies Record<ReviewResult, string>,
  pass: (index: number) => (index === 0 ? 'First pass' : 'Second pass, texts exchanged'),
  points: 'Points from 1 to 10',
  noPoints: '–',
  student: 'Read by the student',
  studentBy: (student: string, template: string) => `${student}, template ${template}.`,
  scoreOf: 'Text',
  perplexityAlone: 'Perplexity alone',
  perplexityGiven: { instruction: 'Given the instruction', response: 'Given the response' },
  tokens: 'Tokens',
  ratio: { instruction: 'IFD', response: 'r-IFD' },
  ratioHint: {
    instruction: 'IFD: how little the instruction helps with the response. The higher one stays.',
    response: 'r-IFD: how little the response tells of its instruction. The lower one stays.',
  },
  noScore: 'no score',
} as const;

/** Why a text has no score. */
export const UNSCORED_SENTENCES: Record<UnscoredReason, string> = {
  'empty-target': 'The text is empty.',
  'no-room': 'What stands before the text fills what the student can read.',
  'not-finite': 'The number is too large for the format it is computed in.',
  'engine-failed': 'The engine failed at this text.',
  'not-given': 'The file it was to come from has none.',
};

/** One answer of an oracle, with all that it was asked with. */
export const ANSWER = {
  finish: { stop: 'ended by itself', length: 'ran out of room', error: 'failed in the engine' },
  tokens: (prompt: number, fresh: number) => `${formatCount(prompt)} + ${plural(fresh, 'token')}`,
  seconds: formatSeconds,
  noAnswer: 'No answer came.',
  temperature: 'Temperature',
  topP: 'Top p',
  seed: 'Seed',
  maxNewTokens: 'New tokens at most',
  minNewTokens: 'Room needed',
  form: 'Form',
  forms: { 'json-schema': 'JSON object', grammar: 'Held to a grammar' } satisfies Record<NonNullable<AskOptions['format']>['kind'], string>,
  markers: 'Markers in the text',
  freeText: 'Free text',
  promptTokens: 'Prompt',
  held: (prompt: number, held: number) => `${plural(prompt, 'token')}, ${formatCount(held)} still held`,
  newTokens: 'Answer',
  duration: 'Time',
  ended: 'Ended',
} as const;
