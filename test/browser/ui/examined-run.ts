import { allRules } from '../../../src/core/rules.ts';
import type { Attempt, Outcome } from '../../../src/core/outcome.ts';
import type { Pair } from '../../../src/core/pair.ts';
import type { Review, ReviewPass } from '../../../src/core/review.ts';
import type { Run } from '../../../src/core/run.ts';
import type { PairScore, TextScore } from '../../../src/core/score.ts';
import type { CritiqueNote } from '../../../src/core/verdict.ts';
import { PAPER_RECIPE } from '../../../src/reflection/recipes.ts';
import type { Store } from '../../../src/store/store.ts';
import { newRun } from './new-run.ts';

const OPTIONS = { temperature: 0.7, topP: 0.9, seed: 42, maxNewTokens: 512, minNewTokens: 64 };

function attempt(raw: string, more: Partial<Attempt> = {}): Attempt {
  return { raw, finishReason: 'stop', promptTokens: 310, heldTokens: 120, newTokens: 96, durationMs: 2300, options: OPTIONS, ...more };
}

function pairOf(ordinal: number, words: string): Pair {
  return { instruction: `Task ${ordinal}, told in full ${words}`, input: '', response: `Answer ${ordinal} with every step and a reason ${words}` };
}

function pass(former: number | undefined, latter: number | undefined): ReviewPass {
  const points = former === undefined || latter === undefined ? {} : { points: { former, latter } };
  return { raw: former === undefined ? 'Both are fine.' : `${former} ${latter}\nThe second says more.`, finishReason: 'stop', promptTokens: 200, newTokens: 30, durationMs: 900, options: { ...OPTIONS, temperature: 0 }, ...points };
}

const LOST: Review = { passes: [pass(8, 6), pass(7, 5)], result: 'former' };
const TIED: Review = { passes: [pass(8, 6), pass(5, 7)], result: 'tie' };
const WON: Review = { passes: [pass(6, 8), pass(5, 9)], result: 'latter' };
const UNREADABLE: Review = { passes: [pass(6, 8), pass(undefined, undefined)], result: 'unreadable' };

function scored(lossAlone: number, lossGiven: number): TextScore {
  return { kind: 'scored', tokens: 65, cutTokens: 0, lossAlone, lossGiven };
}

const BEFORE: PairScore = { response: scored(3.1, 2.4) };
const WORSE = { before: BEFORE, after: { response: scored(2.9, 1.9) } };
const BETTER = { before: BEFORE, after: { response: scored(2.7, 2.5) } };

const CRITIQUE: readonly CritiqueNote[] = [
  { subject: 'instruction', criterion: 'Level of Detail Required', text: 'It does not say how many examples are wanted.', assessment: 'poor' },
  { subject: 'response', criterion: 'Accuracy', text: 'What it says is right.', assessment: 'good' },
];

type Examined = Pick<Outcome & { status: 'rewritten' }, 'findings' | 'review' | 'scores'>;

/**
 * A stored run of twelve records that has all that can be shown: 0 rewritten with a finding that only flags, 1, 2 and 8 for the person to
 * decide, 3 turned down by the gate, 4 by a rule, 5 by the student, 6 without markers after two attempts, 7 failed; 8 waits for its
 * second phase, 9 and 10 for both, and 11 is not in the run.
 */
export async function examinedRun(store: Store): Promise<Run> {
  const plain = await newRun(store, 12);
  await store.removeRun(plain.id);
  const recipe = {
    ...PAPER_RECIPE,
    rules: { ...allRules('flag'), 'numbers-changed': 'reject' as const },
    gate: { onLoss: 'original' as const, onTie: 'ask' as const, onUnreadable: 'ask' as const },
    student: { template: 'vicuna' as const },
  };
  const student = { ...plain.oracle, modelId: 'acme/Base-0.1B', practice: false };
  const run: Run = { ...plain, recipe, student, rows: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10] };
  await store.addRun(run);
  for (const outcome of outcomesOf(run.id)) await store.settle(outcome);
  return run;
}

function outcomesOf(runId: string): Outcome[] {
  const settled = (ordinal: number, phase: Outcome['phase'], attempts = [attempt('Critique …\n[New Instruction] Task … [End]')]) => ({ runId, ordinal, phase, attempts });
  const made = (ordinal: number, phase: Outcome['phase'], status: 'rewritten' | 'undecided', more: Examined): Outcome => ({
    ...settled(ordinal, phase), status, pair: pairOf(ordinal, phase === 'response' ? 'and once more' : ''), critique: CRITIQUE, ...more,
  });
  const turnedDown = (ordinal: number, reason: 'rule' | 'gate' | 'student', more: Examined): Outcome => ({
    ...settled(ordinal, 'instruction'), status: 'kept', reason, proposal: pairOf(ordinal, '(proposal)'), critique: CRITIQUE, ...more,
  });
  const unmarked = [attempt('I would rather talk about something else.', { reason: 'no-marker' }), attempt('Still no markers', { finishReason: 'length', reason: 'no-marker' })];
  const rest = [3, 4, 5].map((ordinal): Outcome => ({ ...settled(ordinal, 'response'), status: 'kept', reason: 'unchanged', critique: CRITIQUE }));
  return [
    made(0, 'instruction', 'rewritten', { review: WON, scores: BETTER, findings: [{ rule: 'length', detail: '412 words, where 300 are allowed' }] }),
    made(0, 'response', 'rewritten', { review: WON }),
    made(1, 'instruction', 'undecided', { review: TIED, scores: BETTER }),
    made(1, 'response', 'rewritten', { review: WON }),
    made(2, 'instruction', 'rewritten', { review: WON, scores: BETTER }),
    made(2, 'response', 'undecided', { review: UNREADABLE }),
    turnedDown(3, 'gate', { review: LOST, scores: BETTER, findings: [] }),
    turnedDown(4, 'rule', { findings: [{ rule: 'numbers-changed', detail: '45, 12.5' }, { rule: 'length', detail: '512 words, where 300 are allowed' }] }),
    turnedDown(5, 'student', { scores: WORSE }),
    ...rest,
    { ...settled(6, 'instruction', unmarked), status: 'kept', reason: 'no-marker', critique: [] },
    { ...settled(6, 'response'), status: 'kept', reason: 'refused', critique: [] },
    { ...settled(7, 'instruction', []), status: 'failed', reason: 'record-damaged' },
    { ...settled(7, 'response', []), status: 'failed', reason: 'record-damaged' },
    made(8, 'instruction', 'undecided', { review: TIED, scores: BETTER }),
  ];
}
