import type { PhaseName } from '../core/outcome.ts';
import { PHASE_STATUSES, readStatus, type RowStatus, rowStatus } from '../core/status.ts';
import { passesFilter, RESULT_FILTERS, type ResultFilter } from './result-filter.ts';

/** How many records stand how. */
export interface StatusCounts {
  readonly total: number;
  readonly rows: Readonly<Record<RowStatus, number>>;
  /** Records that each filter of the review would show. */
  readonly filters: Readonly<Record<ResultFilter, number>>;
  /** Settled phases over all records. */
  readonly settledSteps: number;
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
      settledSteps: sum((byte) => phases.filter((phase) => readStatus(byte, phase) !== PHASE_STATUSES[0]).length),
    };
  }

  #at(byte: number): number {
    return this.#counts[byte] ?? 0;
  }
}
