import type { Step } from '../routes.ts';
import { formatPercent } from './figures.ts';

/** The theme switch's three positions. */
export const THEME_LABELS = { auto: 'As the system', light: 'Light', dark: 'Dark' } as const;

/** Names on the rail. */
export const STEP_LABELS: Record<Step, string> = {
  dataset: 'Dataset',
  oracle: 'Oracle',
  recipe: 'Recipe',
  run: 'Run',
  review: 'Review',
  report: 'Report',
  export: 'Export',
};

/** Why a step cannot be opened yet. */
export const STEP_LOCKS = {
  importing: 'Needs a dataset',
  noOracle: 'Needs an oracle',
  noRun: 'Needs a run',
} as const;

/** Screens that every other one leads to. */
export const SCREEN_LINKS = {
  models: { label: 'Models', title: 'Models on this machine' },
  privacy: { label: 'Privacy', title: 'What leaves this machine' },
} as const;

/** The frame around every screen. */
export const FRAME = {
  name: 'Tain',
  skip: 'Skip to the content',
  home: 'Tain, start page',
  theme: 'Theme',
  steps: 'Steps',
  screens: 'More',
  running: (name: string, fraction: number) => `Running, ${formatPercent(fraction)}: ${name}`,
  dropHere: 'Drop the dataset to read it',
  dropFormats: 'Alpaca or WizardLM records, as JSON or JSONL',
  tooManyFiles: (used: string, left: number) => `One file at a time: reading ${used}, leaving ${left === 1 ? 'the other one' : `the other ${left}`} aside.`,
  close: 'Close',
  loading: 'Loading…',
  details: 'Details',
  unknownTitle: 'There is nothing here',
  unknown: 'This address does not lead anywhere on this page.',
  goHome: 'Go to the start page',
  runGone: 'This run is no longer stored in this browser. It may have been deleted.',
  sourceGone: 'This dataset is no longer stored in this browser. It may have been deleted.',
  page: (first: string, last: string, total: string) => `${first}–${last} of ${total}`,
  previousPage: 'Previous page',
  nextPage: 'Next page',
} as const;
