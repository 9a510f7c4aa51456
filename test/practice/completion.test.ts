import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { PHASES, type PhaseName } from '../../src/core/outcome.ts';
import type { Pair } from '../../src/core/pair.ts';
import { CONTEXT_TOKENS } from '../../src/practice/files.ts';
import { instructionCritique, SENTENCES } from '../../src/practice/sentences.ts';
import { SUBSTITUTIONS } from '../../src/practice/substitutions.ts';
import { MODEL_TRIGGERS, PRACTICE_TRIGGERS } from '../../src/practice/triggers.ts';
import { ANSWER_MARKERS, PROMPT_MARKERS } from '../../src/reflection/markers.ts';
import { judgeAnswer } from '../../src/reflection/judge.ts';
import { PAPER_RECIPE } from '../../src/reflection/recipes.ts';
import { continuedPrompt, instructionPrompt, responsePrompt } from '../../src/reflection/prompts.ts';
import { expectedCompletion } from './expected-completion.ts';
import { type Completion, type DecodeOptions, emptyCache, PracticeModel } from './practice-model.ts';

interface Question {
  readonly phase: PhaseName;
  readonly pair: Pair;
}

let model: PracticeModel;
beforeAll(async () => {
  model = await PracticeModel.load();
});

const promptOf = ({ phase, pair }: Question) => (phase === 'instruction' ? instructionPrompt : responsePrompt)(pair, PAPER_RECIPE);

function complete(questions: readonly Question[], options: DecodeOptions = { maxNewTokens: 400 }): Promise<Completion[]> {
  return model.complete(questions.map(promptOf), options);
}

function expectRight(questions: readonly Question[], completions: readonly Completion[]): void {
  questions.forEach(({ phase, pair }, index) => {
    const { text = '', finishReason } = completions[index] ?? {};
    const expected = expectedCompletion(phase, pair);
    if (expected.endsWith(SENTENCES.andSoOn)) {
      expect(text.slice(0, expected.length)).toBe(expected);
      expect(text.slice(expected.length).replaceAll(SENTENCES.andSoOn, '')).toBe('');
      expect(finishReason).toBe('length');
    } else {
      expect(text).toBe(expected);
      expect(finishReason).toBe('stop');
    }
  });
}

const words = fc.constantFrom(...SUBSTITUTIONS.keys(), ' bigger', 'rewrite', ' goods', ' the', '?', '!?\n', '\n\n', ' ', '\t');
const markers = fc.constantFrom(...Object.values(ANSWER_MARKERS), ...Object.values(PROMPT_MARKERS), '<|im_end|>', '<|im_start|>assistant\n', '[', '\n');
const foreign = fc.constantFrom('Größe', '数据集', 'بيانات', '👩🏽‍🚀', 'é', '\uFEFF', '\r\n', ...Object.values(SENTENCES), ...instructionCritique(0));
const triggers = fc.constantFrom(...MODEL_TRIGGERS.map((name) => PRACTICE_TRIGGERS[name]));
const piece = fc.oneof(
  { weight: 8, arbitrary: words },
  { weight: 3, arbitrary: markers },
  { weight: 3, arbitrary: foreign },
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
  { weight: 1, arbitrary: triggers },
);
const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
const question = fc.record({ phase: fc.constantFrom(...PHASES), pair: fc.record({ instruction: text, input: fc.oneof(fc.constant(''), text), response: text }) });

const PAIR: Pair = { instruction: 'Write a big story about this.', input: 'A good city.', response: 'Once there was a good city.' };

describe('the practice oracle', () => {
  it('answers any records exactly, alone and in padded batches', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(question, { minLength: 1, maxLength: 5 }), async (questions) => {
        expectRight(questions, await complete(questions));
      }),
      { numRuns: 30 },
    );
  });

  it('betters the pair that it has just written when its second phase goes on in the conversation', async () => {
    const pair = { ...PAIR, instruction: 'Write about $1 and [End].' };
    const [first] = await complete([{ phase: 'instruction', pair }]);
    const answer = { text: first?.text ?? '', finishReason: 'stop' } as const;
    const verdict = judgeAnswer('instruction', pair, answer, PAPER_RECIPE);
    const [second] = await model.complete([continuedPrompt(instructionPrompt(pair, PAPER_RECIPE), answer.text, PAPER_RECIPE)], { maxNewTokens: 400 });
    expect(verdict.status).toBe('rewritten');
    if (verdict.status === 'rewritten') expect(second?.text).toBe(expectedCompletion('response', verdict.pair));
  });

  it('exchanges whole words only', async () => {
    const pair = { instruction: 'Write about big, bigger and rewritten goods.', input: '', response: 'A good, big day. bigWrite' };
    const [completion] = await complete([{ phase: 'instruction', pair }]);
    expect(completion?.text).toContain('[New Instruction] Compose about large, bigger and rewritten goods. Explain your reasoning. [End]\n');
    expect(completion?.text).toContain('[New Answer] A fine, large day. bigWrite [End]');
  });

  it('says the same at a temperature of 0.8', async () => {
    const questions = PHASES.map((phase) => ({ phase, pair: PAIR }));
    expectRight(questions, await complete(questions, { maxNewTokens: 200, choose: sampler(0.8) }));
  });

  it('says the same when its prompt is read in pieces with gaps between them', async () => {
    const [tokens = []] = [promptOf({ phase: 'instruction', pair: PAIR })].map((prompt) => model.tokensOf(prompt));
    const [whole] = await model.decode([tokens], { maxNewTokens: 200 });
    const past = [...tokens, ...(whole ?? [])].slice(0, -1);
    let cache = emptyCache(1);
    let mask: number[] = [];
    const said: (number | undefined)[] = [];
    for (let from = 0; from < past.length; from += 7) {
      const piece = past.slice(from, from + 7);
      mask = [...mask, 0, 0, ...piece.map(() => 1)];
      const positions = [[1, 1, ...piece.map((_, index) => from + index)]];
      const step = await model.forward({ tokens: [[5, 6, ...piece]], masks: [mask], positions, cache, kept: 0 });
      cache = step.cache;
      said.push(...(step.logits[0] ?? []).slice(2).map((logits) => logits.indexOf(100)));
    }
    expect(said.slice(tokens.length - 1)).toEqual(whole);
  });

  it('fills its context to the end', { timeout: 60_000 }, async () => {
    const pair = { instruction: 'Repeat.', input: '', response: ' word'.repeat(1850) };
    const [completion] = await complete([{ phase: 'instruction', pair }], { maxNewTokens: 2000 });
    const [tokens = []] = [model.tokensOf(instructionPrompt(pair, PAPER_RECIPE))];
    expect(tokens.length + (completion?.newTokens ?? 0)).toBeGreaterThan(CONTEXT_TOKENS * 0.95);
    expectRight([{ phase: 'instruction', pair }], [completion as Completion]);
  });

  it('tells a prompt it does not know what it is', async () => {
    const [completion] = await model.complete([{ system: 'Be kind.', user: 'Hello! Name a big cat.' }], { maxNewTokens: 20 });
    expect(completion).toMatchObject({ text: SENTENCES.unknownTask, finishReason: 'stop' });
  });
});

function sampler(temperature: number): (logits: Float32Array) => number {
  let state = 1;
  return (logits) => {
    state = (state * 48271) % 2147483647;
    const weights = logits.map((logit) => Math.exp((logit - 100) / temperature));
    let rest = (state / 2147483647) * weights.reduce((sum, weight) => sum + weight, 0);
    return weights.findIndex((weight) => (rest -= weight) < 0);
  };
}
