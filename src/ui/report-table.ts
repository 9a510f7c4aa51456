import type { MeasuredReport } from '../pipeline/describe.ts';
import { nearShare } from '../quality/alarms.ts';
import type { EditionReport } from '../quality/edition-report.ts';
import type { TableFigure } from '../quality/measure-table.ts';
import type { PublishedLine } from '../quality/published-measures.ts';
import { type AlikeFormat, alikeFormat, countFormat } from './messages/figures.ts';
import { NO_FIGURE, OVERVIEW, SHARE_FORMAT } from './messages/report.ts';

/** What is known of one edition: each part is undefined until it has been worked out. */
export interface ReportLine {
  readonly name: string;
  readonly report: EditionReport | undefined;
  readonly measured: MeasuredReport | undefined;
}

/** A column of the table before and after. */
export interface ReportColumn {
  readonly key: string;
  readonly label: string;
  /** Who finds its figures: the page itself, or a model. */
  readonly by: 'page' | 'student' | 'embedder';
  readonly value: (line: ReportLine) => number | undefined;
  /** How all of these figures of it are written alike. */
  readonly format: (values: readonly (number | undefined)[]) => AlikeFormat;
  /** Key of the column that takes its place on the page once a model has measured: the width is short, and both tell the same. */
  readonly givesWayTo?: string;
  /** The papers' own figure, where they give one. */
  readonly published?: Exclude<keyof PublishedLine, 'name'>;
}

const described = (read: (report: EditionReport) => number | undefined) => (line: ReportLine) => line.report && read(line.report);
const measured = (figure: TableFigure) => (line: ReportLine) => line.measured?.table.figures[figure].mean;

/** The columns in the order of the paper's table, with those that need no model before them and diversity behind. Source: METHOD, section 5. */
export const REPORT_COLUMNS: readonly ReportColumn[] = [
  { key: 'records', label: OVERVIEW.records, by: 'page', value: described(({ records }) => records), format: countFormat },
  { key: 'questionWords', label: OVERVIEW.questionWords, by: 'page', givesWayTo: 'instructionTokens', value: described(({ lengths }) => lengths.question.words.mean), format: alikeFormat },
  { key: 'responseWords', label: OVERVIEW.responseWords, by: 'page', givesWayTo: 'responseTokens', value: described(({ lengths }) => lengths.response.words.mean), format: alikeFormat },
  { key: 'instructionTokens', label: OVERVIEW.instructionTokens, by: 'student', value: measured('instructionTokens'), format: alikeFormat, published: 'instructionTokens' },
  { key: 'responseTokens', label: OVERVIEW.responseTokens, by: 'student', value: measured('responseTokens'), format: alikeFormat, published: 'responseTokens' },
  { key: 'instructionPerplexity', label: OVERVIEW.instructionPerplexity, by: 'student', value: measured('instructionPerplexity'), format: alikeFormat, published: 'instructionPerplexity' },
  { key: 'responsePerplexityAlone', label: OVERVIEW.responsePerplexityAlone, by: 'student', value: measured('responsePerplexityAlone'), format: alikeFormat, published: 'responsePerplexityAlone' },
  { key: 'responsePerplexityGiven', label: OVERVIEW.responsePerplexityGiven, by: 'student', value: measured('responsePerplexityGiven'), format: alikeFormat, published: 'responsePerplexityGiven' },
  { key: 'coherence', label: OVERVIEW.coherence, by: 'embedder', value: measured('coherence'), format: alikeFormat, published: 'coherence' },
  { key: 'ifd', label: OVERVIEW.ifd, by: 'student', value: measured('ifd'), format: alikeFormat, published: 'ifd' },
  { key: 'reverseIfd', label: OVERVIEW.reverseIfd, by: 'student', value: measured('reverseIfd'), format: alikeFormat },
  { key: 'distinct2', label: OVERVIEW.distinct, by: 'page', value: described(({ distinct }) => distinct.response.segmented?.[1]), format: alikeFormat },
  { key: 'verbEntropyBits', label: OVERVIEW.verbEntropy, by: 'page', value: described(({ verbs }) => (verbs.parsed > 0 ? verbs.entropyBits : undefined)), format: alikeFormat },
  { key: 'nearDuplicates', label: OVERVIEW.near, by: 'page', value: described(nearShare), format: () => SHARE_FORMAT },
];

/** The columns to show: without those of which no line has a figure, but for those that need no model, and without those that give way to one of which all lines have. */
export function shownColumns(lines: readonly ReportLine[], published: boolean): readonly ReportColumn[] {
  const measuredKeys = REPORT_COLUMNS.filter(({ value }) => lines.every((line) => value(line) !== undefined)).map(({ key }) => key);
  const isKnown = (column: ReportColumn) => column.by === 'page' || lines.some((line) => column.value(line) !== undefined) || (published && column.published !== undefined);
  return REPORT_COLUMNS.filter((column) => isKnown(column) && !measuredKeys.includes(column.givesWayTo ?? ''));
}

/** By how much a column's figure has changed; undefined where one of them is missing. */
export function changeOf({ value }: ReportColumn, before: ReportLine, after: ReportLine): number | undefined {
  const [was, is] = [value(before), value(after)];
  return was === undefined || is === undefined ? undefined : is - was;
}

/** A Markdown table of lines, with the given notes below; figures that are not known are dashes. Pipes in names are escaped. */
export function markdownTable(heading: string, lines: readonly ReportLine[], notes: readonly string[]): string {
  const columns = REPORT_COLUMNS.filter(({ value }) => lines.some((line) => value(line) !== undefined));
  const cells = (line: ReportLine) => columns.map(({ value, format }) => formatCell(value(line), format(lines.map(value))));
  const row = (texts: readonly string[]) => `| ${texts.map((text) => text.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  return [
    `## ${heading}`,
    '',
    row([OVERVIEW.edition, ...columns.map(({ label }) => label)]),
    row(['---', ...columns.map(() => '---:')]),
    ...lines.map((line) => row([line.name, ...cells(line)])),
    '',
    ...notes.map((note) => `- ${note}`),
    '',
  ].join('\n');
}

function formatCell(value: number | undefined, { figure }: AlikeFormat): string {
  return value === undefined ? NO_FIGURE : figure(value);
}
