import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Recipe } from '../../src/core/recipe.ts';
import type { Run } from '../../src/core/run.ts';
import { PHASE_STATUSES, type PhaseStatus, readStatus, ROW_STATUSES, rowStatus } from '../../src/core/status.ts';
import { recycle } from '../../src/pipeline/recycle.ts';
import { PAPER_RECIPE } from '../../src/reflection/recipes.ts';
import { PracticeModel } from '../practice/practice-model.ts';
import { PracticeOracle } from '../practice/practice-oracle.ts';
import { MemoryStore } from './memory-store.ts';
import { SOURCE, storeOf } from './run-fixtures.ts';
import { plainScore, ScriptedStudent } from './scripted-student.ts';

// The sample is an Alpaca file: an array of records.
const SAMPLE = JSON.parse(readFileSync(new URL('../../public/sample/sample.json', import.meta.url), 'utf8')) as { instruction: string; output: string }[];

const RECIPE: Recipe = {
  ...PAPER_RECIPE,
  maxNewTokens: 300,
  maxAttempts: 1,
  rules: { ...PAPER_RECIPE.rules, 'meta-talk': 'reject' },
  gate: { onLoss: 'original', onTie: 'ask', onUnreadable: 'ask' },
};

let oracle: PracticeOracle;
beforeAll(async () => {
  oracle = new PracticeOracle(await PracticeModel.load(), 2048);
});

/** A run over the sample but for its first record, to its end. */
async function finished(recipe: Recipe, student?: ScriptedStudent): Promise<{ store: MemoryStore; run: Run }> {
  const store = new MemoryStore();
  const records = SAMPLE.map((record, ordinal) => ({ ordinal, bytes: new TextEncoder().encode(JSON.stringify(record)) }));
  await store.appendRecords(SOURCE.id, records);
  await store.addSource({ ...SOURCE, rowCount: records.length });
  const { run: plain } = await storeOf([]);
  const run = { ...plain, rowCount: records.length, rows: records.map(({ ordinal }) => ordinal).slice(1), recipe };
  await store.addRun(run);
  for await (const event of recycle(run, { oracle, store, student }, new AbortController().signal)) void event;
  return { store, run };
}

/** How the first phase of the record with this phrase stands. */
async function standing(store: MemoryStore, run: Run, phrase: string): Promise<PhaseStatus> {
  const ordinal = SAMPLE.findIndex(({ instruction, output }) => `${instruction}${output}`.includes(phrase));
  return readStatus((await store.statuses(run.id))[ordinal] ?? 0, 'instruction');
}

describe('a practice run over the sample, with rules, a gate and a student', () => {
  it('comes to every status that there is', { timeout: 300_000 }, async () => {
    const { store, run } = await finished(RECIPE);
    expect(await standing(store, run, '(practice: meta talk)')).toBe('rule');
    expect(await standing(store, run, '(practice: worse)')).toBe('gate');
    expect(await standing(store, run, '(practice: tie)')).toBe('undecided');
    expect(await standing(store, run, '(practice: no points)')).toBe('undecided');
    const before = await store.statuses(run.id);
    const tie = before.findIndex((byte) => rowStatus(byte, run.recipe.phases) === 'undecided');
    await store.decide(run.id, tie, 'original');

    const vetoed = await finished({ ...RECIPE, student: { template: 'vicuna' } }, new ScriptedStudent({ scoreOf: plainScore }));
    const statuses = [...before, ...(await store.statuses(run.id)), ...(await vetoed.store.statuses(vetoed.run.id))];
    const seen = new Set(statuses.flatMap((byte) => run.recipe.phases.map((phase) => readStatus(byte, phase))));
    expect(PHASE_STATUSES.filter((status) => !seen.has(status))).toEqual(['pending']);
    const rows = new Set(statuses.map((byte) => rowStatus(byte, run.recipe.phases)));
    expect(ROW_STATUSES.filter((status) => !rows.has(status))).toEqual(['pending']);
  });
});
