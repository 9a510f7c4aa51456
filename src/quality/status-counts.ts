import type { PhaseName } from '../core/outcome.ts';
import { PHASE_STATUSES, readStatus, ROW_STATUSES, type RowStatus, rowStatus } from '../core/status.ts';
import { passesFilter, RESULT_FILTERS, type ResultFilter } from './result-filter.ts';

/** How a record of a run can stand, in the order in which it is shown. */
export const RUN_STATUSES = ROW_STATUSES.filter((status) => status !== 'left-out');

/** One of {@link RUN_STATUSES}. */
export type RunStatus = Exclude<RowStatus, 'left-out'>;

/** How a phase of a record of a run can stand. */
export const RUN_PHASE_STATUSES = PHASE_STATUSES.filter((status) => status !== 'left-out');

/** How many records of a run stand how. Records of the source that are not part of the run count in `leftOut` alone. */
export interface StatusCounts {
  readonly total: number;
  readonly leftOut: number;
  /** Add up to `total`. */
  readonly rows: Readonly<Record<RunStatus, number>>;
  /** Records that each filter of the review would show. */
  readonly filters: Readonly<Record<ResultFilter, number>>;
  /** How each phase of the run ended; its counts add up to `total`. */
  readonly phases: readonly PhaseCounts[];
  /** Settled phases over all records of the run. */
  readonly settledSteps: number;
}

/** How one phase stands over all records of the run. */
export interface PhaseCounts {
  readonly phase: PhaseName;
  readonly statuses: Readonly<Record<(typeof RUN_PHASE_STATUSES)[number], number>>;
}

/** How far a run is, in [0, 1]: by phases, so that it moves before the first record is through. An empty run is done. */
export function doneFraction(counts: StatusCounts): number {
  const steps = counts.total * counts.phases.length;
  return steps === 0 ? 1 : counts.settledSteps / steps;
}

/** Counts of status bytes that can follow a run outcome by outcome without reading all bytes again. */
export class StatusHistogram {
  readonly #bytes: Uint8Array;
  readonly #counts = new Uint32Array(256);

  /** Takes over `bytes`, one a record. */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    for (const byte of bytes) this.#counts[byte] = this.#at(byte) + 1;
  }

  get bytes(): Uint8Array {
    return this.#bytes;
  }

  /** Replaces a record's byte by what `change` makes of it. */
  update(ordinal: number, change: (byte: number) => number): void {
    const before = this.#bytes[ordinal];
    if (before === undefined) return;
    const after = change(before);
    this.#bytes[ordinal] = after;
    this.#counts[before] = this.#at(before) - 1;
    this.#counts[after] = this.#at(after) + 1;
  }

  /** The counts as they stand; costs the same for ten records and a million. */
  counts(phases: readonly PhaseName[]): StatusCounts {
    const present = Array.from(this.#counts, (count, byte) => ({ byte, count, status: rowStatus(byte, phases) })).filter(({ count }) => count > 0);
    const inRun = present.filter(({ status }) => status !== 'left-out');
    const count = (holds: (byte: number) => boolean) => sumOf(present.filter(({ byte }) => holds(byte)));
    return {
      total: sumOf(inRun),
      leftOut: count((byte) => rowStatus(byte, phases) === 'left-out'),
      rows: countEach(RUN_STATUSES, (status) => count((byte) => rowStatus(byte, phases) === status)),
      filters: countEach(RESULT_FILTERS, (filter) => count((byte) => passesFilter(byte, phases, filter))),
      phases: phases.map((phase) => ({ phase, statuses: countEach(RUN_PHASE_STATUSES, (status) => count((byte) => readStatus(byte, phase) === status)) })),
      settledSteps: inRun.reduce((sum, { byte, count }) => sum + count * phases.filter((phase) => readStatus(byte, phase) !== 'pending').length, 0),
    };
  }

  #at(byte: number): number {
    return this.#counts[byte] ?? 0;
  }
}

function sumOf(counts: readonly { readonly count: number }[]): number {
  return counts.reduce((sum, { count }) => sum + count, 0);
}

function countEach<Key extends string>(keys: readonly Key[], count: (key: Key) => number): Record<Key, number> {
  // `fromEntries` forgets the key type; the entries are built from the complete list.
  return Object.fromEntries(keys.map((key) => [key, count(key)])) as Record<Key, number>;
}
