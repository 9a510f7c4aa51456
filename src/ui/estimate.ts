import type { Outcome } from '../core/outcome.ts';
import type { Recipe } from '../core/recipe.ts';
import { leastLanes, type LaneSetting, type Run } from '../core/run.ts';
import { type LaneReport, rateAt } from './lane-report.ts';
import { differingMembers, type RecipeMember } from './state/recipe-draft.ts';

/** Fewer settled phases than this say little about the next run. */
const MIN_OUTCOMES = 4;

/** What decides how long answers take. */
const WORK: readonly RecipeMember[] = ['critique', 'answerForm', 'lengths', 'maxNewTokens', 'continues'];

/** Whether a run by one recipe tells how long one by another takes: it has all of its phases, and the same is asked for at the same length. */
export function comparableWork(then: Recipe, next: Recipe): boolean {
  return next.phases.every((phase) => then.phases.includes(phase)) && !differingMembers(then, next).some((member) => WORK.includes(member));
}

/** A setting of lanes with what was found out when an oracle was last loaded with it, if it was. */
export interface KnownLanes {
  readonly lanes: LaneSetting;
  readonly report: LaneReport | undefined;
}

/**
 * How long a run of `rowCount` records will take with the lanes `next`, going by outcomes of an earlier run with the same
 * oracle and recipe and the lanes `then`. In milliseconds; undefined when there is too little to go by.
 */
export function estimateRunMs(outcomes: readonly Outcome[], { phases }: Run['recipe'], rowCount: number, then: KnownLanes, next: KnownLanes): number | undefined {
  const asked = outcomes.filter(({ attempts }) => attempts.length > 0);
  if (asked.length < MIN_OUTCOMES) return undefined;
  const totalMs = asked.reduce((sum, { attempts }) => sum + attempts.reduce((own, { durationMs }) => own + durationMs, 0), 0);
  const lanesThen = then.report?.lanes ?? leastLanes(then.lanes);
  const lanesNext = next.report?.lanes ?? (next.lanes === 'auto' ? lanesThen : next.lanes);
  const steps = rowCount * phases.length;
  // An answer's time is that in the company of the others.
  return ((totalMs / asked.length) * steps * slowdown(lanesThen, lanesNext, next.report ?? then.report)) / lanesThen;
}

/** How much longer the same work takes with other lanes. Where they were not measured, they are taken to be as fast. */
function slowdown(lanesThen: number, lanesNext: number, report: LaneReport | undefined): number {
  const [then, next] = [lanesThen, lanesNext].map((lanes) => report && rateAt(report.findings, lanes));
  return then === undefined || next === undefined ? 1 : then / next;
}
