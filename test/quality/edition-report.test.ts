import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/core/outcome.ts';
import type { Row } from '../../src/core/row.ts';
import { ALARM_BOUNDS, alarmsBetween, nearShare } from '../../src/quality/alarms.ts';
import { CoherenceCounter, type CoherenceReport } from '../../src/quality/coherence-report.ts';
import { EditionDescriber, type EditionReport } from '../../src/quality/edition-report.ts';
import { wordsOf } from '../../src/quality/words.ts';
import { PAPER_RECIPE } from '../../src/reflection/recipes.ts';

const parse = (text: string) => ({ verb: wordsOf(text)[0] ?? '', noun: wordsOf(text)[1] ?? '' });
const describer = () => new EditionDescriber({ kind: 'original', sourceId: 's' }, undefined, parse);

function reportOf(rows: readonly Row[]): EditionReport {
  const one = describer();
  for (const row of rows) one.add(row);
  return one.read();
}

const row = (ordinal: number, instruction: string, response: string, input = ''): Row => ({ ordinal, pair: { instruction, input, response } });
const word = fc.constantFrom('write', 'tell', 'add', 'a', 'story', 'poem', 'of', 'rain', '雨', '42');
const text = fc.array(word, { maxLength: 12 }).map((words) => words.join(' '));
const rows = fc.array(fc.record({ instruction: text, input: text, response: text }), { maxLength: 20 }).map((pairs) => pairs.map((pair, ordinal) => ({ ordinal, pair })));

describe('the report of an edition', () => {
  it('measures the instruction alone and with its input', () => {
    const { lengths, records } = reportOf([row(0, 'Name the colour', 'Blue', 'of the sky'), row(1, 'Say it', 'It is said')]);
    expect(records).toBe(2);
    expect([lengths.instruction.words.sum, lengths.input.words.sum, lengths.question.words.sum, lengths.response.words.sum]).toEqual([5, 3, 8, 4]);
    expect([lengths.input.words.count, lengths.response.characters.sum]).toEqual([1, 14]);
  });

  it('is plain data that crosses a worker’s border', () => {
    fc.assert(fc.property(rows, (some) => void expect(structuredClone(reportOf(some))).toEqual(reportOf(some))), { numRuns: 20 });
  });

  it('adds up: every record is in every distribution', () => {
    fc.assert(
      fc.property(rows, (some) => {
        const { records, lengths, nearDuplicates, verbs } = reportOf(some);
        expect([records, lengths.instruction.words.count, lengths.question.characters.count, lengths.response.words.count, nearDuplicates.records]).toEqual(Array.from({ length: 5 }, () => some.length));
        expect(lengths.input.words.count).toBe(some.filter(({ pair }) => pair.input !== '').length);
        expect(verbs.parsed + verbs.withoutVerb + verbs.notEnglish).toBe(verbs.unique);
        expect(nearDuplicates.near).toBeLessThanOrEqual(Math.max(0, some.length - 1));
      }),
    );
  });

  it('says what rules and gate found, each rule once a record', () => {
    const one = new EditionDescriber({ kind: 'recycled', runId: 'r' }, { recipe: PAPER_RECIPE, rowCount: 1 }, parse);
    const finding = { rule: 'length', detail: '' } as const;
    const pass = { raw: '', finishReason: 'stop', promptTokens: 1, newTokens: 1, durationMs: 1, options: { temperature: 0, topP: 1, seed: 1, maxNewTokens: 1, minNewTokens: 1 } } as const;
    const outcome = (phase: 'instruction' | 'response', result: 'latter' | 'unreadable'): Outcome => ({
      runId: 'r', ordinal: 0, phase, attempts: [], critique: [], findings: [finding, finding], review: { passes: [pass, pass], result }, status: 'rewritten', pair: row(0, 'a', 'b').pair,
    });
    one.addOutcomes([outcome('instruction', 'latter'), outcome('response', 'unreadable')]);
    one.addOutcomes([]);
    expect(one.read().run).toMatchObject({ settled: 1, examinations: { rules: { length: 2, echo: 0 }, gate: { wins: 1, losses: 0, ties: 0, unreadable: 1 } } });
  });
});

function coherenceOf(cosines: readonly number[]): CoherenceReport {
  const counter = new CoherenceCounter();
  cosines.forEach((cosine, ordinal) => counter.add(ordinal, { kind: 'coherence', cosine, cutTokens: 0 }));
  return counter.read();
}

describe('coherence', () => {
  it('names the worst records and what is missing', () => {
    const counter = new CoherenceCounter();
    for (let ordinal = 0; ordinal < 30; ordinal += 1) counter.add(ordinal, { kind: 'coherence', cosine: Math.abs(15 - ordinal) / 20, cutTokens: ordinal % 2 });
    counter.add(30, undefined);
    counter.add(31, { kind: 'unscored', reason: 'empty-target' });
    const { worst, missing, unscored, cut, cosines } = counter.read();
    expect({ missing, unscored, cut, count: cosines.count }).toEqual({ missing: 1, unscored: 1, cut: 15, count: 30 });
    expect(worst.map(({ ordinal }) => ordinal)).toEqual([15, 14, 16, 13, 17, 12, 18, 11, 19, 10]);
  });
});

describe('an alarm', () => {
  const vocabulary = (from: number) => Array.from({ length: 120 }, (_, n) => row(n, `Verb${n % 20} thing${n}`, Array.from({ length: 10 }, (__, at) => `w${(n * 31 + at * 7 + from) % 900}`).join(' ')));
  const rich = reportOf(vocabulary(0));

  it('is silent when nothing has fallen', () => {
    expect(alarmsBetween({ report: rich, coherence: coherenceOf(Array(40).fill(0.6)) }, { report: rich, coherence: coherenceOf(Array(40).fill(0.6)) })).toEqual([]);
  });

  it('sounds for wording, verbs and near duplicates that fall beyond their bounds', () => {
    const poor = reportOf(vocabulary(0).map(({ ordinal }) => row(ordinal, `Verb thing of many words in a row and so on and on ${ordinal % 100}`, 'the same words again and again and so on')));
    const kinds = alarmsBetween({ report: rich }, { report: poor }).map(({ kind }) => kind);
    expect(kinds).toEqual(['response-wording', 'verbs', 'near-duplicates']);
    expect(nearShare(poor)).toBeGreaterThan(ALARM_BOUNDS.nearShare);
  });

  it('sounds for coherence by the same embedder, and not for too few records', () => {
    const [high, low] = [coherenceOf(Array(40).fill(0.6)), coherenceOf(Array(40).fill(0.56))];
    expect(alarmsBetween({ report: rich, coherence: high }, { report: rich, coherence: low })).toMatchObject([{ kind: 'coherence' }]);
    expect(alarmsBetween({ report: rich, coherence: low }, { report: rich, coherence: high })).toEqual([]);
    expect(alarmsBetween({ report: rich, coherence: coherenceOf([0.9]) }, { report: rich, coherence: coherenceOf([0.1]) })).toEqual([]);
  });
});
