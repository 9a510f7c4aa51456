import type { Outcome, PhaseName } from './outcome.ts';
import { KEPT_REASONS } from './verdict.ts';

/**
 * How one phase of one record stands, in the order of its stored code.
 * Codes are written to disk: append, never reorder.
 */
export const PHASE_STATUSES = ['pending', 'rewritten', 'failed', ...KEPT_REASONS] as const;

/** A phase's standing: not yet settled, rewritten, failed, or the reason why the pair was kept. */
export type PhaseStatus = (typeof PHASE_STATUSES)[number];

/** How a record can stand over both phases, in the order in which they are shown. */
export const ROW_STATUSES = ['rewritten', 'kept', 'failed', 'pending'] as const;

/** One of {@link ROW_STATUSES}. */
export type RowStatus = (typeof ROW_STATUSES)[number];

const BITS: Record<PhaseName, number> = { instruction: 0, response: 4 };

/** The status that an outcome gives its phase. */
export function statusOf(outcome: Outcome): PhaseStatus {
  return outcome.status === 'kept' ? outcome.reason : outcome.status;
}

/** Puts an outcome's status into a record's status byte: phase 1 in the low four bits, phase 2 in the high four. */
export function withStatus(byte: number, outcome: Outcome): number {
  const shift = BITS[outcome.phase];
  return (byte & ~(0xf << shift)) | (PHASE_STATUSES.indexOf(statusOf(outcome)) << shift);
}

/** Reads one phase's status from a record's status byte; an unknown code reads as `pending`. */
export function readStatus(byte: number, phase: PhaseName): PhaseStatus {
  return PHASE_STATUSES[(byte >> BITS[phase]) & 0xf] ?? 'pending';
}

/** The phases that are not settled yet, in the order given. */
export function pendingPhases(byte: number, phases: readonly PhaseName[]): PhaseName[] {
  return phases.filter((phase) => readStatus(byte, phase) === 'pending');
}

/** A record's standing: pending until every phase of the run is settled, then the best that any phase achieved. */
export function rowStatus(byte: number, phases: readonly PhaseName[]): RowStatus {
  const statuses = phases.map((phase) => readStatus(byte, phase));
  if (statuses.includes('pending')) return 'pending';
  if (statuses.includes('rewritten')) return 'rewritten';
  return statuses.includes('failed') ? 'failed' : 'kept';
}
