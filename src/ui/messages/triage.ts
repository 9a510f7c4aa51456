import type { RowsKind } from '../state/rows-choice.svelte.ts';
import type { TriageOrder } from '../../quality/triage.ts';
import type { RecordTime } from '../state/triage.svelte.ts';
import { formatCount, formatDuration, plural } from './figures.ts';

/** Which records a run takes. */
export const ROWS = {
  title: 'Which records',
  lead: 'The others stay as they are, and are exported so.',
  choice: 'Which records are recycled',
  kinds: { all: 'All', first: 'The first', random: 'A random sample', gain: 'Those with most to gain' } satisfies Record<RowsKind, string>,
  count: 'Records',
  seed: 'Seed of the draw',
  seedHint: 'The same seed draws the same records again.',
  chosen: (count: number, total: number) => (count === total ? `All ${plural(total, 'record')}.` : `${formatCount(count)} of ${plural(total, 'record')}.`),
} as const;

/** Choosing the records with most to gain by a student's scores. */
export const TRIAGE = {
  lead: 'A student reads every record once, which is quick beside recycling, and tells how little each instruction helps with its response (IFD).',
  noScores: 'No student has scored these records yet.',
  scored: (count: number, total: number) => (count < total ? `${formatCount(count)} of ${plural(total, 'record')} have a score; the others come last.` : `All ${plural(total, 'record')} have a score.`),
  by: 'Scores by',
  score: 'Score the records',
  scoreOther: 'Score with another student',
  scoring: 'The records',
  order: 'Order',
  orders: { gain: 'Misaligned and easy first', 'highest-ifd': 'Highest IFD first', 'lowest-ifd': 'Lowest IFD first', shortest: 'Shortest responses first' } satisfies Record<TriageOrder, string>,
  orderHints: {
    gain: 'First pairs that do not belong together (IFD of 1 or more) and empty responses, then those whose response the instruction gives away. Just under 1 comes last: those records teach most already.',
    'highest-ifd': 'Goes by the IFD alone, from the worst fit downwards.',
    'lowest-ifd': 'Goes by the IFD alone, from what is easiest to guess upwards.',
    shortest: 'Recycling mostly adds length and detail, so short responses gain most of it.',
  } satisfies Record<TriageOrder, string>,
  budget: 'Budget',
  budgets: { records: 'Records', hours: 'Hours' },
  hours: 'Hours of work',
  records: 'Number of records',
  time: ({ recordMs, from }: RecordTime) => `About ${formatDuration(recordMs)} a record, ${from === 'run' ? 'as in an earlier run with this oracle' : 'by the speed that was measured when this oracle was loaded, with both phases'}.`,
  noTime: 'How long a record takes with this oracle is not known yet: try a few records first, or give a number of records.',
  within: (count: number, misaligned: number) => `${plural(count, 'record')} within the budget, ${formatCount(misaligned)} of them with an IFD of 1 or more.`,
  wouldTake: (durationMs: number) => `About ${formatDuration(durationMs)}.`,
} as const;
