import { BASELINE } from '../contestants.ts';
import type { Measurement } from '../measure.ts';
import type { Contestant } from '../page/bench-api.ts';
import { table } from './document.ts';
import type { ModelResult } from './model-section.ts';

type Wanted = Partial<Contestant>;

const TAIN: Wanted = { side: 'tain', build: 'jspi', without: [], phases: 'first' };

interface Question {
  readonly title: string;
  readonly faster: (most: number) => Wanted;
  readonly slower: (most: number) => Wanted;
}

/** What the measurements are for: how many times as many records an hour the one makes as the other. */
const QUESTIONS: readonly Question[] = [
  { title: 'lanes to library, one by one', faster: (rows) => ({ ...TAIN, rows }), slower: () => BASELINE },
  { title: 'lanes to library, batches', faster: (rows) => ({ ...TAIN, rows }), slower: () => ({ ...BASELINE, rows: 8 }) },
  { title: 'lanes to one lane', faster: (rows) => ({ ...TAIN, rows }), slower: () => ({ ...TAIN, rows: 1 }) },
  { title: 'JSPI to default build, lanes', faster: (rows) => ({ ...TAIN, rows }), slower: (rows) => ({ ...TAIN, rows, build: 'asyncify' }) },
  { title: 'JSPI to default build, library', faster: () => ({ ...BASELINE, build: 'jspi' }), slower: () => BASELINE },
  { title: 'held to read again, one lane', faster: () => ({ ...TAIN, rows: 1 }), slower: () => ({ ...TAIN, rows: 1, without: ['holding'] }) },
  { title: 'held to read again, lanes', faster: (rows) => ({ ...TAIN, rows }), slower: (rows) => ({ ...TAIN, rows, without: ['holding'] }) },
  { title: 'guessed to not guessed, one lane', faster: () => ({ ...TAIN, rows: 1 }), slower: () => ({ ...TAIN, rows: 1, without: ['guessing'] }) },
  { title: 'phase 2 continued to afresh, lanes', faster: (rows) => ({ ...TAIN, rows, phases: 'continued' }), slower: (rows) => ({ ...TAIN, rows, phases: 'afresh' }) },
];

/** How many times as many records an hour, and in brackets per second of processor time, for each question a row and for each model a column. */
export function ratiosTable(results: readonly ModelResult[]): string {
  const rows = QUESTIONS.map((question) => [question.title, ...results.map((result) => answer(question, result))]);
  return table(['', ...results.map(({ plan, model }) => `${plan.name}, ${model.spec.device}`)], rows.filter(([, ...cells]) => cells.some((cell) => cell !== '')));
}

function answer({ faster, slower }: Question, { measurements }: ModelResult): string {
  // The lanes of the runs with and without something: at most eight.
  const most = Math.max(...measurements.filter(({ contestant }) => contestant.side === 'tain' && contestant.rows <= 8).map(({ contestant }) => contestant.rows));
  const [fast, slow] = [find(measurements, faster(most)), find(measurements, slower(most))];
  return fast && slow && fast !== slow ? `${(slow.seconds / fast.seconds).toFixed(2)} (${(slow.cpuSeconds / fast.cpuSeconds).toFixed(2)})` : '';
}

function find(measurements: readonly Measurement[], wanted: Wanted): Measurement | undefined {
  const fits = ({ contestant }: Measurement) => Object.entries(wanted).every(([name, value]) => String(contestant[name as keyof Contestant]) === String(value));
  return measurements.find(fits);
}
