import { describe, expect, it, onTestFinished } from 'vitest';
import type { Answer } from '../../../../../src/core/answer.ts';
import type { AskOptions } from '../../../../../src/core/prompt.ts';
import { TransformersOracle } from '../../../../../src/oracle/transformers/transformers-oracle.ts';
import type { RandomModelOptions } from '../../../../random-model/model-files.ts';
import { TINY } from '../../../../random-model/model-shape.ts';
import { layModel, takeAway } from '../lay-model.ts';

const NEVER = new AbortController().signal;
const GREEDY: AskOptions = { temperature: 0, topP: 1, seed: 1, maxNewTokens: 40, minNewTokens: 1 };

/** About one answer in two ends by itself within the limit. */
const MODEL: RandomModelOptions = { shape: { ...TINY, projectionBias: true }, attention: 'gqa', format: 'q4', seed: 11, endFraction: 1 / 50 };

const QUESTIONS = ['Name a river.', 'Why is the sky blue, and why is it red in the evening?', 'Rewrite this sentence.', 'What is 2 + 2?', 'Tell me a story of a cat that would not sleep.'];

describe('a model of random weights', () => {
  it('is loaded from where downloaded ones lie, and answers side by side as it does one by one', { timeout: 120_000 }, async () => {
    const spec = await layModel(MODEL, { device: 'wasm', lanes: 3 });
    onTestFinished(() => takeAway(spec));
    const oracle = new TransformersOracle();
    await oracle.load(spec, () => undefined, NEVER);
    onTestFinished(() => oracle.close());
    expect(oracle.laneFindings).toMatchObject({ laneReason: 'asked', laneAgreement: 'exact' });
    const ask = (user: string) => oracle.ask({ system: 'Answer in one sentence.', user }, GREEDY, () => undefined, NEVER);
    const told = ({ text, finishReason, newTokens }: Answer) => ({ text, finishReason, newTokens });
    const together = (await Promise.all(QUESTIONS.map(ask))).map(told);
    const alone: typeof together = [];
    for (const question of QUESTIONS) alone.push(told(await ask(question)));
    expect(together).toEqual(alone);
    expect(new Set(alone.map(({ text }) => text)).size).toBe(QUESTIONS.length);
    expect(new Set(alone.map(({ finishReason }) => finishReason))).toEqual(new Set(['stop', 'length']));
  });
});
