import type { SelectionFigure, SelectionRule } from '../../quality/selection-rules.ts';
import { formatCount, plural } from './figures.ts';

const RATIO = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const SHARE = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 0 });

/** Which records of a run are taken for training. */
export const SELECTION = {
  title: 'Selection by the student',
  lead: 'The paper trains on the records that its rules leave. Here each rule can be switched and set; the figures are the student’s, and nothing is deleted: the run keeps all its records.',
  none: 'No student has measured this run yet',
  noneText: 'The rules go by IFD and r-IFD of the recycled records. Measure them first, or import scores.',
  toMeasures: 'Measure with a model',
  student: 'By which student',
  rules: 'Rules',
  paper: 'As in the paper',
  phase1: 'Phase 1 raised the IFD',
  phase1Hint: 'Drops records whose new instruction did not make the response harder to guess.',
  phase2: 'Phase 2 lowered the r-IFD',
  phase2Hint: 'Drops records whose new response tells less of its instruction than the one before.',
  vetoed: 'The run’s own student has seen to this already.',
  lacks: (editions: string) => `Not measured yet: ${editions}. Records without a figure are dropped.`,
  onlyResponseReflected: 'Only records whose response was rewritten in phase 2',
  onlyResponseReflectedHint: 'Response reflection brings most of the gain in the paper’s ablation.',
  ifdMax: 'IFD below',
  ifdMaxHint: 'At 1 and above the instruction does not help: the pair is misaligned.',
  reverseIfdMax: 'r-IFD below',
  reverseIfdMaxHint: 'At 1 and above the response says nothing of its instruction.',
  threshold: (rule: string) => `Threshold of “${rule}”`,
  top: 'Only the best of what is left',
  topHint: 'The last step: so many percent of the records that all other rules leave.',
  topPercent: 'Percent',
  topBy: 'Best by',
  figures: { ifd: 'highest IFD', 'reverse-ifd': 'lowest r-IFD', coherence: 'highest coherence' } satisfies Record<SelectionFigure, string>,
  effects: 'What each rule drops',
  ruleColumn: 'Rule',
  alone: 'On its own',
  inOrder: 'In this order',
  left: 'Left',
  all: 'All records of the run',
  lacking: (count: number) => `${formatCount(count)} for want of a figure`,
  selected: (count: number, total: number) => `${formatCount(count)} of ${plural(total, 'record')} selected`,
  warnTitle: 'A rule drops more than half',
  warn: (rule: string, share: number) => `“${rule}” alone drops ${SHARE.format(share)} of the records.`,
  warnThreshold: 'Fixed thresholds were set for large students: with small ones 65% of recorded data had an r-IFD of 1 or more. Look at the picture and set a threshold that fits this student, or take the best percent instead.',
  picture: 'How the figures spread',
  pictureOf: { ifd: 'IFD', reverseIfd: 'r-IFD' },
  pictureSpoken: (name: string, known: number, median: string, below: string, threshold: string) => `Distribution of ${name} over ${plural(known, 'record')}, median ${median}. ${below} lie below the threshold ${threshold}.`,
  pictureSpokenFree: (name: string, known: number, median: string) => `Distribution of ${name} over ${plural(known, 'record')}, median ${median}. No threshold is set.`,
  noFigures: 'not measured',
  bin: (from: string, to: string, count: number) => `${from} to ${to}: ${plural(count, 'record')}`,
  lastBin: (from: string, count: number) => `${from} and more: ${plural(count, 'record')}`,
  median: (value: string) => `median ${value}`,
  save: 'Save the selected records',
  saveAs: { json: 'As JSON', jsonl: 'As JSON Lines' },
  saveRules: 'Save the rules',
  saveHint: 'The file of rules says by which student, with which thresholds, and how many records each rule dropped.',
  preparing: 'Preparing the file',
  saved: (name: string) => `${name} was handed to the browser’s downloads.`,
  cancel: 'Cancel',
  nothing: 'No record is left: nothing can be saved.',
  reading: 'Reading the figures…',
  editions: { original: 'the original', afterInstruction: 'after phase 1', recycled: 'recycled' },
} as const;

/** What a rule is called in the table of effects. */
export const SELECTION_RULE_LABELS: Record<SelectionRule, string> = {
  phase1: SELECTION.phase1,
  phase2: SELECTION.phase2,
  onlyResponseReflected: 'Response rewritten in phase 2',
  ifdMax: SELECTION.ifdMax,
  reverseIfdMax: SELECTION.reverseIfdMax,
  top: SELECTION.top,
};

/** `0.84`. */
export function formatRatio(value: number): string {
  return RATIO.format(value);
}

/** `65%`. */
export function formatSelectionShare(value: number): string {
  return SHARE.format(value);
}
