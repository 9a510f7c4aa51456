import { describe, expect, it } from 'vitest';
import type { Answer } from '../../src/core/answer.ts';
import type { AskOptions, Prompt } from '../../src/core/prompt.ts';
import type { Run } from '../../src/core/run.ts';
import type { Source } from '../../src/core/source.ts';
import { type Oracle, SINGLE_LANE } from '../../src/oracle/oracle.ts';
import { makeManifest } from '../../src/pipeline/manifest.ts';
import { recycle } from '../../src/pipeline/recycle.ts';
import { PAPER_RECIPE } from '../../src/reflection/recipes.ts';
import { MemoryStore } from './memory-store.ts';

const ORACLE = { engine: 'webllm', modelId: 'm', revision: 'r', device: 'webgpu', dtype: 'q4f16_1', contextTokens: 100, lanes: 1, practice: false } as const;
const FIRST_ANSWER = '[New Instruction] new one [End] [New Answer] its answer [End]';

/** Answers each phase with its format, and keeps what it was asked. */
class KeepingOracle implements Oracle {
  readonly lanes = 1;
  readonly asked: Prompt[] = [];

  load(): ReturnType<Oracle['load']> {
    return Promise.resolve({ promptTokensPerSecond: 1, newTokensPerSecond: 1, ...SINGLE_LANE });
  }

  usage(): ReturnType<Oracle['usage']> {
    return Promise.resolve(undefined);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  async ask(prompt: Prompt, _options: AskOptions, _onText: (piece: string) => void, signal: AbortSignal): Promise<Answer> {
    await new Promise((resolve) => setImmediate(resolve));
    signal.throwIfAborted();
    this.asked.push(prompt);
    const text = prompt.user.includes('[Better Answer]') ? '[Better Answer] one better [End]' : FIRST_ANSWER;
    return { text, finishReason: 'stop', promptTokens: 1, newTokens: 1, durationMs: 1 };
  }
}

async function storedRun(): Promise<{ store: MemoryStore; run: Run }> {
  const store = new MemoryStore();
  const source: Source = {
    id: 's',
    name: 'data.json',
    sizeBytes: 1,
    container: 'json',
    shape: 'alpaca',
    rowCount: 1,
    rowsWithInput: 0,
    defectCount: 0,
    defects: [],
    importedAtMs: 0,
    sha256: 'abc',
  };
  await store.appendRecords(source.id, [{ ordinal: 0, bytes: new TextEncoder().encode('{"instruction":"old","input":"","output":"out"}') }]);
  await store.addSource(source);
  const recipe = { ...PAPER_RECIPE, continues: true };
  const run: Run = { id: 'r', sourceId: 's', sourceName: 'data.json', sourceSha256: 'abc', rowCount: 1, recipe, oracle: ORACLE, createdAtMs: 0 };
  await store.addRun(run);
  return { store, run };
}

describe('a run whose second phase continues the conversation', () => {
  it('hands back what phase 1 was asked and answered, also after a pause between the two', async () => {
    const { store, run } = await storedRun();
    const first = new KeepingOracle();
    const pause = new AbortController();
    for await (const event of recycle(run, { oracle: first, store }, pause.signal)) if (event.kind === 'settled') pause.abort();
    const second = new KeepingOracle();
    for await (const event of recycle(run, { oracle: second, store }, new AbortController().signal)) void event;
    const [question] = first.asked;
    expect(first.asked).toHaveLength(1);
    expect(second.asked).toEqual([{ system: question?.system, earlier: [{ user: question?.user, answer: FIRST_ANSWER }], user: expect.any(String) as string }]);
    expect((await store.outcomes('r', 0, 1))[1]).toMatchObject({ status: 'rewritten', pair: { instruction: 'new one', response: 'one better' } });
  });

  it('says so in its manifest', async () => {
    const { store } = await storedRun();
    expect((await makeManifest('r', store, '1')).recipe).toMatchObject({ continues: true });
  });
});
