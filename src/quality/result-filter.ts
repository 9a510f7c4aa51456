import type { PhaseName } from '../core/outcome.ts';
import { type PhaseStatus, readStatus, rowStatus } from '../core/status.ts';
import { KEPT_REASONS } from '../core/verdict.ts';

/**
 * `all` are the records of the run. A row status selects by how the record stands; `declined` and the kept reasons
 * by whether any phase ended so; `left-out` are the records of the source that are not part of the run.
 */
export const RESULT_FILTERS = ['all', 'rewritten', 'undecided', 'kept', 'failed', 'pending', 'declined', ...KEPT_REASONS, 'left-out'] as const;

/** One of {@link RESULT_FILTERS}. */
export type ResultFilter = (typeof RESULT_FILTERS)[number];

const PHASE_FILTERS: readonly string[] = ['declined', ...KEPT_REASONS] satisfies PhaseStatus[];

/** Whether a text names a filter. */
export function isResultFilter(text: string): text is ResultFilter {
  return (RESULT_FILTERS as readonly string[]).includes(text);
}

/** Whether a record with this status byte passes. */
export function passesFilter(byte: number, phases: readonly PhaseName[], filter: ResultFilter): boolean {
  if (filter === 'all') return rowStatus(byte, phases) !== 'left-out';
  if (PHASE_FILTERS.includes(filter)) return phases.some((phase) => readStatus(byte, phase) === filter);
  return rowStatus(byte, phases) === filter;
}

/** The ordinals of the records that pass, in order. */
export function selectOrdinals(statuses: Uint8Array, phases: readonly PhaseName[], filter: ResultFilter): Uint32Array {
  const passing = Array.from({ length: 256 }, (_, byte) => passesFilter(byte, phases, filter));
  const selected = new Uint32Array(statuses.length);
  let count = 0;
  statuses.forEach((byte, ordinal) => {
    if (passing[byte]) selected[count++] = ordinal;
  });
  return selected.subarray(0, count);
}
