import type { Decision, Outcome, PhaseName } from './outcome.ts';
import { KEPT_REASONS } from './verdict.ts';

/**
 * How one phase of one record stands, in the order of its stored code.
 * Codes are written to disk in four bits: append, never reorder, never more than 16.
 */
export const PHASE_STATUSES = [
  'pending',
  'rewritten',
  'failed',
  ...KEPT_REASONS,
  /** Rewritten; the person is asked whether it counts. */
  'undecided',
  /** Rewritten, and the person has turned it down. */
  'declined',
  /** The record is not part of the run. */
  'left-out',
] as const;

/** A phase's standing. */
export type PhaseStatus = (typeof PHASE_STATUSES)[number];

/** How a record can stand over both phases, in the order in which they are shown. */
export const ROW_STATUSES = ['rewritten', 'undecided', 'kept', 'failed', 'pending', 'left-out'] as const;

/** One of {@link ROW_STATUSES}. */
export type RowStatus = (typeof ROW_STATUSES)[number];

const BITS: Record<PhaseName, number> = { instruction: 0, response: 4 };

/** The byte of a record that is not part of its run. */
export const LEFT_OUT_BYTE = PHASE_STATUSES.indexOf('left-out') * 0x11;

/** The status that an outcome gives its phase, with what the person has said to the record. */
export function statusOf(outcome: Outcome, decision?: Decision): PhaseStatus {
  if (outcome.status === 'kept') return outcome.reason;
  if (outcome.status === 'failed' || decision === undefined) return outcome.status;
  return decision === 'rewrite' ? 'rewritten' : 'declined';
}

/** Puts an outcome's status into a record's status byte: phase 1 in the low four bits, phase 2 in the high four. */
export function withStatus(byte: number, outcome: Outcome, decision?: Decision): number {
  const shift = BITS[outcome.phase];
  return (byte & ~(0xf << shift)) | (PHASE_STATUSES.indexOf(statusOf(outcome, decision)) << shift);
}

/** The same for several outcomes of one record. */
export function withStatuses(byte: number, outcomes: readonly Outcome[], decision?: Decision): number {
  return outcomes.reduce((status, outcome) => withStatus(status, outcome, decision), byte);
}

/** Reads one phase's status from a record's status byte. */
export function readStatus(byte: number, phase: PhaseName): PhaseStatus {
  return PHASE_STATUSES[(byte >> BITS[phase]) & 0xf] ?? 'pending';
}

/** The phases that are not settled yet, in the order given. */
export function pendingPhases(byte: number, phases: readonly PhaseName[]): PhaseName[] {
  return phases.filter((phase) => readStatus(byte, phase) === 'pending');
}

/** A record's standing: pending until every phase of the run is settled, then undecided if the person is asked, then the best that any phase achieved. */
export function rowStatus(byte: number, phases: readonly PhaseName[]): RowStatus {
  const statuses = phases.map((phase) => readStatus(byte, phase));
  const order = ['left-out', 'pending', 'undecided', 'rewritten', 'failed'] as const;
  return order.find((status) => statuses.includes(status)) ?? 'kept';
}
