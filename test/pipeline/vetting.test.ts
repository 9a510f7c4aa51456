import { allRules } from '../../src/core/rules.ts';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../../src/core/answer.ts';
import { latestPair, type Outcome, resultPair } from '../../src/core/outcome.ts';
import type { AskOptions, Prompt } from '../../src/core/prompt.ts';
import type { Recipe } from '../../src/core/recipe.ts';
import { rowStatus } from '../../src/core/status.ts';
import { OracleError } from '../../src/oracle/oracle.ts';
import type { ScoreItem } from '../../src/oracle/student.ts';
import { attendRun } from '../../src/pipeline/attend-run.ts';
import { recycle, RunError } from '../../src/pipeline/recycle.ts';
import type { RunEvent } from '../../src/pipeline/run-event.ts';
import { PAPER_RECIPE } from '../../src/reflection/recipes.ts';
import { ManualClock } from '../bridge/manual-clock.ts';
import { MortalOracles } from './mortal-oracles.ts';
import { ReplyingOracle } from './replying-oracle.ts';
import { storeOf } from './run-fixtures.ts';
import { type plainScore, ScriptedStudent } from './scripted-student.ts';

/** Judges a rewrite by a word that stands in the record; rewrites are told by how {@link ReplyingOracle} begins them, wherever they stand. */
class JudgingOracle extends ReplyingOracle {
  reviews = 0;

  override async ask(prompt: Prompt, options: AskOptions, onText: (piece: string) => void, signal: AbortSignal): Promise<Answer> {
    const [, first, second] = /\[The Start of Record A\]\n([^]*)\n\[The Start of Record B\]\n([^]*)/.exec(prompt.user) ?? [];
    if (first === undefined || second === undefined) return super.ask(prompt, options, onText, signal);
    this.reviews += 1;
    if (prompt.user.includes('breaks')) throw new OracleError('engine-failed');
    return { text: reviewOf(first, second), finishReason: 'stop', promptTokens: 5, newTokens: 3, durationMs: 1 };
  }
}

function reviewOf(first: string, second: string): string {
  if (first.includes('mumbles')) return 'Both are fine records.';
  if (first.includes('evens')) return '7 7\nNeither stands out.';
  if (first.includes('leans')) return '8 7\nThe first is always better.';
  const isNew = (text: string) => /(?:\n|^)(?:new|answer to|better answer to) /.test(text);
  const preferNew = !first.includes('worsens');
  // In phase 2 both instructions are new, and only the better answer tells.
  const isRewrite = second.includes('better answer') || first.includes('better answer') ? (text: string) => text.includes('better answer') : isNew;
  return isRewrite(first) === preferNew ? '9 4' : '4 9';
}

const GATE: NonNullable<Recipe['gate']> = { onLoss: 'original', onTie: 'ask', onUnreadable: 'rewrite' };
const NO_STOP = new AbortController().signal;

async function finished(words: readonly string[], change: Partial<Recipe>, student?: ScriptedStudent) {
  const { store, run } = await storeOf(words);
  const changed = { ...run, recipe: { ...PAPER_RECIPE, rules: allRules('off'), ...change } };
  const oracle = new JudgingOracle(3);
  const events: RunEvent[] = [];
  for await (const event of recycle(changed, { oracle, store, ...(student ? { student } : {}) }, NO_STOP)) events.push(event);
  return { oracle, events, run: changed, store, outcomes: await store.outcomes(run.id, 0, words.length) };
}

const standing = (outcome: Outcome | undefined) => (outcome?.status === 'kept' ? outcome.reason : outcome?.status);

describe('a gate', () => {
  it('takes what wins, keeps the pair where the rewrite loses, and does as the recipe says of ties and of reviews that cannot be read', async () => {
    const words = ['improves', 'worsens', 'evens', 'leans', 'mumbles', 'breaks'];
    const { outcomes, oracle } = await finished(words, { gate: GATE, phases: ['instruction'] });
    expect(outcomes.map(standing)).toEqual(['rewritten', 'gate', 'undecided', 'undecided', 'rewritten', 'rewritten']);
    expect(outcomes.map((outcome) => 'review' in outcome && outcome.review?.result)).toEqual(['latter', 'former', 'tie', 'tie', 'unreadable', 'unreadable']);
    expect(outcomes[1]).toMatchObject({ proposal: { instruction: 'new worsens', response: 'answer to worsens' } });
    expect(oracle.reviews).toBe(2 * words.length);
  });

  it('has the next phase start from a rewrite that awaits its decision, and the record end as it was until then', async () => {
    const { outcomes, store, run } = await finished(['evens'], { gate: GATE });
    const original = { instruction: 'evens', input: 'in', response: 'out' };
    expect(latestPair(original, outcomes)).toEqual({ instruction: 'new evens', input: '', response: 'better answer to new evens' });
    expect(resultPair(original, outcomes)).toEqual(original);
    expect(rowStatus((await store.statuses(run.id))[0] ?? 0, run.recipe.phases)).toBe('undecided');
    await store.decide(run.id, 0, 'rewrite');
    expect(rowStatus((await store.statuses(run.id))[0] ?? 0, run.recipe.phases)).toBe('rewritten');
    expect(resultPair(original, outcomes, 'rewrite')).toEqual(latestPair(original, outcomes));
    expect(resultPair(original, outcomes, 'original')).toEqual(original);
  });

  it('says of each rewrite when it is examined and when that is done', async () => {
    const { events } = await finished(['improves', 'evens'], { gate: GATE });
    const told = events.filter(({ kind }) => kind === 'examining' || kind === 'examined' || kind === 'settled');
    for (const ordinal of [0, 1]) {
      const own = told.filter((event) => ('outcome' in event ? event.outcome : event).ordinal === ordinal).map(({ kind }) => kind);
      expect(own.filter((kind) => kind !== 'settled')).toEqual(['examining', 'examined', 'examining', 'examined']);
      expect(own.at(-1)).toBe('settled');
    }
  });

  it('at which the oracle is lost each time fails its record, and the others end as ever', async () => {
    const words = Array.from({ length: 24 }, (_, index) => `word${index}`);
    const { store, run } = await storeOf(words);
    const gated: typeof run = { ...run, recipe: { ...PAPER_RECIPE, gate: { onLoss: 'rewrite', onTie: 'rewrite', onUnreadable: 'rewrite' } } };
    const killing = ({ user }: Prompt) => user.includes('[The Start of Record A]') && /\bword13\b/.test(user);
    const oracles = new MortalOracles({ atBegin: (_, prompt) => (killing(prompt) ? 'stalled' : undefined) });
    for await (const event of attendRun(gated, { oracles, store, spec: { ...run.oracle, lanes: 4 }, clock: new ManualClock() }, NO_STOP)) void event;
    const outcomes = await store.outcomes(run.id, 0, words.length);
    expect(outcomes).toHaveLength(48);
    expect(outcomes.filter(({ status }) => status !== 'rewritten').map(({ ordinal, phase, status }) => [ordinal, phase, status])).toEqual([
      [13, 'instruction', 'failed'],
      [13, 'response', 'failed'],
    ]);
  });
});

/** Learns less from what is dull than from an original, and more from everything else that is new. */
const taste: (item: ScoreItem) => ReturnType<typeof plainScore> = ({ target }) => {
  const lossGiven = /answer to dull/.test(target) ? 0.5 : target.includes('answer to') ? 1.5 : 1;
  return { kind: 'scored', tokens: 1, cutTokens: 0, logLikelihoods: [-2, -lossGiven] };
};

describe('a student', () => {
  it('turns down what it learns less from, before anything is reviewed', async () => {
    const student = new ScriptedStudent({ scoreOf: taste });
    const { outcomes, oracle } = await finished(['dull', 'bright'], { gate: GATE, student: { template: 'vicuna' }, phases: ['instruction'] }, student);
    expect(outcomes.map(standing)).toEqual(['student', 'rewritten']);
    expect(outcomes[0]).toMatchObject({ proposal: { instruction: 'new dull' }, scores: { before: { response: { lossGiven: 1 } }, after: { response: { lossGiven: 0.5 } } } });
    expect(oracle.reviews).toBe(2);
  });

  it('keeps the pair where it has no score', async () => {
    const student = new ScriptedStudent({ scoreOf: () => ({ kind: 'unscored', reason: 'no-room' }) });
    const { outcomes } = await finished(['bright'], { student: { template: 'alpaca' } }, student);
    expect(outcomes.map(standing)).toEqual(['student', 'student']);
    expect(student.asked.map((items) => items.map(({ contexts }) => contexts.length))).toEqual([[2, 2], [2, 2]]);
  });

  it('is asked at once about all records that came together while it read', async () => {
    const words = Array.from({ length: 40 }, (_, index) => `word${index}`);
    const slow = new ScriptedStudent({ delayMs: 3 });
    const { outcomes } = await finished(words, { student: { template: 'vicuna' }, phases: ['instruction'] }, slow);
    const alone = await finished(words, { student: { template: 'vicuna' }, phases: ['instruction'] }, new ScriptedStudent());
    expect(outcomes.map(standing)).toEqual(alone.outcomes.map(standing));
    expect(slow.asked.flat()).toHaveLength(80);
    // Three lanes keep six records in work.
    expect(slow.asked.length).toBeLessThan(20);
  });

  it('at which the engine fails costs a record its rewrite, not those that were scored with it', async () => {
    const words = Array.from({ length: 12 }, (_, index) => `word${index}`);
    const frail = new ScriptedStudent({
      delayMs: 1,
      scoreOf: (item) => {
        if (/answer to word5$/.test(item.target)) throw new OracleError('engine-failed');
        return taste(item);
      },
    });
    const { outcomes } = await finished(words, { student: { template: 'vicuna' }, phases: ['instruction'] }, frail);
    expect(outcomes.map(standing)).toEqual(words.map((word) => (word === 'word5' ? 'student' : 'rewritten')));
    expect(outcomes[5]).toMatchObject({ scores: { after: { response: { kind: 'unscored', reason: 'engine-failed' } } } });
  });

  it('is never left out where the recipe asks for one', async () => {
    await expect(finished(['bright'], { student: { template: 'vicuna' } })).rejects.toEqual(new RunError('no-student'));
  });

  it('that cannot be loaded ends the run and is named as the reason', async () => {
    const { store, run } = await storeOf(['alpha']);
    const selective: typeof run = { ...run, student: run.oracle, recipe: { ...PAPER_RECIPE, student: { template: 'vicuna' } } };
    const oracles = new MortalOracles({ student: { loadFails: 'weights-missing' } });
    const attending = async () => {
      for await (const event of attendRun(selective, { oracles, store, spec: run.oracle, clock: new ManualClock() }, NO_STOP)) void event;
    };
    await expect(attending()).rejects.toMatchObject({ name: 'RunError', code: 'student-failed' });
    expect([oracles.openNow, oracles.students.map(({ closed }) => closed)]).toEqual([0, [true]]);
  });

  it('is opened afresh with the oracle when it dies, and the run goes on', async () => {
    const words = Array.from({ length: 30 }, (_, index) => `word${index}`);
    const { store, run } = await storeOf(words);
    const selective: typeof run = { ...run, student: run.oracle, recipe: { ...PAPER_RECIPE, student: { template: 'vicuna' } } };
    const oracles = new MortalOracles({ student: { diesAt: [25] } });
    const kinds: string[] = [];
    for await (const event of attendRun(selective, { oracles, store, spec: run.oracle, clock: new ManualClock() }, NO_STOP)) {
      kinds.push(event.kind === 'loading' ? `loading ${event.model}` : event.kind);
    }
    const loads = ['loading oracle', 'loading student', 'ready'];
    expect(kinds.filter((kind) => loads.includes(kind) || kind === 'recovering')).toEqual([...loads, 'recovering', ...loads]);
    expect(oracles.students.map(({ closed }) => closed)).toEqual([true, true]);
    expect(await store.outcomes(run.id, 0, words.length)).toHaveLength(60);
  });
});
