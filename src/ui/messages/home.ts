import type { Experiment } from '../../core/run.ts';
import { formatBytes, formatCount, plural } from './figures.ts';

/** The start page. */
export const HOME = {
  title: 'Recycle instruction data on your own machine',
  lead: 'A language model in this browser criticises each record of a fine-tuning dataset, rewrites its instruction, then its response. You watch, review and export.',
  privacy: 'Your data stays here. The browser refuses this page every connection to another host: no account, no server, no key.',
  privacyLink: 'What leaves this machine',
  dropTitle: 'Drop a dataset anywhere on this page',
  dropHint: 'Alpaca (instruction, input, output) or WizardLM (instruction, output) as JSON or JSONL. Fields that are not known stay in place.',
  chooseFile: 'Choose a file',
  sample: 'Try the sample dataset',
  sampleFailed: 'The sample dataset could not be loaded.',
  runs: 'Runs',
  repetitions: (count: number) => `${plural(count, 'repetition')} of runs, made to see how steady an oracle is`,
  round: (round: number) => `Round ${formatCount(round)}`,
  noRunsTitle: 'No runs yet',
  noRuns: 'Drop a dataset or try the sample: 24 short records in many languages.',
  datasets: 'Datasets',
  runOf: (done: number, total: number) => `${formatCount(done)} of ${plural(total, 'record')} done`,
  startedAt: (moment: string) => `started ${moment}`,
  open: 'Open',
  openRun: (name: string) => `Open the run of ${name}`,
  continue: 'Continue',
  continueRun: (name: string) => `Continue the run of ${name}`,
  export: 'Export',
  exportRun: (name: string) => `Export the run of ${name}`,
  deleteRun: (name: string) => `Delete the run of ${name}`,
  deleteRunTitle: 'Delete this run?',
  deleteRunText: (name: string, done: number) => `The run of ${name} and ${done === 0 ? 'all that belongs to it' : `its results for ${plural(done, 'record')}`} will be removed from this browser. The dataset stays. This cannot be undone.`,
  newRun: 'New run',
  newRunOf: (name: string) => `New run with ${name}`,
  deleteSource: (name: string) => `Delete the dataset ${name}`,
  deleteSourceTitle: 'Delete this dataset?',
  deleteSourceText: (name: string, runs: number) => `${name} ${runs === 0 ? '' : `and the results of its ${plural(runs, 'run')} `}will be removed from this browser. The file that it was read from is not touched. This cannot be undone.`,
  confirmDelete: 'Delete',
  cancel: 'Keep it',
  datasetFacts: (rows: number, bytes: number, moment: string) => `${plural(rows, 'record')} · ${formatBytes(bytes)} · read ${moment}`,
} as const;

/** What a run is, of those that were made to be compared. */
export const EXPERIMENT_LABELS: Record<Experiment['kind'], string> = { consistency: 'Repetition', cross: 'Comparison' };

/** How a run stands as a whole. */
export const RUN_STATE_LABELS = {
  new: 'Not started',
  paused: 'Paused',
  running: 'Running',
  starting: 'Starting',
  failed: 'Stopped',
  done: 'Done',
  following: 'In another tab',
} as const;
