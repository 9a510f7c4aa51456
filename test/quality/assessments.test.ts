import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Outcome, PhaseName } from '../../src/core/outcome.ts';
import type { Criteria } from '../../src/core/recipe.ts';
import type { Assessment, CritiqueNote, CritiqueSubject } from '../../src/core/verdict.ts';
import { type Tone, toneOf } from '../../src/quality/assessment-tone.ts';
import { AssessmentCounter, meanTone } from '../../src/quality/assessments.ts';
import { readCritique } from '../../src/reflection/critique.ts';
import { PAPER_RECIPE } from '../../src/reflection/recipes.ts';

const RECORDED = fileURLToPath(new URL('../../../shared/data/recorded_oracle_completions.json', import.meta.url));

describe('the tone of a remark', () => {
  it.each<[string, CritiqueSubject, Tone]>([
    ['The answer is accurate and helpful.', 'response', 'good'],
    ['There are no errors in the calculation.', 'response', 'good'],
    ['It is not misleading.', 'response', 'good'],
    ['It lacks detail.', 'response', 'poor'],
    ['The answer is not accurate.', 'response', 'poor'],
    ['It could be more detailed.', 'response', 'poor'],
    ['It doesn’t explain anything.', 'response', 'poor'],
    ['It is correct, but it lacks an explanation.', 'response', 'fair'],
    ['The topic is simple.', 'instruction', 'poor'],
    ['The topic is simple.', 'response', 'unclear'],
    ['The answer names three birds.', 'response', 'unclear'],
    ['Die Antwort ist falsch.', 'response', 'unclear'],
    ['', 'response', 'unclear'],
  ])('“%s” of the %s is %s', (text, subject, tone) => {
    expect(toneOf({ subject, text })).toBe(tone);
  });

  it('is what a structured answer says, whatever its words are', () => {
    expect(toneOf({ subject: 'response', text: 'It lacks detail.', assessment: 'good' })).toBe('good');
  });

  it.skipIf(!existsSync(RECORDED))('is read from real critiques as a person reads them', () => {
    const completions = JSON.parse(readFileSync(RECORDED, 'utf8')) as { phase: PhaseName; raw: string }[];
    const tones = completions.map(({ phase, raw }) =>
      readCritique(phase, raw.split(/\[(?:New Instruction|Better Answer)\]/)[0] ?? '', PAPER_RECIPE).map((note) => [note.criterion, toneOf(note)]),
    );
    expect(tones).toEqual([
      [
        ['Complexity of the Topic', 'poor'],
        ['Level of Detail Required', 'poor'],
        ['Knowledge Required', 'poor'],
        ['Ambiguity of the Instruction', 'good'],
        ['Logical Reasoning or Problem-Solving Involved', 'poor'],
        ['Helpfulness', 'good'],
        ['Relevance', 'good'],
        ['Accuracy', 'good'],
        ['Level of Details', 'poor'],
      ],
      [
        ['Helpfulness', 'fair'],
        ['Relevance', 'fair'],
        ['Accuracy', 'fair'],
        ['Level of Details', 'poor'],
      ],
    ]);
  });
});

const CRITERIA: Criteria = {
  instruction: [{ name: 'Depth', on: true, weight: 1 }],
  response: [
    { name: 'Accuracy', on: true, weight: 3 },
    { name: 'Style', on: true, weight: 1 },
    { name: 'Length', on: false, weight: 1 },
  ],
};

const note = (subject: CritiqueSubject, criterion: string, assessment: Assessment): CritiqueNote => ({ subject, criterion, text: '', assessment });
const PAIR = { instruction: 'i', input: '', response: 'r' };

function outcome(phase: PhaseName, status: 'rewritten' | 'kept', critique: readonly CritiqueNote[]): Outcome {
  const settled = { runId: 'r', ordinal: 0, phase, attempts: [], critique };
  return status === 'kept' ? { ...settled, status, reason: 'no-marker' } : { ...settled, status, pair: PAIR };
}

describe('assessments', () => {
  it('tell the original from what phase 1 made of it, and weigh the criteria', () => {
    const counter = new AssessmentCounter(CRITERIA);
    counter.add([
      outcome('instruction', 'rewritten', [note('instruction', 'Depth', 'poor'), note('response', 'Accuracy', 'fair'), note('response', 'Style', 'poor')]),
      outcome('response', 'rewritten', [note('response', 'Accuracy', 'good'), note('response', 'Style', 'poor')]),
    ]);
    const { before, after } = counter.read();
    expect(before.criteria.map(({ criterion, tones }) => [criterion, tones])).toEqual([
      ['Depth', { good: 0, fair: 0, poor: 1, unclear: 0 }],
      ['Accuracy', { good: 0, fair: 1, poor: 0, unclear: 0 }],
      ['Style', { good: 0, fair: 0, poor: 1, unclear: 0 }],
    ]);
    expect([before.means, after.means]).toEqual([
      { instruction: 0, response: 0.375 },
      { instruction: undefined, response: 0.75 },
    ]);
  });

  it('count a record whose phase 1 brought nothing once, as an original', () => {
    const counter = new AssessmentCounter(CRITERIA);
    counter.add([outcome('instruction', 'kept', [note('response', 'Accuracy', 'good')]), outcome('response', 'rewritten', [note('response', 'Accuracy', 'poor'), note('response', 'Style', 'fair')])]);
    counter.add([{ runId: 'r', ordinal: 1, phase: 'instruction', attempts: [], status: 'failed', reason: 'oracle-failed' }]);
    const { before, after } = counter.read();
    expect(before.criteria.map(meanTone)).toEqual([undefined, 1, 0.5]);
    expect(after.criteria.map(meanTone)).toEqual([undefined, undefined, undefined]);
  });
});
