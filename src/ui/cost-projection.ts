import { type Cost, project } from '../quality/cost.ts';
import type { StatusCounts } from '../quality/status-counts.ts';
import { formatCount, formatDuration } from './messages/figures.ts';
import { COST } from './messages/report.ts';

/** What a part of the dataset will take, ready to be shown. */
export interface CostProjection {
  readonly title: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
}

/** What is left of a run, and the whole dataset unless all of it is done, going by the records that are through; empty while these are too few. */
export function costProjections({ recordSeconds, recordNewTokens }: Cost, { total, leftOut, rows }: Pick<StatusCounts, 'total' | 'leftOut' | 'rows'>): CostProjection[] {
  const whole = rows.pending + leftOut === 0 ? 0 : total + leftOut;
  return [
    { title: COST.left(rows.pending), records: rows.pending },
    { title: COST.whole(whole), records: whole },
  ].flatMap(({ title, records }) => {
    const time = project(recordSeconds, records);
    const tokens = project(recordNewTokens, records);
    if (records === 0 || !time || !tokens) return [];
    const range = (one: typeof time, format: (value: number) => string) => COST.range(format(one.likely), format(one.low), format(one.high));
    return [
      {
        title,
        facts: [
          { label: COST.projectedTime, value: range(time, (seconds) => formatDuration(seconds * 1000)) },
          { label: COST.projectedTokens, value: range(tokens, formatCount) },
        ],
      },
    ];
  });
}
