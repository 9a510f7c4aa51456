import type { PhaseName } from '../../core/outcome.ts';
import type { DeviceName } from '../../core/run.ts';
import type { Calibration, LoadProgress, OracleErrorCode } from '../../oracle/oracle.ts';
import type { SpecLimits } from '../../pipeline/step-down.ts';
import { formatBytes, formatClock, formatCount, formatDuration, formatMoment, formatRate, plural } from './figures.ts';
import { recordName } from './statuses.ts';

/** The run screen. */
export const RUN = {
  title: 'Run',
  start: 'Start',
  pause: 'Pause',
  resume: 'Continue',
  pausing: 'Pausing…',
  progress: 'Progress of the run',
  done: (done: number, total: number) => `${formatCount(done)} of ${plural(total, 'record')}`,
  steps: (settled: number, total: number) => `${formatCount(settled)} of ${plural(total, 'phase')} settled`,
  perMinute: 'Records a minute',
  tokensPerSecond: 'Tokens a second',
  timeLeft: 'Time left',
  timeLeftValue: (durationMs: number) => `about ${formatDuration(durationMs)}`,
  rate: formatRate,
  notKnown: '–',
  results: 'Results so far',
  breakdown: 'How the phases ended',
  showThese: (label: string, count: number) => `${label}: ${plural(count, 'record')}. Show them in the review`,
  examined: 'What became of the rewrites',
  examinedReading: 'Counting earlier results…',
  rules: 'Rules',
  rulesHint: 'Phases whose rewrite a rule found something in. One rewrite can be in several lines.',
  noFindings: 'No rule has found anything so far.',
  rejects: 'keeps the original',
  gate: 'Against what was there before',
  gateCounts: { wins: 'Rewrite better', losses: 'Rewrite worse', ties: 'Neither better', unreadable: 'Review not readable' },
  student: 'By the student',
  studentHint: 'After phase 1 the higher IFD stays, after phase 2 the lower r-IFD.',
  studentCounts: { better: 'Rewrite better', notBetter: 'Rewrite not better', unscored: 'No score' },
  turnedDown: 'Turned down',
  latest: 'Latest result',
  inReview: 'Show it in the review',
  live: 'In work',
  lane: 'Record in work',
  phaseOf: (phase: PhaseName) => (phase === 'instruction' ? 'Phase 1: instruction' : 'Phase 2: response'),
  examining: { student: 'The student reads both', gate: 'Compared with what was there before' },
  attempt: (attempt: number) => `Attempt ${formatCount(attempt + 1)}`,
  before: 'Before',
  beforePhase2: 'After phase 1',
  after: 'New version',
  critique: 'Critique',
  critiqueWaiting: 'The oracle is reading the record…',
  notYet: 'Not yet written',
  nothingInWork: 'Waiting for the first record…',
  pausedTitle: 'Paused',
  paused: 'Everything done so far is stored. The run goes on exactly where it stopped.',
  newTitle: 'Ready to start',
  ready: 'The run is set up. Nothing has been done yet.',
  doneTitle: 'Every record is done',
  doneText: (rewritten: number, total: number) => `${formatCount(rewritten)} of ${plural(total, 'record')} were rewritten.`,
  undecided: (count: number) => `${plural(count, 'record waits', 'records wait')} for your decision. Until then ${count === 1 ? 'it stays' : 'they stay'} as ${count === 1 ? 'it was' : 'they were'}.`,
  decide: 'Decide',
  leftOut: (count: number) => `${plural(count, 'record')} of the dataset ${count === 1 ? 'is' : 'are'} not part of this run.`,
  review: 'Review the results',
  export: 'Export',
  followingTitle: 'Another tab is working on this run',
  following: 'This tab follows along. To go on here, pause the run in the other tab or close it.',
  busyTitle: 'Another run is using the oracle',
  busy: (name: string) => `The run of ${name} is working in this tab. One run at a time keeps the GPU’s memory free.`,
  switchRun: 'Pause it and start this one',
  goToOther: 'Go to that run',
  failedTitle: 'The run has stopped. Nothing that was done is lost.',
  toOracle: 'Go to the oracle',
  loading: 'Starting the oracle',
  loadingStudent: 'Starting the student',
  recoveringTitle: 'The oracle was lost',
  recovering: 'A fresh one is being started. The run then goes on by itself; only the phases that were in work are asked again.',
  elapsed: (durationMs: number) => `${formatDuration(durationMs)} so far`,
  claiming: 'Preparing…',
  measured: 'Measured at the start',
  /** `together`: what all lanes write, where there are several and it was measured. */
  measuredValue: ({ promptTokensPerSecond, newTokensPerSecond }: Calibration, lanes: number, together: number | undefined) =>
    `reads ${formatRate(promptTokensPerSecond)} tokens a second and writes ${formatRate(newTokensPerSecond)}${together === undefined ? '' : ` in one lane, ${formatRate(together)} in ${formatCount(lanes)} together`}`,
  awake: 'This page keeps the screen on while the run works.',
  notAwake: 'The browser does not let this page keep the screen on: see that the machine does not go to sleep.',
  limited: 'On this machine the oracle is held to',
  unlimit: 'Lift this',
  incidents: 'What happened meanwhile',
  smaller: 'Choose a smaller oracle',
  smallerNamed: (title: string) => `New run with ${title}`,
  keepOpen: 'Keep this tab open while the run works. If it is closed, nothing is lost; you continue with one click.',
  announce: (percent: string) => `${percent} done`,
} as const;

/** What a stage of loading does, and how long it may take. */
export interface LoadStageText {
  readonly label: string;
  readonly hint: string;
}

const READING: LoadStageText = { label: 'Reading the weights', hint: 'They come from this machine. Large models take a minute or more.' };
const TRYING: LoadStageText = { label: 'Trying the model out', hint: 'One short prompt shows that it writes sense here, and how fast.' };

/** The texts for each stage, on each device. */
export const LOAD_STAGE_TEXTS: Record<DeviceName, Record<LoadProgress['stage'], LoadStageText>> = {
  webgpu: {
    load: READING,
    'warm-up': { label: 'Preparing the GPU', hint: 'The browser compiles the model’s programs for this GPU. The first time that takes minutes on some machines, and nothing can be shown meanwhile.' },
    'try-out': TRYING,
  },
  wasm: {
    load: READING,
    'warm-up': { label: 'Warming up', hint: 'The model computes for the first time, on the processor.' },
    'try-out': TRYING,
  },
};

/** `2.1 GB of 4.3 GB`, without the whole while it is not known, `''` while nothing is. */
export function loadedText({ loadedBytes, totalBytes }: LoadProgress): string {
  if (totalBytes === undefined) return loadedBytes > 0 ? formatBytes(loadedBytes) : '';
  return `${formatBytes(loadedBytes)} of ${formatBytes(totalBytes)}`;
}

/** `Continue with 4 lanes`: what a proposal changes against the limits that are in force. */
export function proposalLabel(proposed: SpecLimits, inForce: SpecLimits): string {
  const { lanes, contextTokens } = proposed;
  if (lanes !== undefined && lanes !== inForce.lanes) return `Continue with ${plural(lanes, 'lane')}`;
  return contextTokens === undefined ? RUN.resume : `Continue with a context of ${plural(contextTokens, 'token')}`;
}

/** `4 lanes and a context of 2,048 tokens`; `''` without limits. */
export function limitsText({ lanes, contextTokens }: SpecLimits): string {
  const parts = [lanes === undefined ? '' : plural(lanes, 'lane'), contextTokens === undefined ? '' : `a context of ${plural(contextTokens, 'token')}`];
  return parts.filter((part) => part !== '').join(' and ');
}

/** How the oracle was lost. */
export function lossText(code: OracleErrorCode): string {
  if (code === 'stalled') return 'The oracle gave no sign of life for too long.';
  return code === 'worker-died' ? 'The oracle’s worker ended or the GPU was lost.' : 'The oracle could not go on.';
}

/** One line for the list of what a run got over. `blamed` is a row's ordinal. */
export function lossIncident(atMs: number, code: OracleErrorCode, blamed: number | undefined): string {
  const given = blamed === undefined ? 'It was started afresh, and the run went on.' : `It happened at ${recordName(blamed)} each time: that one is marked as failed, and the others go on.`;
  return `${formatClock(atMs)} – ${lossText(code)} ${given}`;
}

/** The same for a sleep of the machine. */
export function sleepIncident(fromMs: number, toMs: number): string {
  return `The machine slept, or the browser had stopped this page, from ${formatMoment(fromMs)} to ${formatMoment(toMs)}. The run went on by itself.`;
}
