import { type Run, rowsInRun } from '../core/run.ts';
import type { Alarm } from '../quality/alarms.ts';
import { instrumentKey } from '../core/measuring.ts';
import type { MeasuredInstrument } from './measured-instruments.ts';
import { REPORT_FILE } from './messages/report.ts';
import { markdownTable, REPORT_COLUMNS, type ReportLine } from './report-table.ts';

/** What a saved report says. */
export interface ReportContent {
  readonly run: Run;
  readonly before: ReportLine;
  readonly after: ReportLine;
  readonly student: MeasuredInstrument | undefined;
  readonly embedder: MeasuredInstrument | undefined;
  readonly alarms: readonly Alarm[];
  /** Milliseconds since the epoch. */
  readonly savedAtMs: number;
}

/** Every figure of both editions, with what they were worked out from. */
export function reportJson({ run, before, after, student, embedder, alarms, savedAtMs }: ReportContent): string {
  const { id, sourceName, sourceSha256, rowCount, recipe, oracle, student: veto, createdAtMs } = run;
  const content = {
    savedAt: new Date(savedAtMs).toISOString(),
    practice: oracle.practice,
    run: { id, sourceName, sourceSha256, createdAt: new Date(createdAtMs).toISOString(), datasetRecords: rowCount, records: rowsInRun(run), recipe, oracle, student: veto },
    instruments: { student: student?.instrument, embedder: embedder?.instrument },
    table: { before: figuresOf(before), after: figuresOf(after) },
    before: { name: before.name, described: before.report, measured: before.measured },
    after: { name: after.name, described: after.report, measured: after.measured },
    alarms,
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

/** The table for a paper, with what one needs to know of it. */
export function reportMarkdown({ run, before, after, student, embedder }: ReportContent): string {
  const nameOf = (one: MeasuredInstrument | undefined) => (one ? instrumentName(one) : '');
  const notes = REPORT_FILE.notes(nameOf(student), nameOf(embedder));
  return markdownTable(REPORT_FILE.heading(run.sourceName), [before, after], run.oracle.practice ? [REPORT_FILE.practice, ...notes] : notes);
}

/** `alpaca.json` becomes `alpaca.report.md`. */
export function reportFileName({ sourceName, oracle }: Pick<Run, 'sourceName' | 'oracle'>, extension: 'json' | 'md'): string {
  const stem = sourceName.replace(/\.[^.]*$/, '') || 'dataset';
  return `${stem}${oracle.practice ? '.practice' : ''}.report.${extension}`;
}

function figuresOf(line: ReportLine): Record<string, number | null> {
  return Object.fromEntries(REPORT_COLUMNS.map(({ key, value }) => [key, value(line) ?? null]));
}

function instrumentName({ instrument }: MeasuredInstrument): string {
  return instrument.kind === 'student' ? `${instrument.name} (${instrument.template}; ${instrumentKey(instrument)})` : `${instrument.name} (${instrumentKey(instrument)})`;
}
