import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PHASES } from '../../src/core/outcome.ts';
import { LEFT_OUT_BYTE, PHASE_STATUSES } from '../../src/core/status.ts';
import { RESULT_FILTERS, selectOrdinals } from '../../src/quality/result-filter.ts';
import { doneFraction, StatusHistogram } from '../../src/quality/status-counts.ts';

const code = fc.nat(PHASE_STATUSES.indexOf('left-out') - 1);
// A record is left out in both phases or in none.
const byte = fc.oneof({ weight: 8, arbitrary: fc.tuple(code, code).map(([first, second]) => first | (second << 4)) }, { weight: 1, arbitrary: fc.constant(LEFT_OUT_BYTE) });
const bytes = fc.uint8Array({ maxLength: 60 }).chain((array) => fc.array(byte, { minLength: array.length, maxLength: array.length })).map((codes) => Uint8Array.from(codes));
const phases = fc.constantFrom(PHASES, ['instruction'] as const, ['response'] as const);

describe('the counts of a run', () => {
  it('follow single outcomes to the same figures as a fresh count', () => {
    fc.assert(
      fc.property(bytes, fc.array(fc.tuple(fc.nat(70), byte)), phases, (start, changes, of) => {
        const histogram = new StatusHistogram(start.slice());
        for (const [ordinal, code] of changes) histogram.update(ordinal, () => code);
        expect(histogram.counts(of)).toEqual(new StatusHistogram(histogram.bytes.slice()).counts(of));
      }),
    );
  });

  it('agree with what each filter of the review shows', () => {
    fc.assert(
      fc.property(bytes, phases, (statuses, of) => {
        const counts = new StatusHistogram(statuses.slice()).counts(of);
        for (const filter of RESULT_FILTERS) expect(selectOrdinals(statuses, of, filter)).toHaveLength(counts.filters[filter]);
        expect(Object.values(counts.rows).reduce((sum, count) => sum + count, 0)).toBe(counts.total);
        expect(counts.total + counts.leftOut).toBe(statuses.length);
        for (const { statuses } of counts.phases) expect(Object.values(statuses).reduce((sum, count) => sum + count, 0)).toBe(counts.total);
        expect(doneFraction(counts) === 1).toBe(counts.rows.pending === 0);
      }),
    );
  });
});
