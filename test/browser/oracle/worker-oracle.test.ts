import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OracleSpec } from '../../../src/core/run.ts';
import { type LoadProgress, type Oracle, SINGLE_LANE } from '../../../src/oracle/oracle.ts';
import { SILENCE_LIMITS_MS } from '../../../src/oracle/watchdog.ts';
import { WorkerOracle } from '../../../src/oracle/worker-oracle.ts';
import { ManualClock } from '../../bridge/manual-clock.ts';
import hangingUrl from './hanging.worker.ts?worker&url';

const OPTIONS = { temperature: 0, topP: 1, seed: 1, maxNewTokens: 100, minNewTokens: 1 };
const PROMPT = { system: '', user: '[Instruction]\nExplain rain.\n\n[The Start of Answer]\nWater.\n[The End of Answer]' };
/** A watchdog looks every fifteen seconds. */
const LOOK_MS = 15_000;

const signal = () => new AbortController().signal;
const specOf = (modelId: string): OracleSpec => ({ engine: 'transformers', modelId, revision: '', device: 'wasm', dtype: '', contextTokens: 1, lanes: 2, practice: true });

let clock: ManualClock;
let workers: Worker[];
let oracle: Oracle;

beforeEach(() => {
  clock = new ManualClock();
  workers = [];
  const start = (url: string) => {
    const worker = new Worker(url, { type: 'module' });
    workers.push(worker);
    return worker;
  };
  oracle = new WorkerOracle(start, hangingUrl, 2, clock);
});
afterEach(() => oracle.close());

const load = (modelId: string, onProgress: (progress: LoadProgress) => void = () => undefined) => oracle.load(specOf(modelId), onProgress, signal());
const ask = (onText: (piece: string) => void = () => undefined) => oracle.ask(PROMPT, OPTIONS, onText, signal());

/** Resolves once this oracle has told something of the given kind and then told nothing for a while of real time. */
async function quietAfter(signs: () => number): Promise<void> {
  await expect.poll(signs, { timeout: 20_000 }).toBeGreaterThan(0);
  for (let before = -1; before !== signs(); ) {
    before = signs();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

describe('an oracle in a worker', () => {
  it('resolves its load with what the worker has measured', async () => {
    await expect(load('fine')).resolves.toEqual({ promptTokensPerSecond: 1240, newTokensPerSecond: 38.5, ...SINGLE_LANE });
    expect((await ask()).finishReason).toBe('stop');
    expect(await oracle.usage()).toMatchObject({ lanes: 2, servedMs: expect.any(Number) as number });
    expect(clock.waiting).toBe(0);
  });

  it.each(['load', 'warm-up', 'try-out'] as const)('is stalled when loading hangs in %s, though its thread is alive', async (stage) => {
    let signs = 0;
    const loading = load(stage, (progress) => (signs += progress.stage === stage ? 1 : 0));
    const settled = loading.catch((error: unknown) => error);
    await quietAfter(() => signs);
    clock.pass(SILENCE_LIMITS_MS[stage] + LOOK_MS);
    expect(await settled).toMatchObject({ name: 'OracleError', code: 'stalled', detail: expect.stringContaining(stage) as string });
    await expect(ask()).rejects.toMatchObject({ code: 'closed' });
  });

  it('is stalled when no text comes, and takes every call with it, those in line too', async () => {
    await load('first-text');
    let signs = 0;
    const calls = Array.from({ length: 3 }, () => ask(() => signs++).catch((error: unknown) => error));
    await quietAfter(() => signs);
    clock.pass(SILENCE_LIMITS_MS['first-text'] + LOOK_MS);
    for (const call of calls) expect(await call).toMatchObject({ code: 'stalled', detail: expect.stringContaining('first-text') as string });
    await expect(ask()).rejects.toMatchObject({ code: 'stalled' });
  });

  it('is stalled when it stops in the middle of an answer, sooner than before its first text', async () => {
    await load('next-text');
    let pieces = 0;
    const asked = ask(() => pieces++).catch((error: unknown) => error);
    await quietAfter(() => pieces);
    clock.pass(SILENCE_LIMITS_MS['next-text'] + LOOK_MS);
    expect(await asked).toMatchObject({ code: 'stalled', detail: expect.stringContaining('next-text') as string });
  });

  it('is not stalled by a machine that sleeps', async () => {
    await load('first-text');
    let settled = false;
    let signs = 0;
    const asked = ask(() => signs++).catch((error: unknown) => ((settled = true), error));
    await quietAfter(() => signs);
    clock.sleep(8 * 3_600_000);
    clock.pass(SILENCE_LIMITS_MS['first-text'] - LOOK_MS);
    await new Promise((resolve) => setTimeout(resolve));
    expect(settled).toBe(false);
    clock.pass(2 * LOOK_MS);
    expect(await asked).toMatchObject({ code: 'stalled' });
  });

  it('is dead, not stalled, when its thread ends while it is asked', async () => {
    await load('first-text');
    const asked = ask();
    // As seen from the page, of a thread that the system ended: no event comes.
    workers[0]?.terminate();
    await expect(asked).rejects.toMatchObject({ code: 'worker-died' });
    expect(await oracle.usage()).toBeUndefined();
  });
});
