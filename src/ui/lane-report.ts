import type { LaneFindings } from '../oracle/oracle.ts';

/** What an oracle found out about its lanes when it was loaded on this machine. */
export interface LaneReport {
  /** Those that it then had. */
  readonly lanes: number;
  /** Of each lane. */
  readonly contextTokens: number;
  readonly findings: LaneFindings;
}

/** Tokens a second that so many lanes write together: measured, or on the line between what was measured of fewer and of more. Undefined where nothing was. */
export function rateAt({ laneRates }: Pick<LaneFindings, 'laneRates'>, lanes: number): number | undefined {
  const below = laneRates.findLast((rate) => rate.lanes <= lanes);
  const above = laneRates.find((rate) => rate.lanes >= lanes);
  if (!below || !above) return (below ?? above)?.newTokensPerSecond;
  if (below === above) return below.newTokensPerSecond;
  const way = (lanes - below.lanes) / (above.lanes - below.lanes);
  return below.newTokensPerSecond + way * (above.newTokensPerSecond - below.newTokensPerSecond);
}

/** How many times the tokens of one lane so many write together; undefined where that was not measured. */
export function gainAt(findings: Pick<LaneFindings, 'laneRates'>, lanes: number): number | undefined {
  const one = findings.laneRates.find((rate) => rate.lanes === 1);
  const many = rateAt(findings, lanes);
  return one && many !== undefined ? many / one.newTokensPerSecond : undefined;
}
