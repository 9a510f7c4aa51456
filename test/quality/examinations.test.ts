import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Outcome, PHASES } from '../../src/core/outcome.ts';
import { RULES } from '../../src/core/rules.ts';
import type { NoScore, TextScore } from '../../src/core/score.ts';
import { ExaminationTally } from '../../src/quality/examinations.ts';

const ROW_COUNT = 6;
const PAIR = { instruction: 'i', input: '', response: 'r' };
const score = fc.oneof(
  fc.record({ kind: fc.constant('scored'), tokens: fc.constant(3), cutTokens: fc.constant(0), lossAlone: fc.nat(3), lossGiven: fc.nat(3) }),
  fc.constant<NoScore>({ kind: 'unscored', reason: 'no-room' }),
) satisfies fc.Arbitrary<TextScore | NoScore>;
const pairScore = fc.record({ response: score, instruction: score });

const outcome: fc.Arbitrary<Outcome> = fc
  .record({
    ordinal: fc.nat(ROW_COUNT - 1),
    phase: fc.constantFrom(...PHASES),
    status: fc.constantFrom('rewritten', 'undecided', 'kept', 'failed'),
    rules: fc.array(fc.constantFrom(...RULES), { maxLength: 4 }),
    result: fc.option(fc.constantFrom('former', 'latter', 'tie', 'unreadable'), { nil: undefined }),
    scores: fc.option(fc.record({ before: pairScore, after: pairScore }), { nil: undefined }),
  })
  .map(({ ordinal, phase, status, rules, result, scores }): Outcome => {
    const settled = { runId: 'r', ordinal, phase, attempts: [] };
    if (status === 'failed') return { ...settled, status, reason: 'oracle-failed' };
    // The tally reads no more than the result of a review.
    const review = result && { review: { result, passes: [] as never } };
    const examined = { ...settled, critique: [], findings: rules.map((rule) => ({ rule, detail: '' })), ...review, ...(scores ? { scores } : {}) };
    return status === 'kept' ? { ...examined, status, reason: 'gate' } : { ...examined, status, pair: PAIR };
  });

it('counts each settled phase once, whatever comes twice, and loses nothing', () => {
  fc.assert(
    fc.property(fc.array(outcome, { maxLength: 30 }), fc.array(fc.nat(29)), (outcomes, again) => {
      const settled = new Map<string, Outcome>();
      for (const one of outcomes) if (!settled.has(`${one.ordinal} ${one.phase}`)) settled.set(`${one.ordinal} ${one.phase}`, one);
      const tally = new ExaminationTally(ROW_COUNT);
      const list = [...settled.values()];
      for (const one of [...list, ...again.flatMap((at) => list[at] ?? [])]) tally.add(one);
      const examined = list.flatMap((one) => (one.status === 'failed' ? [] : [one]));
      const { phases, rules, gate, student } = tally.counts();
      expect(phases).toBe(list.length);
      for (const rule of RULES) expect(rules[rule]).toBe(examined.filter(({ findings }) => findings?.some((finding) => finding.rule === rule)).length);
      expect(gate.wins).toBe(examined.filter(({ review }) => review?.result === 'latter').length);
      expect(gate.wins + gate.losses + gate.ties + gate.unreadable).toBe(examined.filter(({ review }) => review).length);
      expect(student.better + student.notBetter + student.unscored).toBe(examined.filter(({ scores }) => scores).length);
    }),
  );
});

it('tells a rewrite that a student likes less from one that has no score', () => {
  const scored = (lossAlone: number, lossGiven: number): TextScore => ({ kind: 'scored', tokens: 3, cutTokens: 0, lossAlone, lossGiven });
  const tally = new ExaminationTally(3);
  const base = { runId: 'r', phase: 'instruction', attempts: [], critique: [] } as const;
  const before = { response: scored(2, 1) };
  tally.add({ ...base, ordinal: 0, status: 'rewritten', pair: PAIR, scores: { before, after: { response: scored(2, 1.5) } } });
  tally.add({ ...base, ordinal: 1, status: 'kept', reason: 'student', proposal: PAIR, scores: { before, after: { response: scored(2, 0.5) } } });
  tally.add({ ...base, ordinal: 2, status: 'kept', reason: 'student', proposal: PAIR, scores: { before, after: { response: { kind: 'unscored', reason: 'empty-target' } } } });
  expect(tally.counts().student).toEqual({ better: 1, notBetter: 1, unscored: 1 });
});
