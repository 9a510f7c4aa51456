import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { Completion } from '../../../../../src/oracle/transformers/completion.ts';
import { LaneCache, type Layout } from '../../../../../src/oracle/transformers/lanes/lane-cache.ts';
import { readPrompt } from '../../../../../src/oracle/transformers/lanes/prompt-reader.ts';
import { tryGuess } from '../../../../../src/oracle/transformers/lanes/try-guess.ts';
import type { AttentionKind } from '../../../../random-model/model-shape.ts';
import { expectSame, openModel, type Question, promptOf, VOCABULARY } from './exact-lanes.ts';

/** What is guessed at each step: how many tokens, and how many of them are right. */
const guess = fc.record({ length: fc.integer({ min: 0, max: 5 }), right: fc.integer({ min: 0, max: 5 }) });

describe.each<[AttentionKind, Layout]>([
  ['standard', 'columns'],
  ['gqa', 'rows'],
  ['gqa-positions', 'rows'],
  ['gqa-bias', 'columns'],
])('a lane that is alone, with %s attention', async (attention, layout) => {
  const { graph, reader } = await openModel('wasm', attention, 'fp32', 5);
  afterAll(() => graph.release());

  /** Writes an answer, with guesses taken from what is expected. */
  async function writeGuessing(one: Question, expected: readonly number[], guesses: readonly { length: number; right: number }[]): Promise<readonly number[]> {
    const cache = new LaneCache(graph, layout);
    const completion = new Completion({ promptTokens: promptOf(one), limit: one.limit, options: { temperature: 0, topP: 1, seed: 0 } }, VOCABULARY, { onText: () => undefined, resolve: () => undefined, reject: () => undefined });
    const read = await readPrompt(graph, undefined, completion.promptTokens, () => Promise.resolve(true));
    if (!read) throw new Error('the reading stopped by itself');
    completion.advance(read.logits, 0);
    const [lane] = await cache.arrange([], [read.sequence]);
    for (let step = 0; completion.open && lane; step++) {
      const { length, right } = guesses[step % guesses.length] ?? { length: 0, right: 0 };
      const next = expected.slice(completion.written.length, completion.written.length + length);
      await tryGuess(cache, completion, next.map((token, index) => (index < right ? token : token + 1)));
      if (completion.open) expect(lane.length).toBe(completion.promptTokens.length + completion.written.length - 1);
    }
    cache.dispose();
    graph.free(read.sequence.cache);
    return completion.written;
  }

  it('writes the same whatever is guessed, and however much of it is right', { timeout: 120_000 }, async () => {
    const situation = fc.record({ own: fc.integer({ min: 1, max: 40 }), salt: fc.nat(1000), limit: fc.integer({ min: 1, max: 25 }), guesses: fc.array(guess, { minLength: 1, maxLength: 6 }) });
    await fc.assert(
      fc.asyncProperty(situation, async ({ guesses, ...rest }) => {
        const one = { shared: 0, ...rest };
        const expected = await reader(one);
        expectSame(await writeGuessing(one, expected.tokens, guesses), expected);
      }),
      { numRuns: 25 },
    );
  });
});
