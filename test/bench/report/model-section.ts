import { contestantName } from '../contestants.ts';
import { baselineOf, type Measurement } from '../measure.ts';
import type { ModelPlan } from '../models.ts';
import type { BenchAnswer, BenchModel, Opened } from '../page/bench-api.ts';
import type { MachineLimits } from '../page/machine-limits.ts';
import { table } from './document.ts';
import { leastSeconds } from './roofline.ts';

const HEAD = ['', '× records/h', '× per CPU second', 'records/h', 'new tokens/s', 'CPU s per record', 'of the least possible', 'in the model', 'ms a step', 'same text', 'memory'];

/** What was measured with one model on one device. */
export interface ModelResult {
  readonly plan: ModelPlan;
  readonly model: BenchModel;
  readonly measurements: readonly Measurement[];
}

/** A model's table under its heading: each contestant as a multiple of the library's own loop, then in figures of this machine. */
export function modelSection({ plan, model, measurements }: ModelResult, limits: MachineLimits): string {
  const baseline = baselineOf(measurements);
  const { device, dtype } = model.spec;
  const rows = measurements.map((measurement) => rowOf(measurement, baseline, plan.weights && leastSeconds(measurement, plan.weights, limits)));
  return [`### ${plan.name}, ${device}, ${dtype}`, plan.description, table(HEAD, rows)].join('\n\n');
}

function rowOf(measurement: Measurement, baseline: Measurement | undefined, least: number | undefined): string[] {
  const { contestant, opened, seconds, cpuSeconds, answers, wasmBytes, usage } = measurement;
  const granted = opened.rows === contestant.rows ? '' : `: given ${opened.rows}`;
  return [
    contestantName(contestant) + granted,
    baseline ? ratio(baseline.seconds / seconds) : '',
    baseline ? ratio(baseline.cpuSeconds / cpuSeconds) : '',
    ((answers.length * 3600) / seconds).toFixed(0),
    (newTokens(answers) / seconds).toFixed(1),
    (cpuSeconds / answers.length).toFixed(2),
    least === undefined ? '' : percent(least / cpuSeconds),
    usage ? percent(usage.stepMs / 1000 / seconds) : '',
    stepMs(opened),
    baseline && baseline !== measurement ? sameness(answers, baseline.answers) : '',
    `${(wasmBytes / 1e6).toFixed(0)} MB`,
  ];
}

/** The time of a step of all lanes behind a short text, as the lanes measured it when they were made; '' where they did not. */
function stepMs({ rows, findings }: Opened): string {
  const rate = findings?.laneRates.find(({ lanes }) => lanes === rows);
  return rate ? ((rows * 1000) / rate.newTokensPerSecond).toFixed(1) : '';
}

/** How many answers are the same to the letter; where not all are, how far on average they go before they part. */
function sameness(some: readonly BenchAnswer[], others: readonly BenchAnswer[]): string {
  const same = sameTexts(some, others);
  const shares = some.map(({ text }, index) => commonLength(text, others[index]?.text ?? '') / Math.max(1, text.length));
  const parting = shares.reduce((sum, share) => sum + share, 0) / some.length;
  return `${same} of ${some.length}${same === some.length ? '' : `, up to ${percent(parting)}`}`;
}

function commonLength(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length++;
  return length;
}

function sameTexts(some: readonly BenchAnswer[], others: readonly BenchAnswer[]): number {
  return some.filter(({ text, newTokens }, index) => text === others[index]?.text && newTokens === others[index].newTokens).length;
}

function newTokens(answers: readonly BenchAnswer[]): number {
  return answers.reduce((sum, answer) => sum + answer.newTokens, 0);
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}

function ratio(value: number): string {
  return value.toFixed(value < 9.95 ? 2 : 1);
}
