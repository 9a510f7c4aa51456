import type { MeanEstimate } from '../../quality/mean-estimate.ts';
import type { PlaceBias } from '../../quality/pairwise.ts';
import type { ReviewResult } from '../../core/review.ts';
import { formatCount, plural } from './figures.ts';

const TWO_DIGITS = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const ONE_DIGIT = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const POINTS = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** The blind comparison of two editions. */
export const JUDGE = {
  title: 'Blind comparison',
  lead: 'A judge reads each record in both editions without knowing which is which, twice, with the places exchanged, and gives each 1 to 10 points.',
  latter: 'Count the wins of',
  former: 'against',
  own: 'This run',
  otherRuns: 'Other runs',
  otherRounds: 'Other rounds',
  sameEdition: 'Choose two different editions.',
  sample: 'Records',
  start: 'Judge',
  goOn: 'Continue',
  pause: 'Pause',
  pausing: 'Pausing…',
  noModel: 'Choose a judge first.',
  allJudged: 'These records are judged. Choose more to go on.',
  modelAtWork: 'Another model is at work in this tab. One at a time keeps the memory free: pause it or wait.',
  otherAtWork: 'Another comparison is being judged in this tab.',
  loading: 'Starting the judge',
  progress: 'Judged records',
  done: (done: number, total: number) => `${formatCount(done)} of ${plural(total, 'record')}`,
  keepOpen: 'Each record is stored as soon as it is judged. You can leave this screen meanwhile.',
  resultTitle: 'Result',
  by: (name: string) => `Judged by ${name}`,
  practice: 'A practice oracle judged this: the figures mean nothing.',
  none: 'Nothing has been judged yet',
  noneText: 'Start with a sample: 100 records tell a clear preference from chance.',
  counted: (judged: number, total: number) => `${formatCount(judged)} of ${plural(total, 'record')} that both editions have.`,
  outdated: (count: number) => `${plural(count, 'score')} of texts that have changed since ${count === 1 ? 'is' : 'are'} left out.`,
  sameText: (count: number) => `${formatCount(count)} of the ties: the record is the same in both, so nobody was asked.`,
  score: 'Score',
  scoreHint: '(wins − losses) / readable + 1: 1 is a draw, 2 wins all.',
  winRate: 'Win rate',
  winRateHint: 'Ties count half. ± is the standard error.',
  unreadableHint: 'Unreadable reviews are in neither figure.',
  list: 'Judged records',
  showing: 'Show',
  noneOfKind: 'None of the judged records ended so.',
  points: 'Points, before : after',
  chart: 'Results of the comparisons',
} as const;

/** How a comparison ended, seen from the latter edition. */
export const RESULT_LABELS: Record<ReviewResult, string> = { latter: 'Wins', tie: 'Ties', former: 'Losses', unreadable: 'Unreadable' };

/** `1.24 ± 0.06`; a dash where there is nothing to estimate from. */
export function formatScore({ mean, standardError }: MeanEstimate): string {
  if (mean === undefined) return '–';
  return standardError === undefined ? TWO_DIGITS.format(mean) : `${TWO_DIGITS.format(mean)} ± ${TWO_DIGITS.format(standardError)}`;
}

/** The same of a share, as a percentage: `61.9 ± 3.1%`. */
export function formatShareEstimate({ mean, standardError }: MeanEstimate): string {
  if (mean === undefined) return '–';
  const error = standardError === undefined ? '' : ` ± ${ONE_DIGIT.format(standardError * 100)}`;
  return `${ONE_DIGIT.format(mean * 100)}${error}%`;
}

/** Whether the judge went by the place; `''` while it decided nothing. */
export function biasSentence({ decided, first, second }: PlaceBias): string {
  if (decided === 0) return '';
  const places = first + second;
  if (places === 0) return `In ${plural(decided, 'comparison')} with two preferences, the judge never went by the place.`;
  return `In ${formatCount(places)} of ${plural(decided, 'comparison')} with two preferences the judge went by the place, ${formatCount(first)} times for the first and ${formatCount(second)} times for the second. Those are ties.`;
}

/** The points of both passes: `6 : 8, 7 : 9`. */
export function pointsText(points: readonly { readonly former: number; readonly latter: number }[]): string {
  return points.map(({ former, latter }) => `${POINTS.format(former)} : ${POINTS.format(latter)}`).join(', ');
}

/** A choice of records to look at. */
export const SAMPLE = {
  legend: 'Which records',
  first: 'The first',
  random: 'A random draw',
  all: 'All',
  count: 'How many',
  seed: 'Seed of the draw',
  seedHint: 'The same seed draws the same records; a larger draw holds the smaller one.',
} as const;
