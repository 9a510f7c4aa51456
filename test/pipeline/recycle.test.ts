import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../../src/core/answer.ts';
import type { Outcome } from '../../src/core/outcome.ts';
import type { AskOptions, Prompt } from '../../src/core/prompt.ts';
import type { Run } from '../../src/core/run.ts';
import type { Source } from '../../src/core/source.ts';
import { type Oracle, OracleError } from '../../src/oracle/oracle.ts';
import { recycle, RunError } from '../../src/pipeline/recycle.ts';
import { PAPER_RECIPE } from '../../src/reflection/recipes.ts';
import { StoreError } from '../../src/store/store.ts';
import { MemoryStore } from './memory-store.ts';

type Reply = string | OracleError | ((asked: number) => string | OracleError);

/** Answers by the word that a record's instruction holds, after a few turns of the event loop; counts how many it serves at once. */
class ScriptedOracle implements Oracle {
  readonly asked: { prompt: Prompt; options: AskOptions }[] = [];
  mostAtOnce = 0;
  #now = 0;

  constructor(
    readonly lanes: number,
    private readonly replies: Record<string, Reply> = {},
  ) {}

  async load(): Promise<void> {}
  async close(): Promise<void> {}

  async ask(prompt: Prompt, options: AskOptions, onText: (piece: string) => void, signal: AbortSignal): Promise<Answer> {
    this.asked.push({ prompt, options });
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.#now);
    try {
      for (let turn = 0; turn < this.asked.length % 4; turn++) await new Promise((resolve) => setImmediate(resolve));
      signal.throwIfAborted();
      const text = this.#reply(prompt);
      if (text instanceof OracleError) throw text;
      onText(text);
      return { text, finishReason: 'stop', promptTokens: 10, newTokens: text.length, durationMs: 1 };
    } finally {
      this.#now--;
    }
  }

  #reply({ user }: Prompt): string | OracleError {
    const [, reply] = Object.entries(this.replies).find(([word]) => user.includes(word)) ?? [];
    if (typeof reply === 'function') return reply(this.asked.filter(({ prompt }) => prompt.user.startsWith(user.slice(0, 40))).length);
    if (reply !== undefined) return reply;
    const subject = /\[Instruction\]\n(.*)/.exec(user)?.[1] ?? '';
    return user.includes('[New Instruction]')
      ? `[New Instruction] new ${subject} [End] [New Answer] answer to ${subject} [End]`
      : `[Better Answer] better answer to ${subject} [End]`;
  }
}

const SOURCE: Source = {
  id: 's',
  name: 'data.json',
  sizeBytes: 1,
  container: 'json',
  shape: 'alpaca',
  rowCount: 0,
  rowsWithInput: 0,
  defectCount: 0,
  defects: [],
  importedAtMs: 0,
  sha256: 'abc',
};

async function storeOf(words: readonly string[]): Promise<{ store: MemoryStore; run: Run }> {
  const store = new MemoryStore();
  const source = { ...SOURCE, rowCount: words.length };
  const records = words.map((instruction, ordinal) => ({
    ordinal,
    bytes: new TextEncoder().encode(JSON.stringify({ instruction, input: 'in', output: 'out' })),
  }));
  await store.appendRecords(source.id, records);
  await store.addSource(source);
  const oracle = { engine: 'transformers', modelId: 'm', revision: 'r', device: 'wasm', dtype: 'fp32', contextTokens: 100, lanes: 1, practice: true } as const;
  const { id, name, rowCount, sha256 } = source;
  const run: Run = { id: 'r', sourceId: id, sourceName: name, sourceSha256: sha256, rowCount, recipe: PAPER_RECIPE, oracle, createdAtMs: 0 };
  await store.addRun(run);
  return { store, run };
}

async function finish(run: Run, store: MemoryStore, oracle: Oracle, signal = new AbortController().signal): Promise<Outcome[]> {
  for await (const event of recycle(run, { oracle, store }, signal)) void event;
  return store.outcomes(run.id, 0, run.rowCount);
}

describe('recycling', () => {
  it('takes every record through both phases, the second on the pair of the first', async () => {
    const { store, run } = await storeOf(['alpha', 'beta']);
    const outcomes = await finish(run, store, new ScriptedOracle(1));
    expect(outcomes.map(({ ordinal, phase, status }) => [ordinal, phase, status])).toEqual([
      [0, 'instruction', 'rewritten'],
      [0, 'response', 'rewritten'],
      [1, 'instruction', 'rewritten'],
      [1, 'response', 'rewritten'],
    ]);
    expect(outcomes[1]).toMatchObject({ pair: { instruction: 'new alpha', input: '', response: 'better answer to new alpha' } });
  });

  it('keeps as many records in work as the oracle has lanes', async () => {
    const { store, run } = await storeOf(Array.from({ length: 150 }, (_, index) => `word${index}`));
    const oracle = new ScriptedOracle(5);
    const outcomes = await finish(run, store, oracle);
    expect(oracle.mostAtOnce).toBe(5);
    expect(outcomes).toHaveLength(300);
  });

  it('ends the same however often it is paused, and never asks twice what is settled', async () => {
    const words = Array.from({ length: 12 }, (_, index) => `word${index}`);
    const whole = await storeOf(words);
    const expected = await finish(whole.run, whole.store, new ScriptedOracle(1));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 6 }), fc.integer({ min: 1, max: 4 }), async (pauses, lanes) => {
        const { store, run } = await storeOf(words);
        const oracle = new ScriptedOracle(lanes);
        for (const settledUntilPause of pauses) {
          const controller = new AbortController();
          let settled = 0;
          for await (const event of recycle(run, { oracle, store }, controller.signal)) {
            if (event.kind === 'settled' && ++settled === settledUntilPause) controller.abort();
          }
        }
        expect(await finish(run, store, oracle)).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });

  it('starts the second phase from the whole original when the first keeps it', async () => {
    const { store, run } = await storeOf(['alpha']);
    const oracle = new ScriptedOracle(1, { '[New Instruction]': 'no marker here' });
    const [first, second] = await finish(run, store, oracle);
    expect(first).toMatchObject({ status: 'kept', reason: 'no-marker' });
    expect(second).toMatchObject({ status: 'rewritten', pair: { instruction: 'alpha', input: 'in' } });
  });

  it('asks again in another way, at most as often as the recipe says, and keeps every completion', async () => {
    const { store, run } = await storeOf(['alpha']);
    const oracle = new ScriptedOracle(1, { '[New Instruction]': (asked) => `useless ${asked}` });
    const [first] = await finish(run, store, oracle);
    expect(first?.attempts.map(({ raw, reason }) => [raw, reason])).toEqual([
      ['useless 1', 'no-marker'],
      ['useless 2', 'no-marker'],
    ]);
    const [once, again] = oracle.asked;
    expect(again?.prompt).not.toEqual(once?.prompt);
    expect(again?.options.seed).not.toBe(once?.options.seed);
    expect(again?.options.temperature).toBeGreaterThan(0);
  });

  it('gives a record that the oracle cannot take a reason, and goes on', async () => {
    const { store, run } = await storeOf(['LONG', 'REFUSED', 'BROKEN', 'fine']);
    const oracle = new ScriptedOracle(2, {
      LONG: new OracleError('prompt-too-long'),
      REFUSED: new OracleError('prompt-refused'),
      BROKEN: new OracleError('engine-failed'),
    });
    const outcomes = await finish(run, store, oracle);
    const first = outcomes.filter(({ phase }) => phase === 'instruction');
    expect(first.map((outcome) => ('reason' in outcome ? outcome.reason : outcome.status))).toEqual([
      'too-long',
      'prompt-refused',
      'oracle-failed',
      'rewritten',
    ]);
    expect(first.map(({ attempts }) => attempts.length)).toEqual([1, 1, 2, 1]);
  });

  it('stops with the error when the oracle is gone, and what was settled stays', async () => {
    const { store, run } = await storeOf(['alpha', 'beta', 'dead']);
    const oracle = new ScriptedOracle(1, { dead: new OracleError('worker-died', 'gone') });
    await expect(finish(run, store, oracle)).rejects.toMatchObject({ code: 'worker-died' });
    expect(await store.outcomes(run.id, 0, 3)).toHaveLength(4);
    expect(await finish(run, store, new ScriptedOracle(1))).toHaveLength(6);
  });

  it('fails a record whose stored bytes are damaged, and only that one', async () => {
    const { store, run } = await storeOf(['alpha', 'beta', 'gamma']);
    const readAll = store.records.bind(store);
    store.records = async (sourceId, from, limit) => {
      if (from <= 1 && from + limit > 1) throw new StoreError('damaged', 'row 1');
      return readAll(sourceId, from, limit);
    };
    const outcomes = await finish(run, store, new ScriptedOracle(2));
    expect(outcomes.map(({ ordinal, status }) => `${ordinal} ${status}`)).toEqual(
      ['0 rewritten', '0 rewritten', '1 failed', '1 failed', '2 rewritten', '2 rewritten'],
    );
  });

  it('fails what is left of a record whose first outcome is damaged', async () => {
    const { store, run } = await storeOf(['alpha']);
    const pause = new AbortController();
    for await (const event of recycle(run, { oracle: new ScriptedOracle(1), store }, pause.signal)) {
      if (event.kind === 'settled') pause.abort();
    }
    const statuses = await store.statuses(run.id);
    store.statuses = async () => statuses;
    store.outcomes = async () => {
      throw new StoreError('damaged', 'row 0');
    };
    for await (const event of recycle(run, { oracle: new ScriptedOracle(1), store }, new AbortController().signal)) {
      expect(event).toMatchObject({ kind: 'settled', outcome: { ordinal: 0, phase: 'response', reason: 'record-damaged' } });
    }
    expect.assertions(1);
  });

  it('refuses to go on with another source than its own', async () => {
    const { store, run } = await storeOf(['alpha']);
    await store.addSource({ ...SOURCE, rowCount: 1, sha256: 'other' });
    await expect(finish(run, store, new ScriptedOracle(1))).rejects.toBeInstanceOf(RunError);
  });

  it('stores each outcome before it reports it', async () => {
    const { store, run } = await storeOf(['alpha', 'beta', 'gamma']);
    for await (const event of recycle(run, { oracle: new ScriptedOracle(2), store }, new AbortController().signal)) {
      if (event.kind !== 'settled') continue;
      const stored = await store.outcomes(run.id, event.outcome.ordinal, 1);
      expect(stored).toContainEqual(event.outcome);
    }
  });
});
