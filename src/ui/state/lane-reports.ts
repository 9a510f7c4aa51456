import type { OracleSpec } from '../../core/run.ts';
import type { LaneFindings, LaneRate } from '../../oracle/oracle.ts';
import type { LaneReport } from '../lane-report.ts';
import { specKey } from '../oracle-key.ts';
import { keep, recall } from './memory.ts';

const KEY = 'tain.lanes';

/** What was found out when this oracle was loaded here last with this setting of its lanes; undefined when it never was. */
export function recallLaneReport(spec: OracleSpec): LaneReport | undefined {
  const kept = readKept()[keyOf(spec)];
  return isReport(kept) ? kept : undefined;
}

/** Keeps it for the screens of later runs and visits. */
export function keepLaneReport(spec: OracleSpec, { lanes, contextTokens, findings }: LaneReport): void {
  const { laneReason, laneAgreement, laneRates, laneBytes, tooMany } = findings;
  const plain = { laneReason, laneAgreement, laneRates, laneBytes, tooMany };
  keep(KEY, JSON.stringify({ ...readKept(), [keyOf(spec)]: { lanes, contextTokens, findings: plain } }));
}

function keyOf(spec: OracleSpec): string {
  return `${specKey(spec)}|${spec.lanes}`;
}

function readKept(): Readonly<Record<string, unknown>> {
  try {
    const kept: unknown = JSON.parse(recall(KEY) ?? '{}');
    return isObject(kept) ? kept : {};
  } catch {
    return {};
  }
}

function isReport(kept: unknown): kept is LaneReport {
  return isObject(kept) && Number.isFinite(kept['lanes']) && Number.isFinite(kept['contextTokens']) && isFindings(kept['findings']);
}

/** What is written here by another version of the page is left alone. */
function isFindings(kept: unknown): kept is LaneFindings {
  if (!isObject(kept)) return false;
  const { laneReason, laneAgreement, laneRates } = kept;
  return typeof laneReason === 'string' && typeof laneAgreement === 'string' && Array.isArray(laneRates) && laneRates.every(isRate);
}

function isRate(kept: unknown): kept is LaneRate {
  return isObject(kept) && Number.isFinite(kept['lanes']) && Number.isFinite(kept['newTokensPerSecond']);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
