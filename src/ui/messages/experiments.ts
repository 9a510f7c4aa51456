import type { Run } from '../../core/run.ts';
import type { NoExperiment } from '../../pipeline/experiment.ts';
import type { RoundProgress } from '../../pipeline/desk.ts';
import type { MeanEstimate } from '../../quality/mean-estimate.ts';
import { alikeFormat, formatCount, formatMoment, plural } from './figures.ts';

const SHARE = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });
const TWO_DIGITS = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });

/** The same records several times. */
export const CONSISTENCY = {
  title: 'How steady is the oracle?',
  lead: 'The same records are recycled several times with this run’s recipe and oracle, each time with another seed. What differs between the repetitions is chance.',
  times: 'Repetitions',
  temperature: 'Temperature',
  temperatureHint: 'The run’s own is 0: there the seed has no say and all repetitions would be alike.',
  temperatureOwn: (temperature: number) => `The run’s own is ${TWO_DIGITS.format(temperature)}.`,
  records: 'Records',
  cost: (runs: number, records: number) => `${plural(runs, 'run')} over ${plural(records, 'record')}: as much work as recycling ${plural(runs * records, 'record')}.`,
  start: 'Start the repetitions',
  which: 'Experiment',
  option: (repetitions: number, createdAtMs: number) => `${plural(repetitions, 'repetition')}, ${formatMoment(createdAtMs)}`,
  standing: (done: number, total: number) => `${formatCount(done)} of ${plural(total, 'repetition')} are done.`,
  goOn: 'Continue',
  pause: 'Pause',
  working: 'The repetitions are worked through one after the other. You can leave this screen meanwhile.',
  remove: 'Delete',
  removeTitle: 'Delete these repetitions?',
  removeText: 'Their runs are deleted with all results. The run that this report is about stays.',
  keep: 'Keep them',
  none: 'No repetitions yet',
  noneText: 'A few dozen records, three to five times, show how much of a rewrite is chance.',
  results: 'Agreement',
  counted: (records: number, common: number) => `Means over ${plural(records, 'record')}${records < common ? ` of ${formatCount(common)}: the others are not through in every repetition` : ''}; ± is the standard error.`,
  least: 'Least consistent records',
  allAlike: 'Every repetition came out with the same words.',
  leastHint: 'By status, then by the words of the response.',
  nothing: 'No record is through in every repetition yet.',
} as const;

/** The figures of an agreement. */
export const AGREEMENT = {
  figure: 'Measure',
  value: 'Mean',
  status: 'Same status',
  statusHint: 'Share of the most frequent status',
  kappa: 'Fleiss’ kappa of statuses',
  kappaHint: '1 is full agreement, 0 that of chance; – where all statuses are the same',
  instructionSimilarity: 'Likeness of instructions',
  responseSimilarity: 'Likeness of responses',
  similarityHint: 'Share of the words of both that they have in common, over all pairs; 1 is the same words',
  instructionVariance: 'Variance of instruction length',
  responseVariance: 'Variance of response length',
  varianceHint: 'Words, squared',
  responseVariation: 'Spread of response length',
  variationHint: 'Standard deviation divided by the mean',
} as const;

/** Two runs side by side. */
export const CROSS = {
  title: 'Two runs side by side',
  lead: 'The same records by another oracle or another recipe. Counted are the records that are through in both runs.',
  compareWith: 'Compare with',
  choose: 'Choose a run',
  noOther: 'This dataset has no other run yet. Start one below.',
  newTitle: 'Recycle a sample anew',
  newHint: 'With the oracle that is chosen in the Oracle step and the recipe chosen here, over records of this run.',
  oracle: 'Oracle',
  noOracle: 'None chosen',
  recipe: 'Recipe',
  needsStudent: 'This recipe asks for a student. Start such a run from the Recipe step.',
  records: 'Records',
  start: 'Start the run',
  sameAsThis: 'Oracle and recipe are those of this run: choose another one.',
  counted: (records: number, common: number) => `${plural(records, 'record')} are through in both, of ${formatCount(common)} that both take.`,
  figure: 'Figure',
  thisRun: 'This run',
  otherRun: 'The other',
  statuses: 'How records ended',
  instructionWords: 'Instruction, words',
  responseWords: 'Response, words',
  tokens: 'New tokens a record',
  seconds: 'Seconds a record',
  winRate: 'Win rate of this run',
  notJudged: 'not judged',
  judge: 'Judge the two',
  agreement: 'Agreement of the two',
  record: 'Record',
  sideBySide: 'Texts side by side',
  previous: 'Previous record',
  next: 'Next record',
  least: 'The records on which the two differ most come first.',
  continueRun: 'Continue that run',
  notThrough: (pending: number) => `${plural(pending, 'record')} of the other run ${pending === 1 ? 'is' : 'are'} still waiting.`,
} as const;

/** Further rounds. */
export const ROUNDS = {
  title: 'A further round',
  lead: 'Take the result of this run as a dataset of its own. It can be recycled again, judged against this round, and exported; the original stays.',
  take: 'Take the result as a dataset',
  again: 'Take it again',
  taken: 'Datasets made from this run',
  unfinished: (pending: number) => `${plural(pending, 'record')} of this run ${pending === 1 ? 'is' : 'are'} not through yet and would go into the next round as they are.`,
  practice: 'A practice oracle had a hand in this dataset. Its name says so in every further round.',
  cancel: 'Stop',
  driftTitle: 'Drift over the rounds',
  driftHint: 'Means over the records of this run. Likeness: share of the words of both that they have in common; 1 is the same words. Much drift with every round is a sign that records are changed without need.',
  compute: 'Compute the drift',
  computing: 'Comparing the rounds',
  counted: (done: number, total: number) => `${formatCount(done)} of ${plural(total, 'record')}`,
  refresh: 'Compute it again',
  lost: (rounds: number) => `The dataset before ${rounds === 1 ? 'the first round' : `round ${formatCount(rounds)}`} has been deleted: drift counts from the first that is still here.`,
  state: 'Data',
  instructionWords: 'Instruction, words',
  responseWords: 'Response, words',
  changed: 'Changed',
  likeFormer: 'Like the round before',
  likeFirst: 'Like the first',
  pairHint: 'Likeness stands as instruction · response.',
} as const;

/** Why an experiment cannot be started. */
export const NO_EXPERIMENT: Record<NoExperiment, string> = {
  greedy: 'At temperature 0 all repetitions are alike by construction. Choose a higher temperature.',
  'too-few': 'At least two repetitions and one record are needed.',
};

/** A mean with its standard error: `0.83 ± 0.02`; a dash where there is none. */
export function formatEstimate({ mean, standardError }: MeanEstimate): string {
  if (mean === undefined) return '–';
  const { figure } = alikeFormat([mean]);
  return standardError === undefined ? figure(mean) : `${figure(mean)} ± ${figure(standardError)}`;
}

/** A share with its standard error: `92.5% ± 1.2%`. */
export function formatSharedEstimate({ mean, standardError }: MeanEstimate): string {
  if (mean === undefined) return '–';
  return standardError === undefined ? SHARE.format(mean) : `${SHARE.format(mean)} ± ${SHARE.format(standardError)}`;
}

/** A figure with as many digits as its size asks for, or a dash. */
export function formatFigure(value: number | undefined): string {
  return value === undefined ? '–' : alikeFormat([value]).figure(value);
}

/** A share, or a dash. */
export function formatFraction(value: number | undefined): string {
  return value === undefined ? '–' : SHARE.format(value);
}

/** Names a run among others of its dataset: `Lean, Qwen 3 4B, Nov 26, 2026, 6:05 PM`. */
export function runName({ recipe, createdAtMs, experiment }: Run, oracle: string): string {
  // Repetitions differ in nothing else, and begin within the same minute.
  const seed = experiment?.kind === 'consistency' ? `, seed ${recipe.seed}` : '';
  return `${recipe.name}${seed}, ${oracle}, ${formatMoment(createdAtMs)}`;
}

/** How far a result has become a dataset. */
export function takingText({ stage, rowCount }: RoundProgress): string {
  return `${stage === 'writing' ? 'Writing' : 'Reading'}: ${plural(rowCount, 'record')}`;
}

/** Names a state of a chain of rounds, counted from the first one. The last one has no name of its own yet. */
export function stateName(name: string | undefined, round: number): string {
  if (name === undefined) return `Result of this run (round ${formatCount(round)})`;
  return round === 0 ? `${name} (original)` : `${name} (round ${formatCount(round)})`;
}
