import type { PhaseName } from '../core/outcome.ts';
import { PHASE_STATUSES, type PhaseStatus, readStatus, type RowStatus, rowStatus } from '../core/status.ts';
import { passesFilter, RESULT_FILTERS, type ResultFilter } from './result-filter.ts';

/** How many records stand how. */
export interface StatusCounts {
  readonly total: number;
  readonly rows: Readonly<Record<RowStatus, number>>;
  /** Records that each filter of the review would show. */
  readonly filters: Readonly<Record<ResultFilter, number>>;
  /** How each phase of the run ended; its counts add up to `total`. */
  readonly phases: readonly PhaseCounts[];
  /** Settled phases over all records. */
  readonly settledSteps: number;
}

/** How one phase stands over all records. */
export interface PhaseCounts {
  readonly phase: PhaseName;
  readonly statuses: Readonly<Record<PhaseStatus, number>>;
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
    const present = Array.from(this.#counts, (count, byte) => ({ byte, count })).filter(({ count }) => count > 0);
    const sum = (weight: (byte: number) => number) => present.reduce((total, { byte, count }) => total + count * weight(byte), 0);
    const rows = (status: RowStatus) => sum((byte) => Number(rowStatus(byte, phases) === status));
    const filters = RESULT_FILTERS.map((filter) => [filter, sum((byte) => Number(passesFilter(byte, phases, filter)))] as const);
    return {
      total: this.#bytes.length,
      rows: { rewritten: rows('rewritten'), kept: rows('kept'), failed: rows('failed'), pending: rows('pending') },
      // `fromEntries` forgets the key type; the entries are built from the complete list of filters.
      filters: Object.fromEntries(filters) as Record<ResultFilter, number>,
      phases: phases.map((phase) => ({ phase, statuses: phaseStatuses(phase, sum) })),
      settledSteps: sum((byte) => phases.filter((phase) => readStatus(byte, phase) !== 'pending').length),
    };
  }

  #at(byte: number): number {
    return this.#counts[byte] ?? 0;
  }
}

function phaseStatuses(phase: PhaseName, sum: (weight: (byte: number) => number) => number): Record<PhaseStatus, number> {
  const entries = PHASE_STATUSES.map((status) => [status, sum((byte) => Number(readStatus(byte, phase) === status))] as const);
  // As above: built from the complete list.
  return Object.fromEntries(entries) as Record<PhaseStatus, number>;
}
