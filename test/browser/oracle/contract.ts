import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Answer } from '../../../src/core/answer.ts';
import type { AskOptions, Prompt } from '../../../src/core/prompt.ts';
import type { OracleSpec } from '../../../src/core/run.ts';
import { type LoadProgress, type Oracle, OracleError } from '../../../src/oracle/oracle.ts';

/** An oracle to be held to the contract. */
export interface Subject {
  readonly spec: OracleSpec;
  /** An unloaded oracle, and a way to end its worker as a crash would. */
  readonly open: () => { readonly oracle: Oracle; readonly crash: () => void };
  /** A prompt, with something of its own for each number, whose answer has well over 40 tokens. */
  readonly longPrompt: (number: number) => Prompt;
  /** A prompt whose answer ends by itself within 200 tokens. */
  readonly shortPrompt: Prompt;
  /** A prompt that the model's template rejects, if there is any. */
  readonly rejectedPrompt?: Prompt;
}

const GREEDY: AskOptions = { temperature: 0, topP: 1, seed: 1, maxNewTokens: 12, minNewTokens: 1 };
const NEVER = new AbortController().signal;
const ignore = () => undefined;

/** What every oracle does, whatever its engine. Source: the interface in src/oracle/oracle.ts. */
export function itKeepsTheContract(subject: Subject): void {
  describe('a loaded oracle', () => {
    const { oracle } = subject.open();
    const progress: LoadProgress[] = [];
    beforeAll(() => oracle.load(subject.spec, (step) => progress.push(step), NEVER), 120_000);
    afterAll(() => oracle.close());
    answersPrompts(oracle, subject, progress);
    refusesPrompts(oracle, subject);
  });
  describe('the life of an oracle', () => livesAndEnds(subject));
}

async function askWith(oracle: Oracle, prompt: Prompt, options: Partial<AskOptions> = {}, signal = NEVER): Promise<{ answer: Answer; pieces: string[] }> {
  const pieces: string[] = [];
  const answer = await oracle.ask(prompt, { ...GREEDY, ...options }, (piece) => pieces.push(piece), signal);
  return { answer, pieces };
}

function answersPrompts(oracle: Oracle, { spec, longPrompt, shortPrompt }: Subject, progress: LoadProgress[]): void {
  it('tells how far loading has come', () => {
    expect(oracle.lanes).toBe(spec.lanes);
    expect(progress.length).toBeGreaterThan(0);
    for (const { fraction, loadedBytes, totalBytes } of progress) {
      expect(fraction ?? 0).toBeGreaterThanOrEqual(0);
      expect(fraction ?? 1).toBeLessThanOrEqual(1);
      expect(loadedBytes).toBeGreaterThanOrEqual(0);
      expect(totalBytes ?? Infinity).toBeGreaterThanOrEqual(loadedBytes);
    }
  });

  it('streams the text that it answers with, until it runs out of room', async () => {
    const { answer, pieces } = await askWith(oracle, longPrompt(0), { maxNewTokens: 40 });
    expect(pieces.join('')).toBe(answer.text);
    expect(answer).toMatchObject({ finishReason: 'length', newTokens: 40 });
    expect(answer.promptTokens).toBeGreaterThan(0);
    expect(answer.durationMs).toBeGreaterThan(0);
  });

  it('ends by itself where the model ends its turn', async () => {
    const { answer, pieces } = await askWith(oracle, shortPrompt, { maxNewTokens: 200 });
    expect(answer.finishReason).toBe('stop');
    expect(answer.newTokens).toBeLessThan(200);
    expect(pieces.join('')).toBe(answer.text);
  });

  it('answers the same with the same seed', async () => {
    const draw = async () => (await askWith(oracle, longPrompt(1), { temperature: 0.8, topP: 0.9, seed: 5 })).answer.text;
    expect(await draw()).toBe(await draw());
  });

  it('answers more prompts than it has lanes, each as if it were alone', async () => {
    const prompts = [...Array.from({ length: spec.lanes + 2 }, (_, number) => longPrompt(number)), shortPrompt];
    const together = await Promise.all(prompts.map((prompt) => askWith(oracle, prompt)));
    for (const [index, prompt] of prompts.entries()) {
      const { answer } = await askWith(oracle, prompt);
      const { text, finishReason, promptTokens, newTokens } = answer;
      expect(together[index]?.answer).toMatchObject({ text, finishReason, promptTokens, newTokens });
    }
  });

  it('gives up one prompt in flight without touching the others', async () => {
    const controller = new AbortController();
    const reason = new Error('no longer wanted');
    const others = [1, 2].map((number) => askWith(oracle, longPrompt(number), { maxNewTokens: 40 }));
    const long = oracle.ask(longPrompt(0), { ...GREEDY, maxNewTokens: 3000 }, () => controller.abort(reason), controller.signal);
    await expect(long).rejects.toBe(reason);
    for (const { answer } of await Promise.all(others)) expect(answer.newTokens).toBe(40);
    await expect(oracle.ask(shortPrompt, GREEDY, ignore, controller.signal)).rejects.toBe(reason);
    // Were it still at work on the 3,000 tokens, a slow device would be too late with this.
    expect((await askWith(oracle, longPrompt(3))).answer.newTokens).toBe(12);
  });
}

function refusesPrompts(oracle: Oracle, { spec, longPrompt, shortPrompt, rejectedPrompt }: Subject): void {
  it('refuses a prompt that leaves too little room', async () => {
    await expect(askWith(oracle, longPrompt(0), { minNewTokens: spec.contextTokens })).rejects.toMatchObject({ name: 'OracleError', code: 'prompt-too-long' });
    const beyond = { system: '', user: 'word '.repeat(spec.contextTokens) };
    await expect(askWith(oracle, beyond)).rejects.toMatchObject({ code: 'prompt-too-long' });
    await askWith(oracle, shortPrompt);
  });

  it.runIf(rejectedPrompt)('refuses a prompt that its template rejects, and goes on', async () => {
    const others = [1, 2].map((number) => askWith(oracle, longPrompt(number)));
    await expect(askWith(oracle, rejectedPrompt ?? shortPrompt)).rejects.toMatchObject({ name: 'OracleError', code: 'prompt-refused' });
    await Promise.all(others);
  });
}

function livesAndEnds({ spec, open, longPrompt, shortPrompt }: Subject): void {
  function opened(): ReturnType<typeof open> {
    const subject = open();
    onTestFinished(() => subject.oracle.close());
    return subject;
  }
  const endless = (oracle: Oracle) => oracle.ask(longPrompt(0), { ...GREEDY, maxNewTokens: 3000 }, ignore, NEVER);

  it('answers nothing before it is loaded', async () => {
    await expect(askWith(opened().oracle, shortPrompt)).rejects.toEqual(new OracleError('closed', 'no model is loaded'));
  });

  it('lets a second load take the place of the first', async () => {
    const { oracle } = opened();
    const first = oracle.load(spec, ignore, NEVER);
    const rejected = expect(first).rejects.toMatchObject({ code: 'closed' });
    await oracle.load(spec, ignore, NEVER);
    await rejected;
    const asked = endless(oracle);
    const lost = expect(asked).rejects.toMatchObject({ code: 'closed' });
    await oracle.load(spec, ignore, NEVER);
    await lost;
    expect((await askWith(oracle, longPrompt(1))).answer.newTokens).toBe(12);
  });

  it('can be loaded after a load that was given up', async () => {
    const { oracle } = opened();
    const controller = new AbortController();
    const reason = new Error('changed my mind');
    const loading = oracle.load(spec, () => controller.abort(reason), controller.signal);
    await expect(loading).rejects.toBe(reason);
    await oracle.load(spec, ignore, NEVER);
    expect((await askWith(oracle, longPrompt(1))).answer.newTokens).toBe(12);
  });

  it('rejects what is in flight and all that follows once it is closed', async () => {
    const { oracle } = opened();
    await oracle.load(spec, ignore, NEVER);
    const asked = [endless(oracle), endless(oracle)].map((answer) => expect(answer).rejects.toMatchObject({ code: 'closed' }));
    await oracle.close();
    await Promise.all(asked);
    await expect(askWith(oracle, shortPrompt)).rejects.toMatchObject({ code: 'closed' });
    await expect(oracle.load(spec, ignore, NEVER)).rejects.toMatchObject({ code: 'closed' });
    await oracle.close();
  });

  it('rejects what is in flight and all that follows when its worker dies', async () => {
    const { oracle, crash } = opened();
    await oracle.load(spec, ignore, NEVER);
    const asked = [endless(oracle), endless(oracle)].map((answer) => expect(answer).rejects.toMatchObject({ name: 'OracleError', code: 'worker-died' }));
    crash();
    await Promise.all(asked);
    await expect(askWith(oracle, shortPrompt)).rejects.toMatchObject({ code: 'worker-died' });
  });
}
