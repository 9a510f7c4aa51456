import type { LaneSetting } from '../../core/run.ts';
import type { LaneFindings, OracleUsage } from '../../oracle/oracle.ts';
import { gainAt, type LaneReport } from '../lane-report.ts';
import { formatBytes, formatCount, formatRate, plural } from './figures.ts';

/** What is said of lanes, wherever they are chosen or at work. */
export const LANES = {
  label: 'Lanes',
  hint: 'Records in work at the same time: each step then reads the weights once for all of them. Automatic tries out, whenever the oracle is started, how many are fastest here and fit the memory.',
  one: 'WebLLM works on one record at a time.',
  choice: (count: number, bytes: number) => `${formatCount(count)} · ${formatBytes(bytes)} of memory`,
  measured: 'How many lanes, and why',
  table: 'Lanes that were tried',
  together: 'Tokens a second, together',
  gain: 'Against one',
  times: (gain: number) => `× ${formatRate(gain)}`,
  memory: 'Memory',
  caption: (contextTokens: number) => `Measured when the oracle was last started, with a context of ${plural(contextTokens, 'token')}.`,
  chosen: 'at work',
} as const;

/** `Automatic (8 now)`, or what a number takes of memory. `lanesNow`: those that were measured to be best last. */
export function laneChoice(setting: LaneSetting, bytes: number, lanesNow: number | undefined): string {
  if (setting !== 'auto') return LANES.choice(setting, bytes);
  return lanesNow === undefined ? 'Automatic' : `Automatic (${formatCount(lanesNow)} now)`;
}

/** `8 lanes: 6.1 times the tokens of one. 16 would need 2.3 GB more.` */
export function laneSentence({ lanes, findings }: LaneReport): string {
  if (findings.laneReason === 'single') return 'This engine works on one record at a time.';
  if (findings.laneReason === 'agreement') return findings.laneAgreement === 'none' ? 'One lane: this model answers otherwise in company on this device.' : roundingAlone(findings);
  const gain = gainAt(findings, lanes);
  const many = lanes === 1 ? 'One lane' : plural(lanes, 'lane');
  const worth = lanes === 1 || gain === undefined ? '' : `: ${formatRate(gain)} times the tokens of one`;
  return `${many}${findings.laneReason === 'asked' ? ', as set' : ''}${worth}. ${whyNotMore(findings)}`.trim();
}

function whyNotMore({ laneReason, laneAgreement, tooMany }: LaneFindings): string {
  switch (laneReason) {
    case 'measured':
      return 'More bring next to nothing here.';
    case 'most':
      return 'More are never taken.';
    case 'memory':
      if (!tooMany) return 'More do not fit the memory.';
      return tooMany.lackingBytes === undefined ? `${formatCount(tooMany.lanes)} did not fit the memory.` : `${formatCount(tooMany.lanes)} would need ${formatBytes(tooMany.lackingBytes)} more.`;
    case 'time':
      return 'Trying more would have taken too long on this machine; a number can be set by hand.';
    default:
      return laneAgreement === 'rounding' ? `${ROUNDING} So a record’s text may differ a little with its company.` : '';
  }
}

const ROUNDING = 'The number format scales what all lanes hold together: answers written side by side agree with the same ones written alone only within rounding, and now and then another word wins.';

function roundingAlone(findings: LaneFindings): string {
  const best = findings.laneRates.reduce((most, rate) => (rate.newTokensPerSecond > most.newTokensPerSecond ? rate : most), { lanes: 1, newTokensPerSecond: 0 });
  const gain = gainAt(findings, best.lanes);
  const worth = best.lanes > 1 && gain !== undefined ? ` ${plural(best.lanes, 'lane')} would write ${formatRate(gain)} times the tokens.` : '';
  return `One lane, so that every answer can be had again. ${ROUNDING} If that is no matter to you, set a number of lanes by hand.${worth}`;
}

/** The part of the time in which lanes were at work, in [0, 1]; undefined before there is anything to tell. */
export function filledFraction({ lanes, servedMs, starvedLaneMs }: OracleUsage): number | undefined {
  return servedMs > 0 ? 1 - starvedLaneMs / (servedMs * lanes) : undefined;
}

const WELL_FILLED = 0.99;
const FAIRLY_FILLED = 0.9;

/** `Lanes filled 99.7% of the time. The oracle is hardly ever kept waiting.` `''` before there is anything to tell. */
export function usageSentence(usage: OracleUsage): string {
  const filled = filledFraction(usage);
  if (filled === undefined) return '';
  const percent = `${formatRate(Math.floor(filled * 1000) / 10)}%`;
  const what = usage.lanes === 1 ? `The oracle had work ${percent} of the time` : `Lanes filled ${percent} of the time`;
  if (filled >= WELL_FILLED) return `${what}. The oracle is hardly ever kept waiting.`;
  if (filled >= FAIRLY_FILLED) return `${what}. Now and then a lane waits for a record.`;
  return `${what}. Lanes stand empty when fewer records are left than there are lanes, or when this machine is busy with something else.`;
}
