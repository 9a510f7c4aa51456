import type { FailedReason, PhaseName } from '../../core/outcome.ts';
import type { PhaseStatus, RowStatus } from '../../core/status.ts';
import type { Assessment, CritiqueSubject } from '../../core/verdict.ts';
import type { ResultFilter } from '../../quality/result-filter.ts';

/** A word for the badge and a sentence that explains it. */
export interface StatusText {
  readonly label: string;
  readonly sentence: string;
}

/** How a record stands. */
export const ROW_STATUS_LABELS: Record<RowStatus, string> = {
  rewritten: 'Rewritten',
  undecided: 'Your decision',
  kept: 'Kept',
  failed: 'Failed',
  pending: 'Waiting',
  'left-out': 'Not in the run',
};

/** How one phase of a record stands. */
export const PHASE_STATUS_TEXTS: Record<PhaseStatus, StatusText> = {
  pending: { label: 'Waiting', sentence: 'This phase has not been done yet.' },
  rewritten: { label: 'Rewritten', sentence: 'The oracle wrote a complete new version.' },
  failed: { label: 'Failed', sentence: 'This phase could not be carried out; the record stays as it was.' },
  'no-marker': { label: 'No markers', sentence: 'The answer lacked the markers that divide it, so nothing could be taken from it. The record stays as it was.' },
  empty: { label: 'Empty', sentence: 'The markers were there with nothing between them. The record stays as it was.' },
  placeholder: { label: 'Placeholder', sentence: 'The answer only repeated the form, such as “your answer”. The record stays as it was.' },
  unchanged: { label: 'Unchanged', sentence: 'The oracle returned the same text: in its eyes there was nothing to improve.' },
  refused: { label: 'Refused', sentence: 'The oracle declined to answer. The record stays as it was.' },
  truncated: { label: 'Cut off', sentence: 'The answer ran out of room before it was complete. The record stays as it was.' },
  'too-long': { label: 'Too long', sentence: 'The record leaves too little room for an answer in this oracle’s context. It stays as it was.' },
  rule: { label: 'Rule', sentence: 'A rule of the recipe turned the rewrite down. The record stays as it was.' },
  gate: { label: 'Gate', sentence: 'The rewrite did not win the blind comparison with what it came from. The record stays as it was.' },
  student: { label: 'Student', sentence: 'The student model learns more from what was there before. The record stays as it was.' },
  undecided: { label: 'Your decision', sentence: 'There is a complete new version. Whether it counts is for you to say; until then the record stays as it was.' },
  declined: { label: 'Declined', sentence: 'There is a complete new version, and you chose the original.' },
  'left-out': { label: 'Not in the run', sentence: 'The run leaves this record out. It stays as it was.' },
};

/** Why a phase failed. */
export const FAILED_REASON_SENTENCES: Record<FailedReason, string> = {
  'oracle-failed': 'The engine failed on this record at every attempt.',
  'prompt-refused': 'The model’s own template rejects this text.',
  'record-damaged': 'The stored record can no longer be read.',
};

/** The review's filters. */
export const FILTER_LABELS: Record<ResultFilter, string> = {
  all: 'All records',
  rewritten: 'Rewritten',
  undecided: 'Waiting for your decision',
  kept: 'Kept as they were',
  failed: 'Failed',
  pending: 'Waiting',
  declined: 'Declined by you',
  'no-marker': 'Kept in a phase: no markers',
  empty: 'Kept in a phase: empty',
  placeholder: 'Kept in a phase: placeholder',
  unchanged: 'Kept in a phase: unchanged',
  refused: 'Kept in a phase: refused',
  truncated: 'Kept in a phase: cut off',
  'too-long': 'Kept in a phase: too long',
  rule: 'Kept in a phase: turned down by a rule',
  gate: 'Kept in a phase: turned down by the gate',
  student: 'Kept in a phase: turned down by the student',
  'left-out': 'Not in the run',
};

/** The phases, as headings. */
export const PHASE_LABELS: Record<PhaseName, string> = {
  instruction: 'Instruction reflection',
  response: 'Response reflection',
};

/** What a group of criteria looks at. */
export const SUBJECT_LABELS: Record<CritiqueSubject, string> = {
  instruction: 'The instruction',
  response: 'The response',
};

/** How a criterion is met. */
export const ASSESSMENT_LABELS: Record<Assessment, string> = { good: 'good', fair: 'fair', poor: 'poor' };

/** The three texts of a record. */
export const PAIR_LABELS = { instruction: 'Instruction', input: 'Input', response: 'Response', noInput: 'no input', emptyText: 'empty' } as const;

/** Reads as `Record 18`; people count from 1. */
export function recordName(ordinal: number): string {
  return `Record ${(ordinal + 1).toLocaleString('en')}`;
}
