import type { LaneSetting } from '../../../core/run.ts';
import type { LaneAgreement, LaneFindings, LaneRate } from '../../oracle.ts';
import { isOutOfMemory } from '../failures.ts';

/** What the choice goes by. */
export interface LaneTrial {
  /**
   * Runs the model with so many rows, each of which gets one new token, and resolves with the time of such a step in milliseconds:
   * the least of a few, as the first may compile and any may be disturbed. The rows are as long as in the middle of a usual answer.
   * Called once for each number, in rising order, one call after the other; afterwards nothing of it may still take memory. Rejects as the model does.
   */
  stepMs(rows: number): Promise<number>;
  /**
   * Memory that a lane takes once its context is full: bytes of a column of the cache times the context, twice where each step writes a new
   * cache beside the old one, and the row's logits.
   */
  readonly laneBytes: number;
  /** Memory that all lanes may take together; see catalogue/lane-budget.ts. */
  readonly budgetBytes: number;
  /** Never to be exceeded; at least 1. */
  readonly most: number;
}

/** A number of lanes with what led to it. */
export interface ChosenLanes {
  readonly lanes: number;
  readonly findings: Omit<LaneFindings, 'laneAgreement'>;
}

/** The same with what is known of how the lanes agree: all that a calibration says of them. */
export interface SettledLanes extends ChosenLanes {
  readonly findings: LaneFindings;
}

/**
 * How many lanes an oracle gets whose lanes agree like this. One where they do not agree at all, whatever is wanted. With rounding one too,
 * unless a person asked for more; what more would bring is measured all the same. Else the number that was asked for, or what {@link chooseLanes} finds.
 * Rejects with the signal's reason or as the model does.
 */
export async function settleLanes(wanted: LaneSetting, laneAgreement: LaneAgreement, trial: LaneTrial, signal: AbortSignal): Promise<SettledLanes> {
  if (laneAgreement === 'none') return { lanes: 1, findings: { laneReason: 'agreement', laneAgreement, laneRates: [], laneBytes: trial.laneBytes } };
  const { lanes, findings } = await (wanted === 'auto' ? chooseLanes(trial, signal) : takeLanes(trial, wanted, signal));
  if (wanted !== 'auto' || laneAgreement === 'exact') return { lanes, findings: { ...findings, laneAgreement } };
  const { laneRates, laneBytes } = findings;
  return { lanes: 1, findings: { laneReason: 'agreement', laneAgreement, laneRates, ...(laneBytes === undefined ? {} : { laneBytes }) } };
}

/** A doubling of the lanes has to bring so much more tokens a second: lanes also make each record slower and take memory. */
const GAIN_MIN = 0.12;
/** Kernels for few rows may be slow where those for many are not: one doubling without gain proves nothing. */
const POOR_DOUBLINGS_MAX = 2;
/** All trials together take hardly longer than this; well below a minute beside a load of the weights. */
const TRIALS_MS = 20_000;

/** Why the trials ended, and with which number nothing was tried any more. */
interface End {
  readonly reason: 'measured' | 'most' | 'memory' | 'time';
  readonly tooMany?: NonNullable<LaneFindings['tooMany']>;
}

/**
 * Chooses how many lanes are best by trying 1, 2, 4, 8 and so on, up to `most`, as long as memory allows it and doubling pays. Of what was
 * tried, the number is taken beyond which no doubling brought {@link GAIN_MIN} more tokens a second. Running out of memory with several rows
 * ends the trials. Rejects with the signal's reason, and with every other failure of the model.
 */
export async function chooseLanes(trial: LaneTrial, signal: AbortSignal, nowMs: () => number = () => performance.now()): Promise<ChosenLanes> {
  const rates: LaneRate[] = [];
  const startedAtMs = nowMs();
  let end: End | undefined;
  let triedAtMs = startedAtMs;
  for (let lanes = 1; !end; lanes *= 2) {
    const rate = await rateOf(trial, lanes, signal);
    if (rate) rates.push(rate);
    const trialMs = nowMs() - triedAtMs;
    triedAtMs = nowMs();
    // Twice the rows take at most twice the time.
    const late = triedAtMs - startedAtMs + 2 * trialMs > TRIALS_MS;
    end = rate ? endBefore(2 * lanes, trial, rates, late) : { reason: 'memory', tooMany: { lanes } };
  }
  const best = bestOf(rates);
  const last = best.lanes === rates.at(-1)?.lanes;
  const tooMany = last ? end.tooMany : undefined;
  const findings = { laneReason: last ? end.reason : 'measured', laneRates: rates, laneBytes: trial.laneBytes, ...(tooMany ? { tooMany } : {}) };
  return { lanes: best.lanes, findings };
}

/** Takes the lanes that a person asked for, and measures beside them what one lane does. Rejects with the signal's reason or as the model does. */
export async function takeLanes(trial: Pick<LaneTrial, 'stepMs' | 'laneBytes'>, lanes: number, signal: AbortSignal): Promise<ChosenLanes> {
  const laneRates: LaneRate[] = [];
  for (const rows of new Set([1, lanes])) {
    signal.throwIfAborted();
    laneRates.push({ lanes: rows, newTokensPerSecond: (rows * 1000) / (await trial.stepMs(rows)) });
  }
  return { lanes, findings: { laneReason: 'asked', laneRates, laneBytes: trial.laneBytes } };
}

/** Undefined when there is no memory for so many lanes; one lane there has to be. */
async function rateOf(trial: LaneTrial, lanes: number, signal: AbortSignal): Promise<LaneRate | undefined> {
  signal.throwIfAborted();
  try {
    return { lanes, newTokensPerSecond: (lanes * 1000) / (await trial.stepMs(lanes)) };
  } catch (error) {
    signal.throwIfAborted();
    if (lanes > 1 && isOutOfMemory(error)) return undefined;
    throw error;
  }
}

/** Why `lanes` are not to be tried, after what was measured of fewer; undefined when they are. */
function endBefore(lanes: number, { laneBytes, budgetBytes, most }: LaneTrial, rates: readonly LaneRate[], late: boolean): End | undefined {
  if (lanes > bestOf(rates).lanes * 2 ** POOR_DOUBLINGS_MAX) return { reason: 'measured' };
  if (lanes > most) return { reason: 'most' };
  const lackingBytes = lanes * laneBytes - budgetBytes;
  if (lackingBytes > 0) return { reason: 'memory', tooMany: { lanes, lackingBytes } };
  return late ? { reason: 'time' } : undefined;
}

/** Goes on to more lanes only for a gain that is worth each doubling. At least one rate. */
function bestOf(rates: readonly LaneRate[]): LaneRate {
  return rates.reduce((best, rate) => (rate.newTokensPerSecond >= best.newTokensPerSecond * (1 + GAIN_MIN) ** Math.log2(rate.lanes / best.lanes) ? rate : best));
}
