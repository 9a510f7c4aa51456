import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../src/core/answer.ts';
import type { AskOptions } from '../../../src/core/prompt.ts';
import { OracleError } from '../../../src/oracle/oracle.ts';
import { Completion } from '../../../src/oracle/transformers/completion.ts';
import { Lanes } from '../../../src/oracle/transformers/lanes.ts';
import { END, ScriptedModel } from './scripted-model.ts';

const GREEDY: AskOptions = { temperature: 0, topP: 1, seed: 0, maxNewTokens: 99, minNewTokens: 1 };
const VOCABULARY = { decode: (tokens: number[]) => tokens.filter((token) => token !== END).join(''), endTokens: new Set([END]) };

interface Asked {
  readonly answer: Promise<Answer>;
  readonly pieces: string[];
  giveUp(reason: Error): void;
}

function ask(lanes: Lanes, promptTokens: readonly number[], limit = 99, onText: (piece: string) => void = () => undefined): Asked {
  const pieces: string[] = [];
  let completion: Completion | undefined;
  const answer = new Promise<Answer>((resolve, reject) => {
    const note = (piece: string) => {
      pieces.push(piece);
      onText(piece);
    };
    completion = new Completion({ promptTokens, limit, options: GREEDY }, VOCABULARY, { onText: note, resolve, reject });
    lanes.add(completion);
  });
  return { answer, pieces, giveUp: (reason) => completion?.fail(reason) };
}

const reversed = (tokens: readonly number[]) => tokens.toReversed().join('');
const prompt = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 12 });

describe('the lanes', () => {
  it('answer every prompt as if it were alone, however many come and whichever are given up', async () => {
    const asked = fc.record({ prompt, limit: fc.integer({ min: 1, max: 15 }), giveUpAfter: fc.option(fc.nat(10), { nil: undefined, freq: 3 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(asked, { minLength: 1, maxLength: 20 }), fc.integer({ min: 1, max: 8 }), fc.boolean(), async (plans, count, shrinkable) => {
        const model = new ScriptedModel();
        model.shrinkable = shrinkable;
        const lanes = new Lanes(model, count);
        const given = new Error('given up');
        const all = plans.map(({ prompt, limit, giveUpAfter }) => {
          const one = ask(lanes, prompt, limit, () => {
            if (one.pieces.length === giveUpAfter) one.giveUp(given);
          });
          if (giveUpAfter === 0) one.giveUp(given);
          return one;
        });
        const outcomes = await Promise.allSettled(all.map(({ answer }) => answer));
        for (const [index, outcome] of outcomes.entries()) {
          const { prompt = [], limit = 0 } = plans[index] ?? {};
          const pieces = all[index]?.pieces ?? [];
          const whole = reversed(prompt);
          const finishReason = limit <= whole.length ? 'length' : 'stop';
          if (outcome.status === 'rejected') expect([outcome.reason, whole.startsWith(pieces.join(''))]).toEqual([given, true]);
          else expect([outcome.value, pieces.join('')]).toMatchObject([{ text: whole.slice(0, limit), finishReason, promptTokens: prompt.length }, whole.slice(0, limit)]);
        }
        await lanes.end(new OracleError('closed'));
        expect(model.openBatches).toBe(0);
        expect(Math.max(0, ...model.steps)).toBeLessThanOrEqual(count);
      }),
      { numRuns: 60 },
    );
  });

  it('fill with what is waiting, and answer each row as soon as it is done', async () => {
    const model = new ScriptedModel();
    const lanes = new Lanes(model, 4);
    const order: string[] = [];
    const prompts = [[1], [1, 2, 3, 4, 5, 6], [1, 2], [1, 2, 3, 4], [9]];
    await Promise.all(prompts.map((prompt) => ask(lanes, prompt).answer.then(({ text }) => order.push(text))));
    expect(order).toEqual(['1', '21', '4321', '654321', '9']);
    // Four rows until two are done, two until one is, then the last alone; then the next batch.
    expect(model.steps).toEqual([4, 4, 4, 2, 2, 1, 1, 1, 1]);
  });

  it.each([
    [new RangeError('Array buffer allocation failed'), new OracleError('out-of-memory', 'RangeError: Array buffer allocation failed')],
    [new TypeError('no such kernel'), new OracleError('engine-failed', 'TypeError: no such kernel')],
  ])('go on after a step that failed: %s', async (failure, told) => {
    const model = new ScriptedModel();
    const lanes = new Lanes(model, 2);
    model.beforeStep = () => {
      if (model.steps.length === 2) throw failure;
    };
    const asked = [[1, 2], [3, 4], [5, 6]].map((prompt) => ask(lanes, prompt).answer);
    for (const answer of asked.slice(0, 2)) await expect(answer).rejects.toEqual(told);
    await expect(asked[2]).resolves.toMatchObject({ text: '65' });
    await lanes.end(new OracleError('closed'));
    expect(model.openBatches).toBe(0);
  });

  it('tell all prompts, now and later, when the model is lost', async () => {
    const model = new ScriptedModel();
    const lanes = new Lanes(model, 1);
    model.beforeStep = () => Promise.reject(new Error('device lost'));
    model.check = () => Promise.reject(new Error('device lost'));
    const lost = new OracleError('worker-died', 'Error: device lost');
    const asked = [[1], [2]].map((prompt) => ask(lanes, prompt).answer);
    for (const answer of asked) await expect(answer).rejects.toEqual(lost);
    await expect(ask(lanes, [3]).answer).rejects.toEqual(lost);
  });

  it('reject what is asked and what is asked later once they are ended', async () => {
    const lanes = new Lanes(new ScriptedModel(), 1);
    const asked = [[1, 2, 3], [4]].map((prompt) => ask(lanes, prompt).answer);
    const rejected = Promise.all(asked.map((answer) => expect(answer).rejects.toEqual(new OracleError('closed'))));
    await lanes.end(new OracleError('closed'));
    await rejected;
    await expect(ask(lanes, [5]).answer).rejects.toEqual(new OracleError('closed'));
  });
});
