import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PAPER_RULES, RULE_ORDER, select, type SelectionColumns, type SelectionFigure, type SelectionRules } from '../../src/quality/selection-rules.ts';

interface Candidate {
  readonly instruction: boolean;
  readonly response: boolean;
  readonly figures: readonly number[];
}

const FIGURE = fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 1, max: 20 }).map((tenths) => tenths / 10) }, fc.constant(NaN));
const RECORD: fc.Arbitrary<Candidate> = fc.record({ instruction: fc.boolean(), response: fc.boolean(), figures: fc.array(FIGURE, { minLength: 6, maxLength: 6 }) });
const LIMIT = fc.integer({ min: 1, max: 20 }).map((tenths) => tenths / 10);
const BY = fc.constantFrom<SelectionFigure>('ifd', 'reverse-ifd', 'coherence');
const RULES: fc.Arbitrary<SelectionRules> = fc
  .record({ phase1: fc.boolean(), phase2: fc.boolean(), onlyResponseReflected: fc.boolean(), ifdMax: fc.option(LIMIT), reverseIfdMax: fc.option(LIMIT) })
  .map(({ ifdMax, reverseIfdMax, ...rest }) => ({ ...rest, ...(ifdMax && { ifdMax }), ...(reverseIfdMax && { reverseIfdMax }) }));

function columnsOf(records: readonly Candidate[]): SelectionColumns {
  const figure = (at: number) => Float64Array.from(records, ({ figures }) => figures[at] ?? NaN);
  return {
    ordinals: Uint32Array.from(records, (_, place) => 2 * place),
    instructionReflected: Uint8Array.from(records, ({ instruction }) => Number(instruction)),
    responseReflected: Uint8Array.from(records, ({ response }) => Number(response)),
    ifdBefore: figure(0), ifdAfterInstruction: figure(1), reverseIfdAfterInstruction: figure(2), ifd: figure(3), reverseIfd: figure(4), coherence: figure(5),
  };
}

/** What the paper says, record by record; comparisons with NaN are false. */
function passes({ instruction, response, figures }: Candidate, rules: SelectionRules): boolean {
  const [before = NaN, between = NaN, reverseBetween = NaN, ifd = NaN, reverse = NaN] = figures;
  return (
    (!rules.phase1 || !instruction || between > before) &&
    (!rules.phase2 || !response || reverse < reverseBetween) &&
    (!rules.onlyResponseReflected || response) &&
    (rules.ifdMax === undefined || ifd < rules.ifdMax) &&
    (rules.reverseIfdMax === undefined || reverse < rules.reverseIfdMax)
  );
}

describe('selection', () => {
  it('takes what passes every rule, and accounts for all the rest', () => {
    fc.assert(
      fc.property(fc.array(RECORD, { maxLength: 40 }), RULES, (records, rules) => {
        const { selected, effects } = select(columnsOf(records), rules);
        expect([...selected]).toEqual(records.flatMap((record, place) => (passes(record, rules) ? [2 * place] : [])));
        expect(effects.reduce((sum, { droppedInOrder }) => sum + droppedInOrder, selected.length)).toBe(records.length);
        for (const { rule, droppedAlone, lackingFigure } of effects) {
          const only = { phase1: false, phase2: false, onlyResponseReflected: false, [rule]: rules[rule] };
          expect(droppedAlone).toBe(records.filter((record) => !passes(record, only)).length);
          expect(lackingFigure).toBeLessThanOrEqual(droppedAlone);
        }
        expect(effects.map(({ rule }) => rule)).toEqual(RULE_ORDER.filter((rule) => rules[rule] !== undefined && rules[rule] !== false));
      }),
    );
  });

  it('takes at last the best fraction of what is left, none of them worse than one that is dropped', () => {
    fc.assert(
      fc.property(fc.array(RECORD, { maxLength: 40 }), RULES, fc.double({ min: 0.01, max: 1, noNaN: true }), BY, (records, others, fraction, by) => {
        const columns = columnsOf(records);
        const before = [...select(columns, others).selected];
        const taken = new Set(select(columns, { ...others, top: { fraction, by } }).selected);
        const value = (ordinal: number) => ({ ifd: columns.ifd, 'reverse-ifd': columns.reverseIfd.map((one) => -one), coherence: columns.coherence })[by][ordinal / 2] ?? NaN;
        const known = before.filter((ordinal) => !Number.isNaN(value(ordinal)));
        expect(taken.size).toBe(Math.min(known.length, Math.ceil(fraction * before.length - 1e-9) + 0));
        const worst = Math.min(...[...taken].map(value));
        for (const ordinal of known) if (!taken.has(ordinal)) expect(value(ordinal)).toBeLessThanOrEqual(worst);
      }),
    );
  });

  it('keeps up with a slider over 100,000 records', () => {
    const noise = (seed: number) => ((seed * 2654435761) % 4294967296) / 2147483648;
    const records = Array.from({ length: 100_000 }, (_, n) => ({ instruction: n % 3 > 0, response: n % 5 > 0, figures: [1, 2, 3, 4, 5, 6].map((k) => noise(n * 7 + k)) }));
    const columns = columnsOf(records);
    const rules: SelectionRules = { ...PAPER_RULES, top: { fraction: 0.1, by: 'ifd' } };
    select(columns, rules);
    const startMs = performance.now();
    select(columns, rules);
    expect(performance.now() - startMs).toBeLessThan(250);
  });
});
