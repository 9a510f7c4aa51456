import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/core/outcome.ts';
import type { Recipe } from '../../src/core/recipe.ts';
import type { Run } from '../../src/core/run.ts';
import { OracleError } from '../../src/oracle/oracle.ts';
import { exportRun } from '../../src/pipeline/export-run.ts';
import { importSource } from '../../src/pipeline/import-source.ts';
import { recycle } from '../../src/pipeline/recycle.ts';
import { PAPER_RECIPE } from '../../src/reflection/recipes.ts';
import { newRun } from './export-fixtures.ts';
import { MemoryStore } from './memory-store.ts';
import { type Reply, ReplyingOracle } from './replying-oracle.ts';

interface FileRecord {
  readonly instruction: string;
  readonly input: string;
  readonly output: string;
}

const NEVER = new AbortController().signal;
const record = (instruction: string, input = ''): FileRecord => ({ instruction, input, output: `answer to ${instruction}` });

/** Imports records, as a person drops them, and makes a run over them. */
async function runOver(records: readonly FileRecord[], change: Partial<Recipe> = {}): Promise<{ store: MemoryStore; run: Run }> {
  const store = new MemoryStore();
  const source = await importSource(new File([JSON.stringify(records)], 'data.json'), store, () => undefined, NEVER);
  const run = { ...newRun(source), recipe: { ...PAPER_RECIPE, ...change } };
  await store.addRun(run);
  return { store, run };
}

async function recycled(run: Run, store: MemoryStore, oracle: ReplyingOracle, signal = NEVER): Promise<Outcome[]> {
  for await (const event of recycle(run, { oracle, store }, signal)) void event;
  return store.outcomes(run.id, 0, run.rowCount);
}

async function exported(run: Run, store: MemoryStore): Promise<FileRecord[]> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  for await (const chunk of exportRun(run.id, 'json', store, { onProgress: () => undefined, onDamage: () => undefined }, NEVER)) chunks.push(chunk);
  return JSON.parse(await new Blob(chunks).text()) as FileRecord[];
}

/** Runs these records to their end and gives what a person then saves. */
async function savedFrom(records: readonly FileRecord[], replies: Record<string, Reply>, change: Partial<Recipe> = {}): Promise<FileRecord[]> {
  const { store, run } = await runOver(records, change);
  await recycled(run, store, new ReplyingOracle(2, replies));
  return exported(run, store);
}

// The others are about how an answer is read: test/reflection/defects.test.ts.
describe('the defects of upstream’s pipeline', () => {
  it('B1: what phase 2 wrote is in the saved file', async () => {
    expect(await savedFrom([record('alpha'), record('beta')], {})).toEqual([
      { instruction: 'new alpha', input: '', output: 'better answer to new alpha' },
      { instruction: 'new beta', input: '', output: 'better answer to new beta' },
    ]);
  });

  it('B6: a record that stays as it was keeps its input', async () => {
    const records = [record('alpha', 'material'), record('beta', 'other material')];
    expect(await savedFrom(records, { alpha: 'no marker', 'beta': '[New Instruction] x [End] [New Answer] N/A [End]' })).toEqual(records);
    const [onlyAnswer] = await savedFrom(records, { '[New Instruction]': 'no marker' });
    expect(onlyAnswer).toEqual({ instruction: 'alpha', input: 'material', output: 'better answer to alpha' });
  });

  it('B9: what is done is stored at once, and a bad request costs its own record only, a few times', async () => {
    const { store, run } = await runOver(['alpha', 'bad', 'beta', 'gamma', 'delta', 'dead'].map((name) => record(name)));
    const oracle = new ReplyingOracle(1, { bad: new OracleError('engine-failed'), dead: new OracleError('worker-died') });
    await expect(recycled(run, store, oracle)).rejects.toMatchObject({ code: 'worker-died' });
    const stored = await store.outcomes(run.id, 0, run.rowCount);
    expect(stored.slice(0, 6).map(({ ordinal, status }) => `${ordinal} ${status}`)).toEqual(['0 rewritten', '0 rewritten', '1 failed', '1 failed', '2 rewritten', '2 rewritten']);
    expect(oracle.asked.filter(({ prompt }) => prompt.user.includes('bad'))).toHaveLength(2 * PAPER_RECIPE.maxAttempts);
    const goingOn = new ReplyingOracle(1);
    await recycled(run, store, goingOn);
    expect(goingOn.asked).toHaveLength(2 * run.rowCount - stored.length);
    expect((await exported(run, store)).map(({ instruction }) => instruction)).toEqual(['new alpha', 'bad', 'new beta', 'new gamma', 'new delta', 'new dead']);
  });

  it('B11: a record that leaves no room for an answer stays whole, and is counted as too long', async () => {
    const long = record('LONG', 'material '.repeat(5_000));
    const { store, run } = await runOver([long]);
    const oracle = new ReplyingOracle(1, { LONG: new OracleError('prompt-too-long') });
    expect((await recycled(run, store, oracle)).map((outcome) => 'reason' in outcome && outcome.reason)).toEqual(['too-long', 'too-long']);
    expect(oracle.asked[0]?.prompt.user).toContain(long.input);
    expect(await exported(run, store)).toEqual([long]);
  });

  it('B12: no request is made twice, and none more often than the recipe says', async () => {
    const { store, run } = await runOver([record('alpha'), record('beta', 'in')], { maxAttempts: 4 });
    const oracle = new ReplyingOracle(2, { alpha: 'no marker', beta: '[New Instruction] [End] [New Answer] [End] [Better Answer] [End]' });
    await recycled(run, store, oracle);
    expect(oracle.asked).toHaveLength(2 * 2 * 4);
    expect(new Set(oracle.asked.map((asked) => JSON.stringify(asked))).size).toBe(oracle.asked.length);
  });

  it('B13: each result is with its own record, in whatever order they end and whatever fails between', async () => {
    const names = Array.from({ length: 60 }, (_, index) => `word${index}.`);
    const replies = { 'word7.': 'no marker', 'word20.': new OracleError('engine-failed'), 'word33.': new OracleError('prompt-refused') };
    const { store, run } = await runOver(names.map((name) => record(name, 'in')));
    const pause = new AbortController();
    let settled = 0;
    for await (const event of recycle(run, { oracle: new ReplyingOracle(4, replies), store }, pause.signal)) if (event.kind === 'settled' && ++settled === 41) pause.abort();
    await recycled(run, store, new ReplyingOracle(7, replies));
    expect(await exported(run, store)).toEqual(
      names.map((name) => (name in replies ? record(name, 'in') : { instruction: `new ${name}`, input: '', output: `better answer to new ${name}` })),
    );
  });

  it('B15: a good record that loses by its rewrite stays as it was, where the recipe has rewrites reviewed', async () => {
    const good: FileRecord = { instruction: 'Convert 45 km to metres.', input: '', output: '45,000 m' };
    const essay = 'The metric system is of great significance in global trade.';
    const replies = {
      // Reviews come first here: their prompts hold the records too. The old record stands first in one pass and second in the other.
      'Record A': ((): Reply => {
        let pass = 0;
        return () => (pass++ % 2 === 0 ? '9 3' : '3 9');
      })(),
      Convert: `[New Instruction] ${essay} [End] [New Answer] ${essay} [End]`,
      'metric system': `[Better Answer] ${essay} [End]`,
    };
    const gate = { onLoss: 'original', onTie: 'original', onUnreadable: 'original' } as const;
    expect(await savedFrom([good], replies, { gate })).toEqual([good]);
    expect((await savedFrom([good], replies))[0]?.output).toBe(essay);
  });
});
