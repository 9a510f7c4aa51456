import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Answer } from '../../src/core/answer.ts';
import type { AskOptions, Prompt } from '../../src/core/prompt.ts';
import type { OracleSpec } from '../../src/core/run.ts';
import { type Calibration, type LoadProgress, type Oracle, OracleError } from '../../src/oracle/oracle.ts';

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

const SCHEMA = '{"type":"object","properties":{"sure":{"type":"boolean"}},"required":["sure"],"additionalProperties":false}';

/** What every oracle does, whatever its engine and wherever it runs. Source: the interface in src/oracle/oracle.ts. */
export function itKeepsTheContract(subject: Subject): void {
  describe('a loaded oracle', () => {
    const { oracle } = subject.open();
    const progress: LoadProgress[] = [];
    let calibration: Calibration | undefined;
    beforeAll(async () => {
      calibration = await oracle.load(subject.spec, (step) => progress.push(step), NEVER);
    }, 120_000);
    afterAll(() => oracle.close());
    tellsOfLoading(oracle, subject, progress, () => calibration);
    answersPrompts(oracle, subject);
    servesSideBySide(oracle, subject);
    countsWhatItDoes(oracle, subject);
    holdsAnswersToOptions(oracle, subject);
    goesOnWithConversations(oracle, subject);
    refusesPrompts(oracle, subject);
  });
  describe('the life of an oracle', () => livesAndEnds(subject));
}

async function askWith(oracle: Oracle, prompt: Prompt, options: Partial<AskOptions> = {}, signal = NEVER): Promise<{ answer: Answer; pieces: string[] }> {
  const pieces: string[] = [];
  const answer = await oracle.ask(prompt, { ...GREEDY, ...options }, (piece) => pieces.push(piece), signal);
  return { answer, pieces };
}

function tellsOfLoading(oracle: Oracle, { spec }: Subject, progress: readonly LoadProgress[], calibration: () => Calibration | undefined): void {
  it('tells how far loading has come, and never takes any of it back', () => {
    if (spec.lanes !== 'auto') expect(oracle.lanes).toBe(spec.lanes);
    expect(oracle.lanes).toBeGreaterThanOrEqual(1);
    expect(progress.length).toBeGreaterThan(0);
    const reached = { load: 0, 'warm-up': 0, 'try-out': 0 };
    for (const { stage, fraction, loadedBytes, totalBytes } of progress) {
      expect(fraction ?? reached[stage]).toBeGreaterThanOrEqual(reached[stage]);
      reached[stage] = fraction ?? reached[stage];
      expect(reached[stage]).toBeLessThanOrEqual(1);
      expect(loadedBytes).toBeGreaterThanOrEqual(0);
      expect(totalBytes ?? Infinity).toBeGreaterThanOrEqual(loadedBytes);
    }
  });

  it('knows how fast it is here', () => {
    const { promptTokensPerSecond, newTokensPerSecond, laneRates } = calibration() ?? { promptTokensPerSecond: 0, newTokensPerSecond: 0, laneRates: [] };
    for (const rate of [promptTokensPerSecond, newTokensPerSecond, ...laneRates.map((rate) => rate.newTokensPerSecond)]) expect(rate).toBeGreaterThan(0);
  });
}

function answersPrompts(oracle: Oracle, { longPrompt, shortPrompt }: Subject): void {
  it('streams the text that it answers with, until it runs out of room', async () => {
    const { answer, pieces } = await askWith(oracle, longPrompt(0), { maxNewTokens: 40 });
    expect([pieces[0], pieces.join('')]).toEqual(['', answer.text]);
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
}

function servesSideBySide(oracle: Oracle, { longPrompt, shortPrompt }: Subject): void {
  it('answers more prompts than it has lanes, each as if it were alone', async () => {
    const prompts = [...Array.from({ length: oracle.lanes + 2 }, (_, number) => longPrompt(number)), shortPrompt];
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

function countsWhatItDoes(oracle: Oracle, { longPrompt }: Subject): void {
  it('counts what it does', async () => {
    const before = await oracle.usage();
    const asking = [11, 12].map((number) => askWith(oracle, longPrompt(number)));
    const answers = (await Promise.all(asking)).map(({ answer }) => answer);
    const after = await oracle.usage();
    if (!before || !after) throw new Error('it says nothing');
    const sum = (count: (answer: Answer) => number) => answers.reduce((total, answer) => total + count(answer), 0);
    expect(after.lanes).toBe(oracle.lanes);
    expect(after.readTokens + after.heldTokens - before.readTokens - before.heldTokens).toBe(sum(({ promptTokens }) => promptTokens));
    expect(after.heldTokens - before.heldTokens).toBe(sum(({ heldTokens = 0 }) => heldTokens));
    // Whether a token counts that only ends the answer is the engine's affair.
    expect(Math.abs(after.newTokens - before.newTokens - sum(({ newTokens }) => newTokens))).toBeLessThanOrEqual(answers.length);
    expect(after.servedMs).toBeGreaterThan(before.servedMs);
    expect(after.starvedLaneMs).toBeLessThanOrEqual(after.servedMs * after.lanes);
    expect(after.stepMs).toBeLessThanOrEqual(after.servedMs + 1);
  });
}

function holdsAnswersToOptions(oracle: Oracle, { longPrompt, shortPrompt }: Subject): void {
  it('ends before the first text that is to end it, and gives nothing of it away', async () => {
    const { answer: whole } = await askWith(oracle, longPrompt(0), { maxNewTokens: 40 });
    const at = Math.floor(whole.text.length / 2);
    const stop = [whole.text.slice(at, at + 7), 'never written'];
    const { answer, pieces } = await askWith(oracle, longPrompt(0), { maxNewTokens: 3000, stop });
    expect(answer).toMatchObject({ text: whole.text.slice(0, whole.text.indexOf(stop[0] ?? '')), finishReason: 'stop' });
    expect(pieces.join('')).toBe(answer.text);
    const { answer: uncut } = await askWith(oracle, longPrompt(0), { maxNewTokens: 40, stop: ['never written'] });
    expect(uncut).toMatchObject({ text: whole.text, finishReason: 'length' });
  });

  it('writes JSON that fits a schema, and what a grammar derives', async () => {
    const { answer, pieces } = await askWith(oracle, shortPrompt, { maxNewTokens: 200, format: { kind: 'json-schema', schema: SCHEMA } });
    expect(JSON.parse(answer.text)).toEqual({ sure: expect.any(Boolean) as boolean });
    expect(pieces.join('')).toBe(answer.text);
    const { answer: word } = await askWith(oracle, shortPrompt, { maxNewTokens: 200, format: { kind: 'grammar', grammar: 'root ::= "yes" | "no"' } });
    expect(word.text).toMatch(/^(?:yes|no)$/);
    expect([answer.finishReason, word.finishReason]).toEqual(['stop', 'stop']);
    expect((await askWith(oracle, shortPrompt, { maxNewTokens: 200 })).answer.finishReason).toBe('stop');
  });

  it('leaves a form unfinished when it runs out of room', async () => {
    const format = { kind: 'json-schema', schema: SCHEMA } as const;
    expect((await askWith(oracle, shortPrompt, { maxNewTokens: 1, format })).answer.finishReason).toBe('length');
  });

  it('refuses a form that cannot be, and goes on', async () => {
    const format = { kind: 'grammar', grammar: 'root ::= "a" unknown_rule' } as const;
    await expect(askWith(oracle, shortPrompt, { format })).rejects.toMatchObject({ name: 'OracleError', code: 'prompt-refused' });
    await askWith(oracle, shortPrompt);
  });
}

function goesOnWithConversations(oracle: Oracle, { longPrompt, shortPrompt }: Subject): void {
  it('answers the next question of a conversation, the same whether it has just had it or not', async () => {
    const { answer: first } = await askWith(oracle, shortPrompt, { maxNewTokens: 200 });
    const second: Prompt = { ...shortPrompt, earlier: [{ user: shortPrompt.user, answer: first.text }], user: 'And again.' };
    const { answer: atOnce } = await askWith(oracle, second);
    const { answer: repeated } = await askWith(oracle, second);
    await askWith(oracle, longPrompt(1));
    const { answer: later } = await askWith(oracle, second);
    expect([repeated, later].map(({ text }) => text)).toEqual([atOnce.text, atOnce.text]);
    for (const { promptTokens, heldTokens } of [atOnce, repeated, later]) {
      expect(promptTokens).toBe(later.promptTokens);
      expect(promptTokens).toBeGreaterThan(first.promptTokens);
      expect(heldTokens ?? 0).toBeLessThan(promptTokens);
    }
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
    crash();
    await expect(askWith(oracle, shortPrompt)).rejects.toMatchObject({ code: 'worker-died' });
  });
}
